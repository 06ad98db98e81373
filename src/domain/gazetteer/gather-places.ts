import { fold } from "../arabic/fold.ts";
import { type BorderLines, kmBetween, kmToBorders } from "./border-distance.ts";
import { nameVariants, withoutArticle } from "./name-variants.ts";
import type { Place } from "./place.ts";

/** What a name of a large gazetteer may do. A: fire alone; B: only with a strong word beside it; C: nothing by itself. */
export type NoiseTier = "A" | "B" | "C";

/** A place with the noise of each of its names, its own first. */
export type GatheredPlace = Readonly<{ place: Place; tiers: readonly NoiseTier[] }>;

/** Nearer than this, places of one name are one place. */
const SAME_PLACE_KM = 10;
const LONGEST_SHORT_NAME = 3;
const FAMOUS_POPULATION = 100_000;

/**
 * Makes one place of those that bear the same name within 10 km, whatever its spacing and article: the one told most
 * fully, with the names of all. Leaves out, telling why, what lies far from every border. The noise of a name is judged
 * among all places, the far and the curated ones included; `words` are no names of places by themselves. Sorted by id.
 */
export function gatherPlaces(
  found: readonly Place[],
  asked: Readonly<{ borders: BorderLines; withinKm: number; curated: readonly Place[]; words: readonly string[] }>,
  leaveOut: (reason: string) => void,
): GatheredPlace[] {
  const { borders, withinKm, curated, words } = asked;
  const merged = mergedPlaces(found, () => leaveOut("merged into another of its name within 10 km"));
  const noiseOf = noiseJudge(words, [...curated, ...merged]);
  const gathered = merged.flatMap((place) => {
    const near = Object.entries(kmToBorders(place.lat, place.lon, borders)).filter(([, km]) => km <= withinKm);
    if (near.length === 0) leaveOut(`farther than ${withinKm} km from every border`);
    const tiers = [place.name, ...place.aliases].map((name) => noiseOf(name, place));
    return near.length === 0 ? [] : [{ place: { ...place, kmToBorder: Object.fromEntries(near) }, tiers }];
  });
  return gathered.toSorted((a, b) => (a.place.id < b.place.id ? -1 : 1));
}

function mergedPlaces(found: readonly Place[], onMerged: () => void): Place[] {
  const richness = ({ population = 0, aliases, wikidata }: Place) => population + aliases.length + (wikidata ? 1 : 0);
  const richestFirst = found.toSorted((a, b) => richness(b) - richness(a) || (a.id < b.id ? -1 : 1));
  const kept = new Map<Place, string[]>();
  const bySpelling = new Map<string, Place[]>();
  for (const place of richestFirst) {
    const names = [place.name, ...place.aliases];
    const spellings = [place.id, ...names.flatMap(nameVariants).map(withoutArticle)];
    const twin = spellings.flatMap((one) => bySpelling.get(one) ?? []).find((other) => isSamePlace(other, place));
    if (twin) onMerged();
    kept.set(twin ?? place, [...(kept.get(twin ?? place) ?? []), ...names]);
    for (const one of spellings) bySpelling.set(one, [...(bySpelling.get(one) ?? []), twin ?? place]);
  }
  return [...kept].map(([place, names]) => {
    const spelt = new Set<string>();
    const [name = place.name, ...aliases] = names.filter((written) => {
      const variants = nameVariants(written);
      const isNew = !spelt.has(variants[0]!);
      for (const variant of variants) spelt.add(variant);
      return isNew;
    });
    return { ...place, name, aliases };
  });
}

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
    const parts = folded.split(" ");
    const isPlain = parts.length === 1 || parts.every((part) => isAmong(known, part)) || place.kind === "abandoned";
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
  for (const place of places)
    for (const name of new Set([place.name, ...place.aliases].map(fold)))
      found.set(name, [...(found.get(name) ?? []), place]);
  return found;
}

/** Whether two places of one name are one place, told twice. */
export function isSamePlace(one: Pick<Place, "id" | "lat" | "lon">, other: typeof one): boolean {
  return one.id === other.id || kmBetween(one.lat, one.lon, other.lat, other.lon) <= SAME_PLACE_KM;
}
