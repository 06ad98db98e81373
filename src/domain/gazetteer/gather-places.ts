import { type BorderLines, kmToBorders } from "./border-distance.ts";
import { isSamePlace, type NoiseTier, noiseJudge } from "./name-noise.ts";
import { nameVariants, withoutArticle } from "./name-variants.ts";
import type { Place } from "./place.ts";

/** A place with the noise of each of its names, its own first. */
export interface GatheredPlace {
  readonly place: Place;
  readonly tiers: readonly NoiseTier[];
}

export interface GatheringPlan {
  readonly borders: BorderLines;
  readonly withinKm: number;
  /** Places that names are held against and that are not gathered. */
  readonly curated: readonly Place[];
  /** Words that are no names of places by themselves. */
  readonly words: readonly string[];
  /** Told of each place that is left out. */
  leaveOut(reason: string): void;
}

/**
 * Makes one place of those that bear the same name within 10 km, whatever its spacing and article: the one told most
 * fully, with the names of all. Then leaves out what lies far from every border; the noise of a name is judged among all
 * places, the far ones included. Sorted by id.
 */
export function gatherPlaces(found: readonly Place[], plan: GatheringPlan): GatheredPlace[] {
  const merged = mergedPlaces(found, () => plan.leaveOut("merged into another of its name within 10 km"));
  const noiseOf = noiseJudge(plan.words, [...plan.curated, ...merged]);
  const gathered = merged.flatMap((place) => {
    const distances = Object.entries(kmToBorders(place.lat, place.lon, plan.borders));
    const near = distances.filter(([, km]) => km <= plan.withinKm);
    if (near.length === 0) plan.leaveOut(`farther than ${plan.withinKm} km from every border`);
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
