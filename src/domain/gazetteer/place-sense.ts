import { fold } from "../arabic/fold.ts";
import type { Word } from "../arabic/words.ts";
import { kmBetween } from "./border-distance.ts";
import { type Context, countriesNamed, stemsOf } from "./context.ts";
import type { Cue, NameReading, Place, Toponym } from "./place.ts";
import { beginsWith, localEvidence, type NamePosition, quotedCues } from "./place-evidence.ts";
import { type Evidence, evidenceOf, type SenseWeights } from "./sense-features.ts";

/** A name found in an article, with the field it stands in. */
export interface Candidate extends NamePosition {
  readonly toponym: Toponym;
  /** Position among the fields of the article, from 0. */
  readonly fieldIndex: number;
  readonly inTitle: boolean;
}

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

/** What is known of an article besides its words. */
export interface ArticleFacts {
  /** ISO code of the country its source sits in. */
  readonly sourceCountry?: string | undefined;
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
  facts: ArticleFacts = {},
): ResolvedName[] {
  const countries = countriesNamed(texts, context);
  const named = cuesNamed(texts);
  const local = candidates.map((candidate) => ({
    candidate,
    readings: candidate.toponym.readings.map((reading, i) => {
      const ofName = [...priorEvidence(candidate, reading, i), ...localEvidence(candidate, reading, context)];
      const ofArticle = [...articleEvidence(candidate, reading, named), ...countryEvidence(reading, countries, facts)];
      return { reading, evidence: [...ofName, ...ofArticle] };
    }),
  }));
  const weighed = (one: (typeof local)[number]) => weigh(one.readings, weights);
  const anchors = distinctAnchors(local.flatMap((one) => anchorOf(one.candidate, weighed(one))));
  const placed = local.map(({ candidate, readings }) => ({
    candidate,
    readings: readings.map(({ reading, evidence }) => {
      const country = anchoredCountry(candidate, reading, evidence, anchors);
      const all = [...evidence, ...country, ...neighbourEvidence(candidate, reading, anchors)];
      return { reading, evidence: [...all, ...unsupported(candidate, reading, all)] };
    }),
  }));
  const clear = placed.map((one) => clearReading(weighed(one)));
  const votes = new Map<string, number>();
  for (const [i, { candidate }] of placed.entries()) {
    const key = `${candidate.toponym.name} ${clear[i]}`;
    votes.set(key, (votes.get(key) ?? 0) + 1);
  }
  return placed.map(({ candidate, readings }, self) => ({
    candidate,
    readings: weigh(
      readings.map(({ reading, evidence }) => {
        const key = keyOf(reading);
        const others = (votes.get(`${candidate.toponym.name} ${key}`) ?? 0) - (clear[self] === key ? 1 : 0);
        return { reading, evidence: others > 0 ? [...evidence, CLEAR_ELSEWHERE] : evidence };
      }),
      weights,
    ),
  }));
}

const CLEAR_ELSEWHERE = evidenceOf("clear-elsewhere", "clearly so elsewhere in the article");

type CollectedReading = Pick<WeighedReading, "reading" | "evidence">;

