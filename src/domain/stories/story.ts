import { kmBetween } from "../gazetteer/border-distance.ts";
import type { Reason } from "../language/reasons.ts";
import { type FigureKind, largestOfEach } from "../reading/figures.ts";
import { type Finding, Findings, reasonsOf, weigh } from "../weighing.ts";
import { STORY_FEATURES, type StoryFeature } from "./story-features.ts";
import type { StoryRules } from "./story-rules.ts";
import type { StorySketch } from "./story-sketch.ts";

/** Articles that tell one event, the first of them first. Plain data: it goes through Redis. */
export interface Story {
  readonly id: string;
  readonly members: readonly StorySketch[];
}

/** Something that a story had not told. */
export type StoryChange =
  | { readonly change: "figure"; readonly kind: FigureKind; readonly value: number }
  | { readonly change: "turn"; readonly concept: string }
  | { readonly change: "truce" }
  | { readonly change: "follow-up" };

/** Which story an article belongs to, how, and why. */
export interface Placement {
  readonly storyId: string;
  readonly relation: "original" | "syndicated" | "rewrite" | "update";
  /** What it tells that the story did not: only of an update. */
  readonly changes: readonly StoryChange[];
  readonly because: readonly Reason[];
}

/** An article put into its story. */
export interface PlacedArticle {
  readonly story: Story;
  readonly placement: Placement;
}

/** After this a story takes no more articles, but for a follow-up that says so. */
const OPEN_MS = 72 * 3_600_000;
/** A story is kept as long as it takes follow-ups. */
export const FOLLOW_UP_MS = 45 * 24 * 3_600_000;
const DAY_MS = 86_400_000;
const SAME_PLACE_KM = 3;
const FAR_PLACE_KM = 25;
const OTHER_TITLE_KM = 8;
/** From this share of common words on, a report is a copy. */
const COPY = 0.62;
/** What a story keeps: its first report and the latest. */
const MOST_MEMBERS = 8;

/** Puts an article into its story, else a new one. `rejected`: ids of stories that take in what repeats them. */
export function placeInStory(
  sketch: StorySketch,
  stories: readonly Story[],
  rules: StoryRules,
  rejected: readonly string[] = [],
): PlacedArticle {
  const again = stories.find((story) => rejected.includes(story.id) && isRepeat(sketch, story, rules));
  if (again) {
    const because: Reason[] = [{ id: "repeats-rejected" }];
    return { story: again, placement: { storyId: again.id, relation: "syndicated", changes: [], because } };
  }
  const open = stories.filter((story) => !sketch.isRoundUp && isOpen(story, sketch));
  const weighed = open.map((story) => ({ story, ...weighStory(sketch, story, rules) }));
  const best = weighed.toSorted((a, b) => b.score - a.score)[0];
  if (!best || best.score <= 0) {
    const placement: Placement = { storyId: sketch.articleId, relation: "original", changes: [], because: [] };
    return { story: { id: sketch.articleId, members: [sketch] }, placement };
  }
  const { story, because, copied } = best;
  const changes = newsIn(sketch, story, copied >= COPY, rules);
  const relation = changes.length > 0 ? "update" : copied >= COPY ? "syndicated" : "rewrite";
  const [first, ...rest] = [...story.members, sketch];
  const members = [first!, ...rest.slice(-(MOST_MEMBERS - 1))];
  return {
    story: { id: story.id, members },
    placement: { storyId: story.id, relation, changes, because: [...because, ...changes.map(changeReason)] },
  };
}

/** Fewer words are no text of their own. */
const FEWEST_COPIED = 5;

/** Whether an article is a report of a story once more: the same words and numbers, and nothing of another event. */
function isRepeat(sketch: StorySketch, story: Story, rules: StoryRules): boolean {
  if (sketch.words.length < FEWEST_COPIED || newsIn(sketch, story, true, rules).length > 0) return false;
  const { findings } = storyEvidence(sketch, story, rules);
  const isSet = (feature: StoryFeature) => findings.some((one) => one.feature === feature && one.amount === 1);
  const known = story.members.flatMap(({ figures }) => figures);
  const isKnown = ({ kind, value }: StorySketch["figures"][number]) =>
    kind === "other" || known.some((one) => one.kind === kind && one.value === value);
  const isOther = (["far-place", "other-title", "other-event", "another"] as const).some(isSet);
  return isSet("same-text") && !isOther && sketch.figures.every(isKnown);
}

/** Whether a story may still take an article at all. */
export function isOpen({ members }: Story, { at, isFollowUp, concepts }: StorySketch): boolean {
  const age = Math.abs(at - members.at(-1)!.at);
  const reopens = concepts.includes("crossing-opened") && members[0]!.concepts.includes("crossing-closed");
  return !members.every(({ isRoundUp }) => isRoundUp) && age <= (isFollowUp || reopens ? FOLLOW_UP_MS : OPEN_MS);
}

/** What counts for less than this goes without saying. */
const LEAST_TOLD = 0.3;

