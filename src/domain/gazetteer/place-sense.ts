import { fold } from "../arabic/fold.ts";
import type { Word } from "../arabic/words.ts";
import { kmBetween } from "./border-distance.ts";
import { type Context, stemsOf } from "./context.ts";
import type { Commonness, NameReading, Place, Toponym } from "./place.ts";
import { beginsWith, type Evidence, localEvidence, type NamePosition, quotedCues } from "./place-evidence.ts";

/** A name found in an article, with the field it stands in. */
export interface Candidate extends NamePosition {
  readonly toponym: Toponym;
  /** Position among the fields of the article, from 0. */
  readonly fieldIndex: number;
}

/** One reading of a candidate, weighed. */
export interface WeighedReading {
  readonly reading: NameReading;
  readonly score: number;
  /** Between 0 and 1; the confidences of one candidate's readings add up to 1. */
  readonly confidence: number;
  readonly because: readonly string[];
}

/** A candidate with its readings, the likeliest first. */
export interface ResolvedName {
  readonly candidate: Candidate;
  readonly readings: readonly WeighedReading[];
}

/** What each reading starts with, by how common the name is as something else. */
const PLACE_PRIOR: Readonly<Record<Commonness, number>> = { A: 2.5, B: 1, C: 0, D: -1.5 };
const OTHER_PRIOR: Readonly<Record<Commonness, number>> = { A: -2, B: 0, C: 1, D: 2 };
const LONGER_NAME = 1.5;
const ELSEWHERE_IN_ARTICLE = 1.5;
const SAME_COUNTRY = 0.5;
const NEIGHBOURING_PLACE_KM = 80;
const FAR_PLACE_KM = 300;
/** How sharply a difference in score becomes a difference in confidence. */
const SHARPNESS = 0.9;

/**
 * Which reading each name in an article has: all readings are weighed by the words around the name, by the other
 * places of the article and by the name's other mentions, and the likeliest comes first.
 */
export function resolveNames(
  candidates: readonly Candidate[],
  texts: readonly (readonly Word[])[],
  context: Context,
): ResolvedName[] {
  const countries = countriesNamed(texts, context);
  const local = candidates.map((candidate) => ({
    candidate,
    weighed: candidate.toponym.readings.map((reading) => ({
      reading,
      evidence: [
        ...prior(candidate, reading),
        ...localEvidence(candidate, reading, context),
        ...articleEvidence(candidate, reading, texts, countries),
      ],
    })),
  }));
  const anchors = local.flatMap(({ candidate, weighed }) => anchorOf(candidate, weighed));
  const placed = local.map(({ candidate, weighed }) => ({
    candidate,
    weighed: weighed.map(({ reading, evidence }) => ({
      reading,
      evidence: [...evidence, ...neighbourEvidence(candidate, reading, anchors)],
    })),
  }));
  return placed.map(({ candidate, weighed }) => {
    const votes = weighed.map(({ reading }) => voteOfOtherMentions(candidate, reading, placed));
    const scored = weighed.map(({ reading, evidence }, i) =>
      total(reading, votes[i] ? [...evidence, votes[i]] : evidence),
    );
    return { candidate, readings: withConfidence(scored) };
  });
}

interface Weighed {
  readonly reading: NameReading;
  readonly evidence: readonly Evidence[];
}

function prior(candidate: Candidate, reading: NameReading): Evidence[] {
  const { commonness, name } = candidate.toponym;
  const isLong = candidate.to - candidate.from > 1;
  if (reading.sense !== "place") return [{ weight: OTHER_PRIOR[commonness], because: "" }];
  const evidence = [
    { weight: PLACE_PRIOR[commonness], because: commonness === "A" ? `"${name}" is a distinctive name` : "" },
  ];
  if (isLong) evidence.push({ weight: LONGER_NAME, because: "a name of several words" });
  if (candidate.articleAdded)
    evidence.push({ weight: -1, because: "the article was added to a name that has none" });
  return evidence;
}