function priorEvidence(candidate: Candidate, reading: NameReading, position: number): Evidence[] {
  const { toponym, commonness } = candidate;
  if (reading.sense !== "place") {
    if (!reading.isListed) return [evidenceOf("unlisted-prior")];
    if (reading.sense !== "word") return [evidenceOf(reading.sense === "person" ? "person-prior" : "other-prior")];
    return commonness === "D" ? [evidenceOf("word-prior"), evidenceOf("word-prior-d")] : [evidenceOf("word-prior")];
  }
  const letter = commonness.toLowerCase() as Lowercase<typeof commonness>;
  const found = [
    evidenceOf(`place-prior-${letter}`, commonness === "A" ? `"${toponym.name}" is a distinctive name` : ""),
  ];
  const isFirst = toponym.readings.findIndex(({ sense }) => sense === "place") === position;
  if (isFirst && toponym.readings.length > 1) found.push(evidenceOf("first-listed"));
  if (candidate.to - candidate.from > 1) found.push(evidenceOf("long-name", "a name of several words"));
  if (candidate.articleAdded) found.push(evidenceOf("article-added", "the article was added to a name that has none"));
  if (candidate.inTitle) found.push(evidenceOf("in-title"));
  const { population = 0, isUncurated } = reading.place;
  if (isUncurated) found.push(evidenceOf("uncurated", "only a large table knows it"));
  if (population > 1000) found.push(evidenceOf("population", "", Math.log10(population) - 3));
  return found;
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
function articleEvidence(candidate: Candidate, reading: NameReading, named: (cue: Cue) => boolean): Evidence[] {
  const own = new Set(fold(candidate.toponym.name).split(" "));
  const found = reading.cues.near.filter((cue) => !own.has(cue.words[0]!) && named(cue));
  if (found.length === 0) return [];
  const feature = reading.sense === "place" ? "place-cue-article" : "word-cue-article";
  const because = `the article names ${quotedCues(found.slice(0, 3))}`;
  return [evidenceOf(feature, because, Math.min(MOST_CUES, found.length))];
}

function countryEvidence(reading: NameReading, countries: ReadonlySet<string>, facts: ArticleFacts): Evidence[] {
  if (reading.sense !== "place") return [];
  const found: Evidence[] = [];
  const { country } = reading.place;
  if (countries.has(country)) found.push(evidenceOf("own-country", "the article names its country"));
  else if (countries.size > 0) found.push(evidenceOf("other-countries", "the article names other countries only"));
  if (facts.sourceCountry === country) found.push(evidenceOf("source-country", "the source sits in its country"));
  return found;
}

type Anchor = { readonly place: Place; readonly candidate: Candidate };

/** A name whose place is beyond doubt by its own surroundings; other names are weighed by their distance to it. */
function anchorOf(candidate: Candidate, readings: readonly WeighedReading[]): Anchor[] {
  const best = readings[0];
  if (!best || best.confidence <= CLEAR || best.reading.sense !== "place") return [];
  return [{ place: best.reading.place, candidate }];
}

/** An article that names Baghdad names Iraq. */
function anchoredCountry(
  { toponym }: Candidate,
  reading: NameReading,
  evidence: readonly Evidence[],
  anchors: readonly Anchor[],
): Evidence[] {
  if (reading.sense !== "place" || evidence.some(({ feature }) => feature === "own-country")) return [];
  const { country } = reading.place;
  const other = anchors.find((one) => one.place.country === country && one.candidate.toponym.name !== toponym.name);
  return other ? [evidenceOf("own-country", `the article names "${other.place.name}" in its country`)] : [];
}

/** A place named a hundred times is one anchor. */
function distinctAnchors(anchors: readonly Anchor[]): Anchor[] {
  const byName = new Map(anchors.map((one) => [`${one.place.id} ${one.candidate.toponym.name}`, one]));
  return [...byName.values()];
}

function neighbourEvidence(candidate: Candidate, reading: NameReading, anchors: readonly Anchor[]): Evidence[] {
  if (reading.sense !== "place") return [];
  const { place } = reading;
  const { name } = candidate.toponym;
  let nearest: { km: number; name: string } | undefined;
  for (const other of anchors) {
    if (other.candidate.toponym.name === name || other.place.kind === "province") continue;
    const km = kmBetween(place.lat, place.lon, other.place.lat, other.place.lon);
    if (!nearest || km < nearest.km) nearest = { km, name: other.place.name };
  }
  if (!nearest) return [];
  if (nearest.km <= NEIGHBOURING_PLACE_KM)
    return [evidenceOf("near-place", `${Math.round(nearest.km)} km from "${nearest.name}", which the article names`)];
  return nearest.km > FAR_PLACE_KM ? [evidenceOf("far-place", "far from every other place of the article")] : [];
}

const SUPPORT = /^(?:own-country|source-country|near-place|head-of-(?:kind|any)|after-place|place-cue-.+)$/;

/** A word that could be a place, in an article that has nothing else to do with that place. */
function unsupported({ commonness }: Candidate, { sense }: NameReading, evidence: readonly Evidence[]): Evidence[] {
  if (sense !== "place" || commonness === "A" || commonness === "B") return [];
  if (evidence.some(({ feature }) => SUPPORT.test(feature))) return [];
  return [evidenceOf("unsupported", "nothing else in the article has to do with that place")];
}

/**
 * One sense per article: a clear reading of the same name elsewhere speaks for the same reading here. A word does
 * not: what is "existing" (القائم) in one sentence may be the town in the next.
 */
function clearReading([best]: readonly WeighedReading[]): string | undefined {
  return best && best.confidence > CLEAR && best.reading.sense !== "word" ? keyOf(best.reading) : undefined;
}

function keyOf(reading: NameReading): string {
  return reading.sense === "place" ? reading.place.id : reading.sense;
}

/** Scores and confidences of a candidate's readings, the likeliest first. "None of them" has score 0. */
function weigh(collected: readonly CollectedReading[], weights: SenseWeights): WeighedReading[] {
  const scores = collected.map(({ evidence }) =>
    evidence.reduce((sum, { feature, amount }) => sum + weights[feature] * amount, 0),
  );
  const powers = scores.map(Math.exp);
  const sum = powers.reduce((a, b) => a + b, 1);
  return collected
    .map(({ reading, evidence }, i) => ({
      reading,
      evidence,
      score: scores[i]!,
      confidence: Math.round((powers[i]! / sum) * 1000) / 1000,
      because: reasonsOf(evidence, weights),
    }))
    .toSorted((a, b) => b.score - a.score);
}

function reasonsOf(evidence: readonly Evidence[], weights: SenseWeights): string[] {
  const strength = ({ feature, amount }: Evidence) => weights[feature] * amount;
  return evidence
    .filter((one) => one.because !== "" && strength(one) !== 0)
    .toSorted((a, b) => Math.abs(strength(b)) - Math.abs(strength(a)))
    .map((one) => (strength(one) < 0 ? `but ${one.because}` : one.because));
}
