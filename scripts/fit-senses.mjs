// Fits the weights of config/lexicon/weights.yaml to labelled articles: npm run fit [-- FILE.jsonl...]
// A reading's score is a weighted sum of its features; its probability the softmax over the readings of a name and
// "none of them" (score 0). The loss is the mean log loss, plus a pull towards the weights that are there now.
// Prints the accuracy on articles left out in five folds, then writes the weights fitted to all of them.
import { readFileSync } from "node:fs";
import { loadSettings } from "../dist/src/app/load-settings.js";
import { kmBetween } from "../dist/src/domain/gazetteer/border-distance.js";
import { SENSE_FEATURES } from "../dist/src/domain/gazetteer/sense-features.js";
import { readNames, spanOf } from "../dist/src/domain/reading/read-article.js";
import { rulebookOf } from "../dist/src/settings/rulebook-of.js";
import { writeWeights } from "./weights.mjs";

const DEFAULT_SETS = ["sense", "real", "long"].map((name) => `../shared/data/eval/dev/${name}.jsonl`);
const FEATURES = Object.keys(SENSE_FEATURES);
/** How hard the weights are pulled towards their beginnings: about as hard as 8 mentions push. */
const PULL = 8;
const ROUNDS = 3;
const STEPS = 1500;
const FOLDS = 5;
/** What may only speak for a reading must not be fitted to speak against it, and the other way round. */
const NEVER_NEGATIVE = new Set(
  FEATURES.filter((name) =>
    /cue|head-of|weak-head|locative|^preposition|after-place|own-country|announced|agrees|near-place|clear|long-name|name-after$|organisation-before$|sport-nearby$/.test(
      name,
    ),
  ),
);
const NEVER_POSITIVE = new Set([
  "head-conflict",
  "other-country-after",
  "person-before",
  "given-name-before",
  "adjective-not-place",
  "far-place",
  "unsupported",
  "no-announcement",
  "article-added",
  "name-after-place",
  "organisation-before-place",
  "sport-nearby-place",
  "unlisted-prior",
]);

const files = process.argv.slice(2).length > 0 ? process.argv.slice(2) : DEFAULT_SETS;
const articles = files.flatMap((file) =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line)),
);
const settings = loadSettings({ shipped: "config", environment: {} });
const rulebook = rulebookOf(settings);
const prior = FEATURES.map((name) => settings.weights.senses[name]);

/** The labelled mentions that the gazetteer knows, each with the features of its readings under the current weights. */
function extract(weights) {
  const senseWeights = Object.fromEntries(FEATURES.map((name, i) => [name, weights[i]]));
  const rows = [];
  articles.forEach((article, fold) => {
    const text = { title: article.title ?? "", summary: article.summary ?? "", body: article.body ?? "" };
    const { fields, names } = readNames(text, { ...rulebook, senseWeights });
    for (const label of article.places) {
      const name = names.find(({ candidate: { fieldIndex, from, to } }) => {
        const span = spanOf(fields[fieldIndex], from, to);
        return span.field === label.field && span.start < label.start + label.surface.length && span.end > label.start;
      });
      if (!name) continue;
      const right = name.readings.map(({ reading }) => isRight(reading, label));
      if (label.is === "place" && !right.includes(true)) continue;
      rows.push({
        fold: fold % FOLDS,
        right,
        none: label.is !== "place",
        readings: name.readings.map(({ evidence }) => vectorOf(evidence)),
      });
    }
  });
  return rows;
}

function isRight(reading, label) {
  if (label.is !== "place") return reading.sense !== "place";
  return (
    reading.sense === "place" && kmBetween(reading.place.lat, reading.place.lon, label.lat, label.lon) <= label.tolKm
  );
}

function vectorOf(evidence) {
  const amounts = new Map();
  for (const { feature, amount } of evidence) {
    const at = FEATURES.indexOf(feature);
    amounts.set(at, (amounts.get(at) ?? 0) + amount);
  }
  return [...amounts];
}

function scoresOf(row, weights) {
  return row.readings.map((vector) => vector.reduce((sum, [at, amount]) => sum + weights[at] * amount, 0));
}

function fitted(rows, start) {
  let weights = [...start];
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map((weight, i) => PULL * (weight - prior[i]) * 0.1);
    for (const row of rows) {
      const powers = scoresOf(row, weights).map(Math.exp);
      const all = powers.reduce((a, b) => a + b, 1);
      const right = powers.reduce((sum, power, i) => sum + (row.right[i] ? power : 0), row.none ? 1 : 0);
      row.readings.forEach((vector, i) => {
        const push = powers[i] / all - (row.right[i] ? powers[i] / right : 0);
        for (const [at, amount] of vector) gradient[at] += push * amount;
      });
    }
    const rate = 0.5 / rows.length / (1 + step / 500);
    weights = weights.map((weight, i) => bounded(FEATURES[i], weight - rate * gradient[i] * 4));
  }
  return weights;
}

function bounded(name, weight) {
  if (NEVER_NEGATIVE.has(name)) return Math.max(0, weight);
  return NEVER_POSITIVE.has(name) ? Math.min(0, weight) : weight;
}

/** Whether the likeliest reading is a right one. */
function isPickedRight(row, weights) {
  const scores = scoresOf(row, weights);
  return row.right[scores.indexOf(Math.max(...scores))];
}

function accuracy(rows, weights) {
  const right = rows.filter((row) => isPickedRight(row, weights));
  return `${((100 * right.length) / rows.length).toFixed(1)} % of ${rows.length}`;
}

let weights = prior;
console.log(`before: ${accuracy(extract(weights), weights)}`);
for (let round = 1; round <= ROUNDS; round++) {
  const rows = extract(weights);
  const leftOut = Array.from({ length: FOLDS }, (_, fold) => {
    const foldWeights = fitted(
      rows.filter((row) => row.fold !== fold),
      weights,
    );
    return rows.filter((row) => row.fold === fold).map((row) => ({ row, foldWeights }));
  }).flat();
  const kept = leftOut.filter(({ row, foldWeights }) => isPickedRight(row, foldWeights));
  weights = fitted(rows, weights);
  console.log(
    `round ${round}: ${accuracy(rows, weights)}; left out: ${((100 * kept.length) / leftOut.length).toFixed(1)} %`,
  );
}

writeWeights("senses", FEATURES, weights);
