import { isOpen, type Story, storyEvidence } from "../src/domain/stories/story.ts";
import { STORY_FEATURES, type StoryFeature } from "../src/domain/stories/story-features.ts";
import type { StoryRules } from "../src/domain/stories/story-rules.ts";
import { type StorySketch, sketchOf } from "../src/domain/stories/story-sketch.ts";
import { matchArticle } from "../src/domain/watchlists/match-article.ts";
import type { Rulebook } from "../src/domain/watchlists/rulebook.ts";
import { boundedBySide } from "../src/domain/weighing.ts";
import { foldOf, type LabelledReport } from "./labelled.ts";

/*
 * Logistic regression over pairs of an article and a story that is open when it comes out. So that concurrent events are
 * told apart, each article is also set against the first report of every other event, as if both came out on one day;
 * these made-up pairs count little each. Each weight is kept on the side that its feature may count on.
 */

export const STORY_FEATURE_NAMES = Object.keys(STORY_FEATURES) as StoryFeature[];
const MADE_UP_WEIGHT = 0.05;
const MADE_UP_HOURS_APART = 6;
const PULL = 0.15;
const STEPS = 1500;
const RATE = 0.02;

/** An article against a story, and whether it tells the same event. */
export interface StoryPair {
  readonly fold: number;
  readonly isSame: boolean;
  readonly weight: number;
  /** By the position of their feature. */
  readonly amounts: readonly number[];
}

interface SketchedReport extends LabelledReport {
  readonly story: string;
  readonly sketch: StorySketch;
}

/** Pairs of labelled reports, which come in order of time. */
export function storyPairs(reports: readonly LabelledReport[], rulebook: Rulebook): StoryPair[] {
  const rows = reports.map((report): SketchedReport => {
    const text = { title: report.title, summary: "", body: report.body };
    const { id, publishedAt } = report;
    const decision = matchArticle(text, rulebook, { publishedAt });
    const story = report.relation === "different" ? id : report.event;
    return { ...report, story, sketch: sketchOf(id, text, decision, rulebook, Date.parse(publishedAt)) };
  });
  return [...pairsInTime(rows, rulebook.stories), ...pairsOfOneDay(rows, rulebook.stories)];
}

function pairOf(row: SketchedReport, story: Story, isSame: boolean, weight: number, rules: StoryRules): StoryPair {
  const { findings } = storyEvidence(row.sketch, story, rules);
  const amountOf = (wanted: StoryFeature) => findings.find(({ feature }) => feature === wanted)?.amount ?? 0;
  return { fold: foldOf(row.event), isSame, weight, amounts: STORY_FEATURE_NAMES.map(amountOf) };
}

function pairsInTime(rows: readonly SketchedReport[], rules: StoryRules): StoryPair[] {
  const stories = new Map<string, Story>();
  return rows.flatMap((row) => {
    const open = [...stories].filter(([, story]) => isOpen(story, row.sketch) && !row.sketch.isRoundUp);
    const pairs = open.map(([id, story]) => pairOf(row, story, id === row.story, 1, rules));
    const members = [...(stories.get(row.story)?.members ?? []), row.sketch];
    stories.set(row.story, { id: row.story, members });
    return pairs;
  });
}

function pairsOfOneDay(rows: readonly SketchedReport[], rules: StoryRules): StoryPair[] {
  const firsts = [...new Map(rows.toReversed().map((row) => [row.story, row])).values()];
  return rows.flatMap((row) =>
    firsts.flatMap((first) => {
      if (first.event === row.event || row.sketch.isRoundUp) return [];
      const sameDay = { ...first.sketch, at: row.sketch.at - MADE_UP_HOURS_APART * 3_600_000 };
      return [pairOf(row, { id: first.id, members: [sameDay] }, false, MADE_UP_WEIGHT, rules)];
    }),
  );
}

function scoreOf({ amounts }: StoryPair, weights: readonly number[]): number {
  return amounts.reduce((sum, amount, i) => sum + amount * weights[i]!, 0);
}

/** Weights by the position of their feature, fitted to pairs. */
export function fittedStories(pairs: readonly StoryPair[]): number[] {
  let weights = STORY_FEATURE_NAMES.map(() => 0);
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map((weight, i) => (STORY_FEATURE_NAMES[i] === "bias" ? 0 : PULL * weight));
    for (const pair of pairs) {
      const push = pair.weight * (1 / (1 + Math.exp(-scoreOf(pair, weights))) - (pair.isSame ? 1 : 0));
      pair.amounts.forEach((amount, i) => {
        gradient[i]! += push * amount;
      });
    }
    weights = weights.map((weight, i) =>
      boundedBySide(STORY_FEATURES[STORY_FEATURE_NAMES[i]!].side, weight - RATE * gradient[i]!),
    );
  }
  return weights;
}

/** How many real pairs are wrongly joined and wrongly parted by these weights. */
export function storyErrors(
  pairs: readonly StoryPair[],
  weights: readonly number[],
): { readonly pairs: number; readonly joined: number; readonly parted: number } {
  const real = pairs.filter(({ weight }) => weight === 1);
  const wrong = real.filter((pair) => scoreOf(pair, weights) > 0 !== pair.isSame);
  const parted = wrong.filter(({ isSame }) => isSame).length;
  return { pairs: real.length, joined: wrong.length - parted, parted };
}
