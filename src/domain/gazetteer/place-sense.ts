import { fold } from "../arabic/fold.ts";
import type { Word } from "../arabic/words.ts";
import type { Reason } from "../language/reasons.ts";
import { Findings, heaviestFirst, type Part, reasonsOf, weigh } from "../weighing.ts";
import { kmBetween } from "./border-distance.ts";
import { type Context, stemsOf } from "./context.ts";
import type { Cue, NameReading, Place } from "./place.ts";
import { addLocalEvidence, beginsWith, type Candidate } from "./place-evidence.ts";
import { SENSE_FEATURES, type SenseFeature, type SenseWeights } from "./sense-features.ts";

/** One reading of a candidate, weighed. */
export interface WeighedReading {
  readonly reading: NameReading;
  readonly score: number;
  /** Between 0 and 1, to three places. */
  readonly confidence: number;
  readonly parts: readonly Part<SenseFeature>[];
  /** The heaviest first. */
  readonly because: readonly Reason[];
}

/** A candidate with its readings, the likeliest first. */
export interface ResolvedName {
  readonly candidate: Candidate;
  readonly readings: readonly WeighedReading[];
}

/** The countries that an article names and the one its source sits in, as ISO codes. */
export interface ArticleCountries {
  readonly countries: ReadonlySet<string>;
  readonly sourceCountry: string | undefined;
}

/** A candidate with what was found for each of its readings so far. */
interface NameInWork {
  readonly candidate: Candidate;
  readonly readings: readonly ReadingInWork[];
}
type ReadingInWork = Readonly<{ reading: NameReading; found: Findings<SenseFeature> }>;

/** A reading weighed by what was found so far. */
type RankedReading = Omit<WeighedReading, "because">;

/** A name whose place is beyond doubt. */
type Anchor = Readonly<{ name: string; place: Place }>;

const NEIGHBOURING_PLACE_KM = 80;
const FAR_PLACE_KM = 300;
/** From this confidence on a reading is beyond doubt. */
const CLEAR = 0.8;
const MOST_CUES = 4;

/**
 * Which reading each name in an article has. In three rounds: each reading is weighed by the words around the name, by
 * the cues and countries of the article; then by the places that are beyond doubt by now; then by the name's other
 * mentions.
 */
export function resolveNames(
  candidates: readonly Candidate[],
  texts: readonly (readonly Word[])[],
  context: Context,
  weights: SenseWeights,
  countries: ArticleCountries,
): ResolvedName[] {
  const isNamed = cuesNamed(texts);
  const names = candidates.map((candidate) => {
    const readings = candidate.toponym.readings.map((reading, position) => {
      const found = new Findings<SenseFeature>();
      addPrior(candidate, reading, position, found);
      addLocalEvidence(candidate, reading, context, found);
      addArticleEvidence(candidate, reading, isNamed, countries, found);
      return { reading, found };
    });
    return { candidate, readings };
  });
  addNeighbouringPlaces(names, weights);
  addOtherMentions(names, weights);
  return names.map((name) => ({
    candidate: name.candidate,
    readings: ranked(name, weights).map((one) => ({
      ...one,
      because: reasonsOf(heaviestFirst(one.parts), SENSE_FEATURES),
    })),
  }));
}

function addPrior(candidate: Candidate, reading: NameReading, position: number, found: Findings<SenseFeature>): void {
  const { name, commonness, readings } = candidate.toponym;
  if (reading.sense !== "place") {
    const listed = reading.sense === "other-name" ? "other-prior" : (`${reading.sense}-prior` as const);
    found.add(reading.isListed ? listed : "unlisted-prior");
    if (reading.sense === "word" && commonness === "D") found.add("word-prior-d");
    return;
  }
  const letter = commonness.toLowerCase() as Lowercase<typeof commonness>;
  found.add(`place-prior-${letter}`, commonness === "A" ? { id: "distinctive-name", name } : undefined);
  const isFirst = readings.findIndex(({ sense }) => sense === "place") === position;
  if (isFirst && readings.length > 1) found.add("first-listed");
  if (candidate.to - candidate.from > 1) found.add("long-name", { id: "long-name" });
  if (candidate.articleAdded) found.add("article-added", { id: "article-added" });
  if (candidate.inTitle) found.add("in-title");
  const { population = 0, isUncurated } = reading.place;
  if (isUncurated) found.add("uncurated", { id: "uncurated" });
  if (population > 1000) found.add("population", undefined, Math.log10(population) - 3);
}

/** Whether the article names a cue anywhere; each is looked for once. */
function cuesNamed(texts: readonly (readonly Word[])[]): (cue: Cue) => boolean {
  const stems = new Set(texts.flatMap((words) => words.flatMap((word) => stemsOf(word))));
  const known = new Map<string, boolean>();
  return (cue) => {
    if (!stems.has(cue.words[0]!)) return false;
    const isNamed = known.get(cue.written) ?? texts.some((words) => words.some((_, i) => beginsWith(words, i, cue)));
    known.set(cue.written, isNamed);
    return isNamed;
  };
}

