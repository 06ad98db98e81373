import { readFileSync, writeFileSync } from "node:fs";

const WEIGHTS = "config/lexicon/weights.yaml";

/** Writes fitted weights over those of one section of weights.yaml, to two places; every other line stays. */
export function writeWeights(section, features, weights) {
  let current = "";
  const lines = readFileSync(WEIGHTS, "utf8")
    .split("\n")
    .map((line) => {
      if (/^\w/.test(line)) current = line.replace(/:$/, "");
      const at = current === section ? features.indexOf(/^ {2}([\w-]+):/.exec(line)?.[1]) : -1;
      return at < 0 ? line : `  ${features[at]}: ${Math.round(weights[at] * 100) / 100}`;
    });
  writeFileSync(WEIGHTS, lines.join("\n"));
  console.log(`wrote ${WEIGHTS}`);
}