/** How much speaks for an article belonging to a story; `copied`: the share of its words that one report has. */
function weighStory(sketch: StorySketch, story: Story, rules: StoryRules) {
  const { findings, copied, kmOfTitles } = storyEvidence(sketch, story, rules);
  const { score: sum, parts } = weigh(findings, rules.weights);
  // However alike the rest is: agencies word two bombardments by one template.
  const score = kmOfTitles > FAR_PLACE_KM ? Number.NEGATIVE_INFINITY : sum;
  return { score, because: reasonsOf(parts, STORY_FEATURES, LEAST_TOLD), copied };
}

/** What an article has in common with a story, and what parts them. */
export interface StoryEvidence {
  readonly findings: readonly Finding<StoryFeature>[];
  /** The share of its words that one report has. */
  readonly copied: number;
  readonly kmOfTitles: number;
}

export function storyEvidence(sketch: StorySketch, { members }: Story, { familyOf }: StoryRules): StoryEvidence {
  const copied = Math.max(...members.map((member) => overlap(sketch.words, member.words)));
  const all = <Key extends "places" | "concepts" | "figures">(key: Key) =>
    members.flatMap((member) => member[key] as readonly StorySketch[Key][number][]);
  const km = distance(sketch.places, all("places"));
  const ofTitle = (places: StorySketch["places"]) => places.filter(({ isTitle }) => isTitle);
  const kmOfTitles = distance(ofTitle(sketch.places), ofTitle(all("places"))) ?? 0;
  const events = relatedness(sketch.concepts.map(familyOf), all("concepts").map(familyOf));
  const sameFigure = sketch.figures.some(
    ({ kind, value }) => value > 2 && all("figures").some((one) => one.kind === kind && one.value === value),
  );
  const found = new Findings<StoryFeature>();
  found.add("bias");
  found.add("wording", { id: "common-words" }, copied);
  found.add("same-text", { id: "same-text" }, Number(copied >= COPY));
  found.add("same-place", { id: "same-place" }, Number(km !== undefined && km <= SAME_PLACE_KM));
  found.add("far-place", { id: "places-apart" }, Number(km !== undefined && km > FAR_PLACE_KM));
  found.add("other-title", { id: "titles-apart" }, Number(kmOfTitles > OTHER_TITLE_KM));
  found.add("same-event", { id: "same-event" }, Number(events === "same"));
  found.add("other-event", { id: "other-event" }, Number(events === "other"));
  found.add("same-figure", { id: "same-figure" }, Number(sameFigure));
  found.add("follow-up", { id: "follow-up" }, Number(sketch.isFollowUp));
  found.add("another", { id: "another-event" }, Number(sketch.isAnother));
  found.add("days-apart", undefined, Math.min(7, Math.abs(sketch.at - members[0]!.at) / DAY_MS));
  found.add("hours-apart", { id: "hours-apart" }, Math.min(1, Math.abs(sketch.at - members.at(-1)!.at) / DAY_MS));
  return { findings: found.all, copied, kmOfTitles };
}

/** The share of the shorter list's words that the other one has. */
function overlap(a: readonly string[], b: readonly string[]): number {
  const known = new Set(a);
  const common = b.filter((word) => known.has(word)).length;
  return common / Math.max(1, Math.min(a.length, b.length));
}

/** Kilometres between the nearest two places; undefined when one side names none. */
function distance(a: StorySketch["places"], b: StorySketch["places"]): number | undefined {
  const all = a.flatMap((one) => b.map((other) => kmBetween(one.lat, one.lon, other.lat, other.lon)));
  return all.length > 0 ? Math.min(...all) : undefined;
}

function relatedness(a: readonly string[], b: readonly string[]): "same" | "other" | "unknown" {
  if (a.length === 0 || b.length === 0) return "unknown";
  return a.some((one) => b.includes(one)) ? "same" : "other";
}

function changeReason(change: StoryChange): Reason {
  if (change.change === "figure") return { id: "new-figure", kind: change.kind, value: change.value };
  if (change.change === "turn") return { id: "new-turn", concept: change.concept };
  return { id: change.change === "truce" ? "new-truce" : "follows-up" };
}

/** From this on a figure of anything is news: pills, pilgrims, dinars. */
const MANY = 1000;

/** What an article tells that its story did not: figures that grew or are new, a turn, a count taken again. */
function newsIn(sketch: StorySketch, { members }: Story, isCopy: boolean, { turns: all }: StoryRules): StoryChange[] {
  const known = members.flatMap(({ figures }) => figures);
  const concepts = new Set(members.flatMap((member) => member.concepts));
  const grown = sketch.figures.filter(({ kind, value }) => {
    const told = known.filter((one) => one.kind === kind).map((one) => one.value);
    return (kind !== "other" || value >= MANY) && value > Math.max(0, ...told);
  });
  const turns = all.filter((turn) => sketch.concepts.includes(turn) && !concepts.has(turn));
  const isTruce = sketch.isTruce && !members.some((member) => member.isTruce);
  return [
    ...largestOfEach(grown).map(({ kind, value }) => ({ change: "figure" as const, kind, value })),
    ...turns.map((concept) => ({ change: "turn" as const, concept })),
    ...(isTruce ? [{ change: "truce" as const }] : []),
    ...(sketch.isFollowUp && !isCopy ? [{ change: "follow-up" as const }] : []),
  ];
}