/** Words of the whole article that speak for a reading, where none nearby did. */
function articleEvidence(
  candidate: Candidate,
  reading: NameReading,
  texts: readonly (readonly Word[])[],
  countries: ReadonlyMap<string, number>,
): Evidence[] {
  const evidence: Evidence[] = [];
  const own = new Set(fold(candidate.toponym.name).split(" "));
  const cues = reading.cues.near.filter(({ words: [first] }) => !own.has(first!));
  const found = cues.filter((cue) => texts.some((words) => words.some((_, i) => beginsWith(words, i, cue))));
  if (found.length > 0)
    evidence.push({
      weight: Math.min(2, 0.5 + 0.5 * found.length),
      because: `the article names ${quotedCues(found.slice(0, 3))}`,
    });
  if (reading.sense === "place" && countries.size > 0) {
    if (countries.has(reading.place.country))
      evidence.push({ weight: SAME_COUNTRY, because: "the article names its country" });
    else evidence.push({ weight: -2 * SAME_COUNTRY, because: "the article names other countries only" });
  }
  return evidence;
}

interface Anchor {
  readonly place: Place;
  readonly candidate: Candidate;
}

/** A name whose place is beyond doubt by its own surroundings; other names are weighed by their distance to it. */
function anchorOf(candidate: Candidate, weighed: readonly Weighed[]): Anchor[] {
  const scored = withConfidence(weighed.map(({ reading, evidence }) => total(reading, evidence)));
  const best = scored[0];
  const isAnchor = best && best.reading.sense === "place" && best.confidence > 0.8 && best.score >= 2;
  return isAnchor && best.reading.sense === "place" ? [{ place: best.reading.place, candidate }] : [];
}

function neighbourEvidence(
  candidate: Candidate,
  reading: NameReading,
  anchors: readonly Anchor[],
): Evidence[] {
  if (reading.sense !== "place") return [];
  const { place } = reading;
  const name = candidate.toponym.name;
  const others = anchors.filter(
    (anchor) => anchor.candidate.toponym.name !== name && anchor.place.kind !== "province",
  );
  let nearest: { km: number; name: string } | undefined;
  for (const other of others) {
    const km = kmBetween(place.lat, place.lon, other.place.lat, other.place.lon);
    if (!nearest || km < nearest.km) nearest = { km, name: other.place.name };
  }
  if (!nearest) return [];
  if (nearest.km <= NEIGHBOURING_PLACE_KM)
    return [
      {
        weight: 1.5,
        because: `${Math.round(nearest.km)} km from "${nearest.name}", which the article names`,
      },
    ];
  return nearest.km > FAR_PLACE_KM
    ? [{ weight: -1, because: "far from every other place of the article" }]
    : [];
}

/** One sense per article: a clear reading of the same name elsewhere speaks for the same reading here. */
function voteOfOtherMentions(
  candidate: Candidate,
  reading: NameReading,
  all: readonly { candidate: Candidate; weighed: readonly Weighed[] }[],
): Evidence | undefined {
  const key = keyOf(reading);
  for (const other of all) {
    if (other.candidate === candidate || other.candidate.toponym !== candidate.toponym) continue;
    const best = withConfidence(other.weighed.map((one) => total(one.reading, one.evidence)))[0];
    if (best && best.confidence > 0.8 && keyOf(best.reading) === key)
      return { weight: ELSEWHERE_IN_ARTICLE, because: "clearly so elsewhere in the article" };
  }
  return undefined;
}

function keyOf(reading: NameReading): string {
  return reading.sense === "place" ? reading.place.id : reading.sense;
}

function total(reading: NameReading, evidence: readonly Evidence[]): Omit<WeighedReading, "confidence"> {
  const score = evidence.reduce((sum, { weight }) => sum + weight, 0);
  const because = evidence
    .filter((one) => one.because !== "")
    .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .map((one) => (one.weight < 0 ? `but ${one.because}` : one.because));
  return { reading, score, because };
}

function withConfidence(scored: readonly Omit<WeighedReading, "confidence">[]): WeighedReading[] {
  // "None of these" has score 0, so that a lone place reading with nothing for it is not certain.
  const powers = scored.map(({ score }) => Math.exp(score * SHARPNESS));
  const sum = powers.reduce((a, b) => a + b, 1);
  return scored
    .map((one, i) => ({ ...one, confidence: Math.round((powers[i]! / sum) * 1000) / 1000 }))
    .toSorted((a, b) => b.score - a.score);
}

function countriesNamed(texts: readonly (readonly Word[])[], context: Context): Map<string, number> {
  const counts = new Map<string, number>();
  for (const words of texts) {
    for (const word of words) {
      for (const stem of stemsOf(word)) {
        const code = context.countryOfName.get(stem) ?? context.countryOfAdjective.get(stem);
        if (code) {
          counts.set(code, (counts.get(code) ?? 0) + 1);
          break;
        }
      }
    }
  }
  return counts;
}
