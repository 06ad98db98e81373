import { kmBetween } from "../gazetteer/border-distance.ts";
import { type FigureKind, largestOfEach } from "./figures.ts";
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
  readonly because: readonly string[];
}

/** What speaks for or against an article of a story; weights: config/lexicon/weights.yaml (`npm run fit`). */
export const STORY_FEATURES = {
  bias: "an article is of its own, until something speaks against it",
  wording: "the share of words that title and lead have in common with a report of the story",
  "same-text": "most of the words are the same",
  "same-place": "both name a place within 3 km",
  "far-place": "the places are farther apart than 25 km",
  "other-title": "their titles name places more than 8 km apart",
  "same-event": "both tell the same kind of event",
  "other-event": "they tell different kinds of events",
  "same-figure": "both give the same figure",
  "follow-up": "the title counts again or extends",
  another: "it says that it is another event",
  "days-apart": "days since the story's first report",
  "hours-apart": "hours since the story's last report, up to a day",
} as const;
export type StoryFeature = keyof typeof STORY_FEATURES;
export type StoryWeights = Readonly<Record<StoryFeature, number>>;

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

/** Kinds of events that tell one event in other words: a raid is an attack, shelling, casualties. */
const FAMILIES = [
  ["attack", "clash", "air-strike", "drone", "shelling", "casualties"],
  ["seizure", "recapture", "withdrawal", "advance", "entry"],
  ["smuggling", "seizure-of-goods", "infiltration"],
  ["crossing-closed", "crossing-opened", "traffic", "status", "convoy"],
  ["disaster", "sinking"],
];

/** Puts an article into its story, else a new one. `rejected`: ids of stories that take in what repeats them. */
export function placeInStory(
  sketch: StorySketch,
  stories: readonly Story[],
  weights: StoryWeights,
  rejected: readonly string[] = [],
): { readonly story: Story; readonly placement: Placement } {
  const again = stories.find((story) => rejected.includes(story.id) && isRepeat(sketch, story));
  if (again) {
    const because = ["it repeats what was rejected"];
    return { story: again, placement: { storyId: again.id, relation: "syndicated", changes: [], because } };
  }
  const open = stories.filter((story) => !sketch.isRoundUp && isOpen(story, sketch));
  const weighed = open.map((story) => ({ story, ...weigh(sketch, story, weights) }));
  const best = weighed.toSorted((a, b) => b.score - a.score)[0];
  if (!best || best.score <= 0) {
    const placement: Placement = { storyId: sketch.articleId, relation: "original", changes: [], because: [] };
    return { story: { id: sketch.articleId, members: [sketch] }, placement };
  }
  const { story, because, copied } = best;
  const changes = newsIn(sketch, story, copied >= COPY);
  const relation = changes.length > 0 ? "update" : copied >= COPY ? "syndicated" : "rewrite";
  const [first, ...rest] = [...story.members, sketch];
  const members = [first!, ...rest.slice(-(MOST_MEMBERS - 1))];
  return {
    story: { id: story.id, members },
    placement: { storyId: story.id, relation, changes, because: [...because, ...changes.map(changeInWords)] },
  };
}

/** Fewer words are no text of their own. */
const FEWEST_COPIED = 5;

