import { readFileSync, writeFileSync } from "node:fs";

/** The text of weights.yaml with one section's weights replaced, to two places; every other line stays. */
export function withWeights(
  text: string,
  section: "senses" | "stories",
  weights: Readonly<Record<string, number>>,
): string {
  let current = "";
  return text
    .split("\n")
    .map((line) => {
      if (/^\w/.test(line)) current = line.replace(/:$/, "");
      const feature = current === section ? /^ {2}([\w-]+):/.exec(line)?.[1] : undefined;
      const weight = feature === undefined ? undefined : weights[feature];
      return weight === undefined ? line : `  ${feature}: ${Math.round(weight * 100) / 100}`;
    })
    .join("\n");
}

/** Writes one section's weights into a weights.yaml. */
export function writeWeights(
  file: string,
  section: "senses" | "stories",
  weights: Readonly<Record<string, number>>,
): void {
  writeFileSync(file, withWeights(readFileSync(file, "utf8"), section, weights));
}
