import { fold } from "../arabic/fold.ts";
import { kmBetween } from "./border-distance.ts";
import { withoutArticle } from "./name-variants.ts";
import type { Place } from "./place.ts";

/** What a name of a large gazetteer may do. A: fire alone; B: only with a strong word beside it; C: nothing by itself. */
export type NoiseTier = "A" | "B" | "C";

/** Nearer than this, places of one name are one place. */
const SAME_PLACE_KM = 10;
const LONGEST_SHORT_NAME = 3;
const FAMOUS_POPULATION = 100_000;

/**
 * Tells how noisy a name is, among `places` and all their names. C: three letters or fewer, one of `words`, article or
 * not, or the name of a famous place elsewhere. B: a single word, several that are all of `words`, a name that another
 * place bears, or a place given up. A: what is left. It has to be this strict: taken literally, the village names of one
 * band were found in six of ten unrelated articles.
 */
export function noiseJudge(words: readonly string[], places: readonly Place[]) {
  const known = new Set(words.map(fold));
  const byName = placesByName(places);
  return (name: string, place: Place): NoiseTier => {
    const folded = fold(name);
    if (folded.length <= LONGEST_SHORT_NAME || isAmong(known, folded)) return "C";
    const namesakes = (byName.get(folded) ?? []).filter((other) => !isSamePlace(place, other));
    if (namesakes.some(({ population = 0 }) => population >= FAMOUS_POPULATION)) return "C";
    const isOfKnownWords = folded.split(" ").every((word) => isAmong(known, word));
    const isPlain = !folded.includes(" ") || isOfKnownWords || place.kind === "abandoned";
    return isPlain || namesakes.length > 0 ? "B" : "A";
  };
}

/** Whether a folded name is one of these words, the article set aside. */
export function isAmong(words: ReadonlySet<string>, name: string): boolean {
  return words.has(name) || words.has(withoutArticle(name));
}

/** Places by each of their names, folded. */
export function placesByName(places: readonly Place[]): Map<string, Place[]> {
  const found = new Map<string, Place[]>();
  for (const place of places) {
    for (const name of new Set([place.name, ...place.aliases].map(fold)))
      found.set(name, [...(found.get(name) ?? []), place]);
  }
  return found;
}

/** Whether two places of one name are one place, told twice. */
export function isSamePlace(one: Pick<Place, "id" | "lat" | "lon">, other: typeof one): boolean {
  return one.id === other.id || kmBetween(one.lat, one.lon, other.lat, other.lon) <= SAME_PLACE_KM;
}
