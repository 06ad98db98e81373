import { fold } from "../arabic/fold.ts";
import type { Word } from "../arabic/words.ts";
import { kmBetween } from "./border-distance.ts";
import { type Context, stemsOf } from "./context.ts";
import type { Cue, NameReading, Place } from "./place.ts";
import { addLocalEvidence, beginsWith, type Candidate, quotedCues } from "./place-evidence.ts";
import { type Evidence, Findings, type SenseWeights } from "./sense-features.ts";

/** One reading of a candidate, weighed. */
export interface WeighedReading {
  readonly reading: NameReading;
  readonly score: number;
  /** Between 0 and 1; the confidences of one candidate's readings, and of none of them, add up to 1. */
  readonly confidence: number;
  readonly because: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** A candidate with its readings, the likeliest first. */
export interface ResolvedName {
  readonly candidate: Candidate;
  readonly readings: readonly WeighedReading[];
}

/** ISO codes of the countries that an article names, and of the one that its source sits in. */
interface ArticleFacts {
  readonly countries: ReadonlySet<string>;
  readonly sourceCountry: string | undefined;
}

const NEIGHBOURING_PLACE_KM = 80;
const FAR_PLACE_KM = 300;
const CLEAR = 0.8;
const MOST_CUES = 4;

/**
 * Which reading each name in an article has: all readings are weighed by the words around the name, by the other
 * places of the article and by the name's other mentions, and the likeliest comes first.
 */
export function resolveNames(
  candidates: readonly Candidate[],
  texts: readonly (readonly Word[])[],
  context: Context,
  weights: SenseWeights,
  facts: ArticleFacts,
): ResolvedName[] {
  const named = cuesNamed(texts);
  const names = candidates.map((candidate) => {
    const readings = candidate.toponym.readings.map((reading, i) => {
      const found = new Findings();
      addPrior(candidate, reading, i, found);
      addLocalEvidence(candidate, reading, context, found);
      addArticleEvidence(candidate, reading, named, found);
      addCountry(reading, facts, found);
      return { reading, found };
    });
    return { candidate, readings };
  });
  const likeliest = () => names.map(({ readings }) => weigh(readings, weights)[0]!);

  const anchors = anchorsAmong(candidates, likeliest());
  for (const { candidate, readings } of names) {
    for (const { reading, found } of readings) {
      if (reading.sense === "place") addNeighbours(candidate, reading.place, anchors, found);
    }
  }

  // One sense per article: a clear reading of a name speaks for the same reading of its other mentions.
  const clear = likeliest().map(clearSense);
  const votes = new Map<string, number>();
  for (const [i, { toponym }] of candidates.entries()) {
    const vote = `${toponym.name} ${clear[i]}`;
    votes.set(vote, (votes.get(vote) ?? 0) + 1);
  }
  for (const [i, { candidate, readings }] of names.entries()) {
    for (const { reading, found } of readings) {
      const sense = senseOf(reading);
      const others = (votes.get(`${candidate.toponym.name} ${sense}`) ?? 0) - (clear[i] === sense ? 1 : 0);
      if (others > 0) found.add("clear-elsewhere", "clearly so elsewhere in the article");
    }
  }
  return names.map(({ candidate, readings }) => ({ candidate, readings: weigh(readings, weights) }));
}

function addPrior(candidate: Candidate, reading: NameReading, position: number, found: Findings): void {
  const { name, commonness, readings } = candidate.toponym;
  if (reading.sense !== "place") {
    if (!reading.isListed) found.add("unlisted-prior");
    else found.add(reading.sense === "other-name" ? "other-prior" : `${reading.sense}-prior`);
    if (reading.sense === "word" && commonness === "D") found.add("word-prior-d");
    return;
  }
  const letter = commonness.toLowerCase() as Lowercase<typeof commonness>;
  found.add(`place-prior-${letter}`, commonness === "A" ? `"${name}" is a distinctive name` : "");
  const isFirst = readings.findIndex(({ sense }) => sense === "place") === position;
  if (isFirst && readings.length > 1) found.add("first-listed");
  if (candidate.to - candidate.from > 1) found.add("long-name", "a name of several words");
  if (candidate.articleAdded) found.add("article-added", "the article was added to a name that has none");
  if (candidate.inTitle) found.add("in-title");
  const { population = 0, isUncurated } = reading.place;
  if (isUncurated) found.add("uncurated", "only a large table knows it");
  if (population > 1000) found.add("population", "", Math.log10(population) - 3);
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

/** Words of the whole article that speak for a reading. */
function addArticleEvidence(
  { toponym }: Candidate,
  { cues, sense }: NameReading,
  named: (cue: Cue) => boolean,
  found: Findings,
): void {
  const own = new Set(fold(toponym.name).split(" "));
  const near = cues.near.filter((cue) => !own.has(cue.words[0]!) && named(cue));
  if (near.length === 0) return;
  const feature = sense === "place" ? "place-cue-article" : "word-cue-article";
  found.add(feature, `the article names ${quotedCues(near.slice(0, 3))}`, Math.min(MOST_CUES, near.length));
}

function addCountry(reading: NameReading, { countries, sourceCountry }: ArticleFacts, found: Findings): void {
  if (reading.sense !== "place") return;
  const { country } = reading.place;
  if (countries.has(country)) found.add("own-country", "the article names its country");
  else if (countries.size > 0) found.add("other-countries", "the article names other countries only");
  if (sourceCountry === country) found.add("source-country", "the source sits in its country");
}

/** A name whose place is beyond doubt by its own surroundings; other names are weighed by their distance to it. */
interface Anchor {
  readonly name: string;
  readonly place: Place;
}

/** A place named a hundred times is one anchor. */
function anchorsAmong(candidates: readonly Candidate[], likeliest: readonly WeighedReading[]): Anchor[] {
  const anchors = new Map<string, Anchor>();
  for (const [i, { reading, confidence }] of likeliest.entries()) {
    const { name } = candidates[i]!.toponym;
    if (reading.sense === "place" && confidence > CLEAR)
      anchors.set(`${reading.place.id} ${name}`, { name, place: reading.place });
  }
  return [...anchors.values()];
}

const SUPPORT = /^(?:own-country|source-country|near-place|head-of-(?:kind|any)|after-place|place-cue-.+)$/;

/** What the places beyond doubt say about another one: they name its country, lie near it or far from it. */
function addNeighbours({ toponym }: Candidate, place: Place, anchors: readonly Anchor[], found: Findings): void {
  const others = anchors.filter(({ name }) => name !== toponym.name);
  // An article that names Baghdad names Iraq.
  const inCountry = others.find((other) => other.place.country === place.country);
  if (inCountry && !found.has(/^own-country$/))
    found.add("own-country", `the article names "${inCountry.place.name}" in its country`);
  let nearest = { km: Number.POSITIVE_INFINITY, name: "" };
  for (const { place: other } of others) {
    if (other.kind === "province") continue;
    const km = kmBetween(place.lat, place.lon, other.lat, other.lon);
    if (km < nearest.km) nearest = { km, name: other.name };
  }
  const { km, name } = nearest;
  if (km <= NEIGHBOURING_PLACE_KM)
    found.add("near-place", `${Math.round(km)} km from "${name}", which the article names`);
  else if (km > FAR_PLACE_KM && name !== "") found.add("far-place", "far from every other place of the article");
  // A word that could be a place, in an article that has nothing else to do with that place.
  if (/[CD]/.test(toponym.commonness) && !found.has(SUPPORT))
    found.add("unsupported", "nothing else in the article has to do with that place");
}

/** What a name clearly means; not where it is a word: what is "existing" (القائم) here may be the town there. */
function clearSense({ reading, confidence }: WeighedReading): string | undefined {
  return confidence > CLEAR && reading.sense !== "word" ? senseOf(reading) : undefined;
}

function senseOf(reading: NameReading): string {
  return reading.sense === "place" ? reading.place.id : reading.sense;
}

/** Scores and confidences of a name's readings, the likeliest first. "None of them" has score 0. */
function weigh(
  collected: readonly { readonly reading: NameReading; readonly found: Findings }[],
  weights: SenseWeights,
): WeighedReading[] {
  const strength = ({ feature, amount }: Evidence) => weights[feature] * amount;
  const scores = collected.map(({ found }) => found.evidence.reduce((sum, one) => sum + strength(one), 0));
  const powers = scores.map(Math.exp);
  const sum = powers.reduce((a, b) => a + b, 1);
  return collected
    .map(({ reading, found: { evidence } }, i) => {
      const confidence = Math.round((powers[i]! / sum) * 1000) / 1000;
      const because = evidence
        .filter((one) => one.because !== "" && strength(one) !== 0)
        .toSorted((a, b) => Math.abs(strength(b)) - Math.abs(strength(a)))
        .map((one) => (strength(one) < 0 ? `but ${one.because}` : one.because));
      return { reading, evidence: [...evidence], score: scores[i]!, confidence, because };
    })
    .toSorted((a, b) => b.score - a.score);
}
