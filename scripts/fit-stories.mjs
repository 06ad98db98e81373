// Fits the story weights of config/lexicon/weights.yaml to labelled events: npm run fit.
// Logistic regression over pairs of an article and a story that is open when it comes out. So that concurrent events
// are told apart, each article is also set against the first report of every other event, as if both came out on one
// day; these made-up pairs count little each. Prints the errors on events left out in six folds, then writes.
import { readFileSync } from "node:fs";
import { loadSettings } from "../dist/src/app/load-settings.js";
import { isOpen, storyEvidence } from "../dist/src/domain/stories/story.js";
import { STORY_FEATURES } from "../dist/src/domain/stories/story-features.js";
import { sketchOf } from "../dist/src/domain/stories/story-sketch.js";
import { matchArticle } from "../dist/src/domain/watchlists/match-article.js";
import { rulebookOf } from "../dist/src/settings/rulebook-of.js";
import { writeWeights } from "./weights.mjs";

const SET = "../shared/data/eval/dev/events.jsonl";
const FEATURES = Object.keys(STORY_FEATURES);
const MADE_UP_WEIGHT = 0.05;
const MADE_UP_HOURS_APART = 6;
const PULL = 0.15;
const STEPS = 1500;
const RATE = 0.02;
const FOLDS = 6;

const rulebook = rulebookOf(loadSettings({ shipped: "config", environment: {} }));
const rows = readFileSync(SET, "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line))
  .toSorted((a, b) => a.publishedAt.localeCompare(b.publishedAt) || a.id.localeCompare(b.id))
  .map((row) => {
    const text = { title: row.title, summary: "", body: row.body };
    const decision = matchArticle(text, rulebook, { publishedAt: row.publishedAt });
    const story = row.relation === "different" ? row.id : row.event;
    return { ...row, story, sketch: sketchOf(row.id, text, decision, rulebook, Date.parse(row.publishedAt)) };
  });

const pairs = [];
const pair = (row, story, isSame, weight) => {
  const { amounts } = storyEvidence(row.sketch, story);
  pairs.push({ event: row.event, isSame, weight, amounts: FEATURES.map((feature) => amounts.get(feature)) });
};
const stories = new Map();
const firsts = new Map();
for (const row of rows) {
  for (const [id, story] of stories)
    if (isOpen(story, row.sketch) && !row.sketch.isRoundUp) pair(row, story, id === row.story, 1);
  const members = [...(stories.get(row.story)?.members ?? []), row.sketch];
  stories.set(row.story, { id: row.story, members });
  if (members.length === 1) firsts.set(row.story, row);
}
for (const row of rows) {
  for (const first of firsts.values()) {
    if (first.event === row.event || row.sketch.isRoundUp) continue;
    const sameDay = { ...first.sketch, at: row.sketch.at - MADE_UP_HOURS_APART * 3_600_000 };
    pair(row, { id: first.id, members: [sameDay] }, false, MADE_UP_WEIGHT);
  }
}

function scoreOf({ amounts }, weights) {
  return amounts.reduce((sum, amount, i) => sum + amount * weights[i], 0);
}

function fitted(among) {
  let weights = FEATURES.map(() => 0);
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map((weight, i) => (FEATURES[i] === "bias" ? 0 : PULL * weight));
    for (const one of among) {
      const push = one.weight * (1 / (1 + Math.exp(-scoreOf(one, weights))) - (one.isSame ? 1 : 0));
      one.amounts.forEach((amount, i) => {
        gradient[i] += push * amount;
      });
    }
    weights = weights.map((weight, i) => weight - RATE * gradient[i]);
  }
  return weights;
}

const events = [...new Set(rows.map(({ event }) => event))];
const wrong = { joined: 0, parted: 0 };
for (let fold = 0; fold < FOLDS; fold++) {
  const leftOut = new Set(events.filter((_, i) => i % FOLDS === fold));
  const weights = fitted(pairs.filter(({ event }) => !leftOut.has(event)));
  for (const one of pairs.filter(({ event, weight }) => leftOut.has(event) && weight === 1)) {
    const said = scoreOf(one, weights) > 0;
    if (said && !one.isSame) wrong.joined++;
    if (!said && one.isSame) wrong.parted++;
  }
}
const real = pairs.filter(({ weight }) => weight === 1);
console.log(
  `stories, left out: of ${real.length} pairs ${wrong.joined} wrongly joined, ${wrong.parted} wrongly parted`,
);

writeWeights("stories", FEATURES, fitted(pairs));
