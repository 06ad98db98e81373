import { kmBetween } from "../src/domain/gazetteer/border-distance.ts";
import type { NameReading } from "../src/domain/gazetteer/place.ts";
import type { ResolvedName } from "../src/domain/gazetteer/place-sense.ts";
import { SENSE_FEATURES, type SenseFeature, type SenseWeights } from "../src/domain/gazetteer/sense-features.ts";
import { readNames, spanOf } from "../src/domain/reading/read-article.ts";
import type { ReadingRules } from "../src/domain/reading/reading-rules.ts";
import { boundedBySide } from "../src/domain/weighing.ts";
import { foldOf, type LabelledArticle, type LabelledMention, textOf } from "./labelled.ts";

/*
 * A reading's score is a weighted sum of its features; its probability the softmax over the readings of a name and "none
 * of them" (score 0). The loss is the mean log loss, plus a pull towards the weights that are there now. Each weight is
 * kept on the side that its feature may count on.
 */

export const SENSE_FEATURE_NAMES = Object.keys(SENSE_FEATURES) as SenseFeature[];
/** How hard the weights are pulled towards their beginnings: about as hard as 8 mentions push. */
const PULL = 8;
const STEPS = 1500;

/** A labelled mention that the gazetteer knows: the features of its readings, and which of them are right. */
export interface SenseRow {
  readonly fold: number;
  readonly right: readonly boolean[];
  /** "None of them" is right, too. */
  readonly none: boolean;
  /** Of each reading, amounts by the position of their feature. */
  readonly readings: readonly (readonly (readonly [feature: number, amount: number])[])[];
}

/** The labelled mentions whose name and place the gazetteer knows, as they are read under these weights. */
export function senseRows(
  articles: readonly LabelledArticle[],
  rules: ReadingRules,
  senseWeights: SenseWeights,
): SenseRow[] {
  return articles.flatMap((article) => {
    const { fields, names } = readNames(textOf(article), { ...rules, senseWeights });
    return article.places.flatMap((label): SenseRow[] => {
      const name = names.find(({ candidate: { fieldIndex, from, to } }) => {
        const { field, start, end } = spanOf(fields[fieldIndex]!, from, to);
        return field === label.field && start < label.start + label.surface.length && end > label.start;
      });
      return name ? rowOf(name, label, foldOf(article.id)) : [];
    });
  });
}

function rowOf({ readings }: ResolvedName, label: LabelledMention, fold: number): SenseRow[] {
  const right = readings.map(({ reading }) => isRight(reading, label));
  if (label.is === "place" && !right.includes(true)) return [];
  return [{ fold, right, none: label.is !== "place", readings: readings.map(({ parts }) => amountsOf(parts)) }];
}

function isRight(reading: NameReading, { is, lat = 0, lon = 0, tolKm = 0 }: LabelledMention): boolean {
  if (is !== "place") return reading.sense !== "place";
  return reading.sense === "place" && kmBetween(reading.place.lat, reading.place.lon, lat, lon) <= tolKm;
}

function amountsOf(parts: ResolvedName["readings"][number]["parts"]): SenseRow["readings"][number] {
  const amounts = new Map<number, number>();
  for (const { feature, amount } of parts) {
    const at = SENSE_FEATURE_NAMES.indexOf(feature);
    amounts.set(at, (amounts.get(at) ?? 0) + amount);
  }
  return [...amounts];
}

function scoresOf({ readings }: SenseRow, weights: readonly number[]): number[] {
  return readings.map((amounts) => amounts.reduce((sum, [at, amount]) => sum + weights[at]! * amount, 0));
}

/** Weights by the position of their feature, fitted to rows; pulled towards `prior`, begun at `start`. */
export function fittedSenses(
  rows: readonly SenseRow[],
  prior: readonly number[],
  start: readonly number[] = prior,
): number[] {
  let weights = [...start];
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map((weight, i) => PULL * (weight - prior[i]!) * 0.1);
    for (const row of rows) {
      const powers = scoresOf(row, weights).map(Math.exp);
      const all = powers.reduce((a, b) => a + b, 1);
      const right = powers.reduce((sum, power, i) => sum + (row.right[i] ? power : 0), row.none ? 1 : 0);
      row.readings.forEach((amounts, i) => {
        const push = powers[i]! / all - (row.right[i] ? powers[i]! / right : 0);
        for (const [at, amount] of amounts) gradient[at]! += push * amount;
      });
    }
    const rate = 0.5 / rows.length / (1 + step / 500);
    weights = weights.map((weight, i) =>
      boundedBySide(SENSE_FEATURES[SENSE_FEATURE_NAMES[i]!].side, weight - rate * gradient[i]! * 4),
    );
  }
  return weights;
}

/** The share of rows of which the likeliest reading is a right one. */
export function senseAccuracy(rows: readonly SenseRow[], weights: readonly number[]): number {
  const right = rows.filter((row) => {
    const scores = scoresOf(row, weights);
    return row.right[scores.indexOf(Math.max(...scores))];
  });
  return right.length / Math.max(1, rows.length);
}
