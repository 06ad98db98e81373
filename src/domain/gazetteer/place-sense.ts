import { fold } from "../arabic/fold.ts";
import type { Word } from "../arabic/words.ts";
import { kmBetween } from "./border-distance.ts";
import { type Context, stemsOf } from "./context.ts";
import type { Cue, NameReading, Place } from "./place.ts";
import { addLocalEvidence, beginsWith, type Candidate, quotedCues } from "./place-evidence.ts";
import { type Evidence, Findings, type SenseWeights } from "./sense-features.ts";

/** One reading of a candidate, weighed. */
export type WeighedReading = ReturnType<typeof weigh>[number];
/** A candidate with its readings, the likeliest first. */
export type ResolvedName = ReturnType<typeof resolveNames>[number];
/** A name whose place is beyond doubt. */
type Anchor = readonly [name: string, Place];
type ArticleCountries = Readonly<{ countries: ReadonlySet<string>; sourceCountry: string | undefined }>;

const NEIGHBOURING_PLACE_KM = 80;
const FAR_PLACE_KM = 300;
const CLEAR = 0.8;
const MOST_CUES = 4;

/**
 * Which reading each name in an article has: all readings are weighed by the words around the name, by the other places
 * of the article, the countries it names and its source sits in (ISO codes), and the name's other mentions.
 */
export function resolveNames(
  candidates: readonly Candidate[],
  texts: readonly (readonly Word[])[],
  context: Context,
  weights: SenseWeights,
  countries: ArticleCountries,
) {
  const named = cuesNamed(texts);
  const names = candidates.map((candidate) => {
    const readings = candidate.toponym.readings.map((reading, i) => {
      const found = new Findings();
      addPrior(candidate, reading, i, found);
      addLocalEvidence(candidate, reading, context, found);
      addArticleEvidence(candidate, reading, named, countries, found);
      return { reading, found };
    });
    return { candidate, readings };
  });
  const resolved = () => names.map(({ candidate, readings }) => ({ candidate, readings: weigh(readings, weights) }));

  // Places beyond doubt by their own surroundings; one named a hundred times counts once.
  const anchors = new Map<string, Anchor>();
  for (const { candidate, readings } of resolved()) {
    const { reading, confidence } = readings[0]!;
    if (reading.sense === "place" && confidence > CLEAR)
      anchors.set(meaningOf(candidate, reading), [candidate.toponym.name, reading.place]);
  }
  const clear = [...anchors.values()];
  for (const { candidate, readings } of names) {
    for (const { reading, found } of readings)
      if (reading.sense === "place") addNeighbours(candidate, reading.place, clear, found);
  }

  // One sense per article: a clear reading of a name speaks for the same reading of its other mentions.
  // Not where it is a word: what is "existing" (القائم) here may be the town there.
  const votes = resolved().map(({ candidate, readings: [likeliest] }) => {
    const { reading, confidence } = likeliest!;
    return confidence > CLEAR && reading.sense !== "word" ? meaningOf(candidate, reading) : "";
  });
  const count = new Map<string, number>();
  for (const vote of votes) count.set(vote, (count.get(vote) ?? 0) + 1);
  for (const [i, { candidate, readings }] of names.entries()) {
    for (const { reading, found } of readings) {
      const vote = meaningOf(candidate, reading);
      const others = (count.get(vote) ?? 0) - (votes[i] === vote ? 1 : 0);
      if (others > 0) found.add("clear-elsewhere", "clearly so elsewhere in the article");
    }
  }
  return resolved();
}

function addPrior(candidate: Candidate, reading: NameReading, position: number, found: Findings): void {
  const { name, commonness, readings } = candidate.toponym;
  if (reading.sense !== "place") {
    const listed = reading.sense === "other-name" ? "other-prior" : (`${reading.sense}-prior` as const);
    found.add(reading.isListed ? listed : "unlisted-prior");
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

/** What the whole article says for a reading: cues in it, and countries. */
function addArticleEvidence(
  { toponym }: Candidate,
  reading: NameReading,
  named: (cue: Cue) => boolean,
  { countries, sourceCountry }: ArticleCountries,
  found: Findings,
): void {
  const own = new Set(fold(toponym.name).split(" "));
  const near = reading.cues.near.filter((cue) => !own.has(cue.words[0]!) && named(cue));
  const because = `the article names ${quotedCues(near.slice(0, 3))}`;
  const feature = reading.sense === "place" ? "place-cue-article" : "word-cue-article";
  if (near.length > 0) found.add(feature, because, Math.min(MOST_CUES, near.length));
  if (reading.sense !== "place") return;
  const { country } = reading.place;
  if (countries.has(country)) found.add("own-country", "the article names its country");
  else if (countries.size > 0) found.add("other-countries", "the article names other countries only");
  if (sourceCountry === country) found.add("source-country", "the source sits in its country");
}

const SUPPORT = /^(?:own-country|source-country|near-place|head-of-(?:kind|any)|after-place|place-cue-.+)$/;

/** What the places beyond doubt say about another one: they name its country, lie near it or far from it. */
function addNeighbours({ toponym }: Candidate, place: Place, anchors: readonly Anchor[], found: Findings): void {
  const others = anchors.flatMap(([name, other]) => (name === toponym.name ? [] : [other]));
  // An article that names Baghdad names Iraq.
  const inCountry = others.find((other) => other.country === place.country);
  if (inCountry && !found.has(/^own-country$/))
    found.add("own-country", `the article names "${inCountry.name}" in its country`);
  let [km, name] = [Number.POSITIVE_INFINITY, ""];
  for (const other of others) {
    const away = kmBetween(place.lat, place.lon, other.lat, other.lon);
    if (other.kind !== "province" && away < km) [km, name] = [away, other.name];
  }
  if (km <= NEIGHBOURING_PLACE_KM)
    found.add("near-place", `${Math.round(km)} km from "${name}", which the article names`);
  else if (km > FAR_PLACE_KM && name !== "") found.add("far-place", "far from every other place of the article");
  // A word that could be a place, in an article that has nothing else to do with that place.
  if (/[CD]/.test(toponym.commonness) && !found.has(SUPPORT))
    found.add("unsupported", "nothing else in the article has to do with that place");
}

function meaningOf({ toponym: { name } }: Candidate, reading: NameReading): string {
  return `${name} ${reading.sense === "place" ? reading.place.id : reading.sense}`;
}

/** A name's readings, the likeliest first; their confidences, and that of "none of them" (score 0), add up to 1. */
function weigh(collected: readonly Readonly<{ reading: NameReading; found: Findings }>[], weights: SenseWeights) {
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
