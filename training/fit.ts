// Fits the weights of config/lexicon/weights.yaml to labelled articles and events: npm run fit [-- --write].
// Prints what the weights get right on rows left out in five folds; with --write the weights fitted to all are written.
// With the small sample of a clone by itself the figures say little, and nothing should be written.
import { loadSettings } from "../src/app/load-settings.ts";
import { rulebookOf } from "../src/settings/rulebook-of.ts";
import { articleSets, FOLDS, hasShared, reportSets } from "./labelled.ts";
import { percent } from "./scores.ts";
import { fittedSenses, SENSE_FEATURE_NAMES, type SenseRow, senseAccuracy, senseRows } from "./sense-fit.ts";
import { fittedStories, STORY_FEATURE_NAMES, storyErrors, storyPairs } from "./story-fit.ts";
import { writeWeights } from "./weights-file.ts";

const WEIGHTS = "config/lexicon/weights.yaml";
/** The features of one name depend on what its neighbours are taken for, so weights and rows are found in turn. */
const ROUNDS = 3;

const mayWrite = process.argv.includes("--write");
const settings = loadSettings({ shipped: "config", environment: {} });
const rulebook = rulebookOf(settings);
const folds = Array.from({ length: FOLDS }, (_, fold) => fold);
const print = (line: string) => process.stdout.write(`${line}\n`);

print(
  hasShared ? "Fitting to the shared labelled sets." : "Fitting to the sample of this repository: too small to write.",
);
fitSenses();
fitStories();

function fitSenses(): void {
  const articles = Object.values(articleSets()).flat();
  const prior = SENSE_FEATURE_NAMES.map((feature) => settings.weights.senses[feature]);
  const byName = (weights: readonly number[]) =>
    Object.fromEntries(
      SENSE_FEATURE_NAMES.map((feature, i) => [feature, weights[i]!]),
    ) as typeof settings.weights.senses;
  let weights: readonly number[] = prior;
  for (let round = 1; round <= ROUNDS; round++) {
    const rows = senseRows(articles, rulebook, byName(weights));
    if (round === 1) print(`senses, before: ${percent(senseAccuracy(rows, weights), 1)} of ${rows.length} mentions`);
    if (round === ROUNDS) print(`senses, left out: ${percent(leftOutAccuracy(rows, prior, weights), 1)}`);
    weights = fittedSenses(rows, prior, weights);
    print(`senses, round ${round}: ${percent(senseAccuracy(rows, weights), 1)}`);
  }
  if (mayWrite) writeWeights(WEIGHTS, "senses", byName(weights));
}

/** The share right of rows that were left out of the fit of their weights. */
function leftOutAccuracy(rows: readonly SenseRow[], prior: readonly number[], start: readonly number[]): number {
  const right = folds.map((fold) => {
    const own = rows.filter((row) => row.fold === fold);
    const others = rows.filter((row) => row.fold !== fold);
    return senseAccuracy(own, fittedSenses(others, prior, start)) * own.length;
  });
  return right.reduce((a, b) => a + b, 0) / Math.max(1, rows.length);
}

function fitStories(): void {
  const pairs = Object.values(reportSets()).flatMap((reports) => storyPairs(reports, rulebook));
  const leftOut = folds.map((fold) =>
    storyErrors(
      pairs.filter((pair) => pair.fold === fold),
      fittedStories(pairs.filter((pair) => pair.fold !== fold)),
    ),
  );
  const sum = (key: "pairs" | "joined" | "parted") => leftOut.reduce((total, one) => total + one[key], 0);
  print(`stories, left out: of ${sum("pairs")} pairs ${sum("joined")} wrongly joined, ${sum("parted")} wrongly parted`);
  const weights = fittedStories(pairs);
  const byName = Object.fromEntries(STORY_FEATURE_NAMES.map((feature, i) => [feature, weights[i]!]));
  print(`stories: ${STORY_FEATURE_NAMES.map((feature) => `${feature} ${byName[feature]!.toFixed(2)}`).join(", ")}`);
  if (mayWrite) writeWeights(WEIGHTS, "stories", byName);
}