/** What the whole article says for a reading: cues in it, and countries. */
function addArticleEvidence(
  { toponym }: Candidate,
  reading: NameReading,
  isNamed: (cue: Cue) => boolean,
  { countries, sourceCountry }: ArticleCountries,
  found: Findings<SenseFeature>,
): void {
  const own = new Set(fold(toponym.name).split(" "));
  const named = reading.cues.near.filter((cue) => !own.has(cue.words[0]!) && isNamed(cue));
  const words = named.slice(0, 3).map(({ written }) => written);
  const feature = reading.sense === "place" ? "place-cue-article" : "word-cue-article";
  if (named.length > 0) found.add(feature, { id: "article-names", words }, Math.min(MOST_CUES, named.length));
  if (reading.sense !== "place") return;
  const { country } = reading.place;
  if (countries.has(country)) found.add("own-country", { id: "own-country" });
  else if (countries.size > 0) found.add("other-countries", { id: "other-countries" });
  if (sourceCountry === country) found.add("source-country", { id: "source-country" });
}

/** The places beyond doubt speak for those near them and against those far away. */
function addNeighbouringPlaces(names: readonly NameInWork[], weights: SenseWeights): void {
  const anchors = anchorsOf(names, weights);
  for (const { candidate, readings } of names)
    for (const { reading, found } of readings)
      if (reading.sense === "place") addNeighbours(candidate, reading.place, anchors, found);
}

/** Places beyond doubt by their own surroundings; one named a hundred times counts once. */
function anchorsOf(names: readonly NameInWork[], weights: SenseWeights): Anchor[] {
  const anchors = new Map<string, Anchor>();
  for (const name of names) {
    const { candidate } = name;
    const { reading, confidence } = ranked(name, weights)[0]!;
    if (reading.sense === "place" && confidence > CLEAR)
      anchors.set(meaningOf(candidate, reading), { name: candidate.toponym.name, place: reading.place });
  }
  return [...anchors.values()];
}

const SUPPORT = /^(?:own-country|source-country|near-place|head-of-(?:kind|any)|after-place|place-cue-.+)$/;

/** What the places beyond doubt say about another one: they name its country, lie near it or far from it. */
function addNeighbours(
  { toponym }: Candidate,
  place: Place,
  anchors: readonly Anchor[],
  found: Findings<SenseFeature>,
): void {
  const others = anchors.flatMap((anchor) => (anchor.name === toponym.name ? [] : [anchor.place]));
  // An article that names Baghdad names Iraq.
  const inCountry = others.find(({ country }) => country === place.country);
  if (inCountry && !found.has(/^own-country$/))
    found.add("own-country", { id: "place-in-country", name: inCountry.name });
  let [km, name] = [Number.POSITIVE_INFINITY, ""];
  for (const other of others) {
    const away = kmBetween(place.lat, place.lon, other.lat, other.lon);
    if (other.kind !== "province" && away < km) [km, name] = [away, other.name];
  }
  if (km <= NEIGHBOURING_PLACE_KM) found.add("near-place", { id: "near-place", km: Math.round(km), name });
  else if (km > FAR_PLACE_KM && name !== "") found.add("far-place", { id: "far-place" });
  // A word that could be a place, in an article that has nothing else to do with that place.
  if (/[CD]/.test(toponym.commonness) && !found.has(SUPPORT)) found.add("unsupported", { id: "unsupported" });
}

/**
 * One sense per article: a clear reading of a name speaks for the same reading of its other mentions. Not where it is a
 * word: what is "existing" (القائم) here may be the town there.
 */
function addOtherMentions(names: readonly NameInWork[], weights: SenseWeights): void {
  const clearMeanings = names.map((name) => {
    const { reading, confidence } = ranked(name, weights)[0]!;
    return confidence > CLEAR && reading.sense !== "word" ? meaningOf(name.candidate, reading) : "";
  });
  const count = new Map<string, number>();
  for (const meaning of clearMeanings) count.set(meaning, (count.get(meaning) ?? 0) + 1);
  for (const [i, { candidate, readings }] of names.entries())
    for (const { reading, found } of readings) {
      const meaning = meaningOf(candidate, reading);
      const others = (count.get(meaning) ?? 0) - (clearMeanings[i] === meaning ? 1 : 0);
      if (others > 0) found.add("clear-elsewhere", { id: "clear-elsewhere" });
    }
}

function meaningOf({ toponym: { name } }: Candidate, reading: NameReading): string {
  return `${name} ${reading.sense === "place" ? reading.place.id : reading.sense}`;
}

/** A name's readings, the likeliest first; their confidences, and that of "none of them" (score 0), add up to 1. */
function ranked({ readings }: NameInWork, weights: SenseWeights): RankedReading[] {
  const weighed = readings.map(({ reading, found }) => ({ reading, ...weigh(found.all, weights) }));
  const powers = weighed.map(({ score }) => Math.exp(score));
  const sum = powers.reduce((a, b) => a + b, 1);
  return weighed
    .map((one, i) => ({ ...one, confidence: Math.round((powers[i]! / sum) * 1000) / 1000 }))
    .toSorted((a, b) => b.score - a.score);
}
