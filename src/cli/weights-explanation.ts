import type { ResolvedName, WeighedReading } from "../domain/gazetteer/place-sense.ts";
import { SENSE_FEATURES } from "../domain/gazetteer/sense-features.ts";
import { cleanText, isolate } from "../domain/safe-text.ts";
import { heaviestFirst } from "../domain/weighing.ts";
import { paint } from "./output.ts";

/** What each reading of each name was weighed by: its score, and of every feature value, weight, amount and meaning. */
export function weightsExplanation(names: readonly ResolvedName[]): string {
  const parts = names.flatMap(({ candidate: { words, from, to }, readings }) => {
    const surface = words
      .slice(from, to)
      .map(({ written }) => written)
      .join(" ");
    return [`  ${isolate(cleanText(surface))}`, ...readings.flatMap(readingLines)];
  });
  return `${paint("bold", "Weights")}\n${parts.join("\n") || "  no name was weighed"}\n`;
}

function readingLines({ reading, score, confidence, parts }: WeighedReading): string[] {
  const what = reading.sense === "place" ? reading.place.id : reading.sense;
  const lines = heaviestFirst(parts)
    .filter(({ value }) => value !== 0)
    .map(({ feature, value, weight, amount }) => {
      const product = `${weight} × ${Math.round(amount * 100) / 100}`;
      return `      ${signed(value)} = ${product.padEnd(12)} ${feature}: ${SENSE_FEATURES[feature].means}`;
    });
  return [`    ${signed(score)}  ${what}  (${Math.round(confidence * 100)} %)`, ...lines];
}

function signed(value: number): string {
  return `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(2)}`.padStart(7);
}