/** Whether an article is a report of a story once more: the same words and numbers, and nothing of another event. */
function isRepeat(sketch: StorySketch, story: Story): boolean {
  if (sketch.words.length < FEWEST_COPIED || newsIn(sketch, story, true).length > 0) return false;
  const { amounts } = storyEvidence(sketch, story);
  const isSet = (feature: StoryFeature) => amounts.get(feature) === 1;
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

/** How much speaks for an article belonging to a story; `copied`: the share of its words that one report has. */
function weigh(sketch: StorySketch, story: Story, weights: StoryWeights) {
  const { amounts, copied, kmOfTitles } = storyEvidence(sketch, story);
  const told = [...amounts].filter(([feature, amount]) => amount !== 0 && weights[feature] !== 0);
  const sum = told.reduce((total, [feature, amount]) => total + weights[feature] * amount, 0);
  // However alike the rest is: agencies word two bombardments by one template.
  const score = kmOfTitles > FAR_PLACE_KM ? Number.NEGATIVE_INFINITY : sum;
  const because = told
    .filter(([feature, amount]) => feature !== "bias" && Math.abs(weights[feature] * amount) >= 0.3)
    .map(([feature, amount]) => (weights[feature] * amount < 0 ? "but " : "") + STORY_FEATURES[feature]);
  return { score, because, copied };
}

/** The features of an article against a story, by their amounts. */
export function storyEvidence(sketch: StorySketch, { members }: Story) {
  const copied = Math.max(...members.map((member) => overlap(sketch.words, member.words)));
  const all = <Key extends "places" | "concepts" | "figures">(key: Key) =>
    members.flatMap((member) => member[key] as readonly StorySketch[Key][number][]);
  const km = distance(sketch.places, all("places"));
  const ofTitle = (places: StorySketch["places"]) => places.filter(({ isTitle }) => isTitle);
  const kmOfTitles = distance(ofTitle(sketch.places), ofTitle(all("places"))) ?? 0;
  const events = relatedness(familiesOf(sketch.concepts), familiesOf(all("concepts")));
  const sameFigure = sketch.figures.some(
    ({ kind, value }) => value > 2 && all("figures").some((one) => one.kind === kind && one.value === value),
  );
  const amounts = new Map<StoryFeature, number>([
    ["bias", 1],
    ["wording", copied],
    ["same-text", Number(copied >= COPY)],
    ["same-place", Number(km !== undefined && km <= SAME_PLACE_KM)],
    ["far-place", Number(km !== undefined && km > FAR_PLACE_KM)],
    ["other-title", Number(kmOfTitles > OTHER_TITLE_KM)],
    ["same-event", Number(events === "same")],
    ["other-event", Number(events === "other")],
    ["same-figure", Number(sameFigure)],
    ["follow-up", Number(sketch.isFollowUp)],
    ["another", Number(sketch.isAnother)],
    ["days-apart", Math.min(7, Math.abs(sketch.at - members[0]!.at) / DAY_MS)],
    ["hours-apart", Math.min(1, Math.abs(sketch.at - members.at(-1)!.at) / DAY_MS)],
  ]);
  return { amounts, copied, kmOfTitles };
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

function familiesOf(concepts: readonly string[]): string[] {
  return concepts.map((concept) => FAMILIES.find((family) => family.includes(concept))?.[0] ?? concept);
}

function relatedness(a: readonly string[], b: readonly string[]): "same" | "other" | "unknown" {
  if (a.length === 0 || b.length === 0) return "unknown";
  return a.some((one) => b.includes(one)) ? "same" : "other";
}

function changeInWords(change: StoryChange): string {
  if (change.change === "figure") return `new figure: ${change.value} ${change.kind}`;
  if (change.change === "turn") return `new: ${change.concept}`;
  return change.change === "truce" ? "new: a truce" : "its title says that it follows up";
}

/** A change of state that is news when the story has not told it. */
const TURNS = ["crossing-opened", "displacement", "arrest", "status", "denial", "casualties"];
/** From this on a figure of anything is news: pills, pilgrims, dinars. */
const MANY = 1000;

/** What an article tells that its story did not: figures that grew or are new, a turn, a count taken again. */
function newsIn(sketch: StorySketch, { members }: Story, isCopy: boolean): StoryChange[] {
  const known = members.flatMap(({ figures }) => figures);
  const concepts = new Set(members.flatMap((member) => member.concepts));
  const grown = sketch.figures.filter(({ kind, value }) => {
    const told = known.filter((one) => one.kind === kind).map((one) => one.value);
    return (kind !== "other" || value >= MANY) && value > Math.max(0, ...told);
  });
  const turns = TURNS.filter((turn) => sketch.concepts.includes(turn) && !concepts.has(turn));
  const isTruce = sketch.isTruce && !members.some((member) => member.isTruce);
  return [
    ...largestOfEach(grown).map(({ kind, value }) => ({ change: "figure" as const, kind, value })),
    ...turns.map((concept) => ({ change: "turn" as const, concept })),
    ...(isTruce ? [{ change: "truce" as const }] : []),
    ...(sketch.isFollowUp && !isCopy ? [{ change: "follow-up" as const }] : []),
  ];
}
