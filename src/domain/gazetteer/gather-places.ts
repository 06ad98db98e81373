import { type BorderLines, kmToBorders } from "./border-distance.ts";
import { isSamePlace, type NoiseTier, noiseJudge } from "./name-noise.ts";
import { articleVariant, nameVariants } from "./name-variants.ts";
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
 * Makes one place of those that bear the same name within 10 km: the one told most fully, with the names of all. Of
 * single words, the form with or without the article is added. Then leaves out what lies far from every border; the
 * noise of a name is judged among all places, the far ones included. Sorted by id.
 */
export function gatherPlaces(found: readonly Place[], plan: GatheringPlan): GatheredPlace[] {
  const merged = mergedPlaces(found, () => plan.leaveOut("merged into another of its name within 10 km"));
  const noiseOf = noiseJudge(plan.words, [...plan.curated, ...merged]);
  return merged
    .flatMap((place): GatheredPlace[] => {
      const near = Object.entries(kmToBorders(place.lat, place.lon, plan.borders)).filter(
        ([, km]) => km <= plan.withinKm,
      );
      if (near.length === 0) plan.leaveOut(`farther than ${plan.withinKm} km from every border`);
      const tiers = [place.name, ...place.aliases].map((name) => noiseOf(name, place));
      return near.length === 0 ? [] : [{ place: { ...place, kmToBorder: Object.fromEntries(near) }, tiers }];
    })
    .toSorted((a, b) => (a.place.id < b.place.id ? -1 : 1));
}

function mergedPlaces(found: readonly Place[], onMerged: () => void): Place[] {
  const richness = ({ population = 0, aliases, wikidata }: Place) => population + aliases.length + (wikidata ? 1 : 0);
  const richestFirst = found.toSorted((a, b) => richness(b) - richness(a) || (a.id < b.id ? -1 : 1));
  const kept: { place: Place; names: Map<string, string> }[] = [];
  const bySpelling = new Map<string, typeof kept>();
  for (const place of richestFirst) {
    const written = [place.name, ...place.aliases];
    const spellings = [
      place.id,
      ...written.flatMap((name) => [...nameVariants(name), articleVariant(name) ?? []].flat()),
    ];
    const twin = spellings
      .flatMap((spelling) => bySpelling.get(spelling) ?? [])
      .find((other) => isSamePlace(other.place, place));
    const one = twin ?? { place, names: new Map() };
    if (twin) onMerged();
    else kept.push(one);
    for (const name of written) {
      const folded = nameVariants(name)[0]!;
      if (!one.names.has(folded)) one.names.set(folded, name);
    }
    for (const spelling of spellings) bySpelling.set(spelling, [...(bySpelling.get(spelling) ?? []), one]);
  }
  return kept.map(({ place, names }) => {
    for (const name of [...names.keys()].flatMap((folded) => articleVariant(folded) ?? []))
      if (!names.has(name)) names.set(name, name);
    const [name = place.name, ...aliases] = names.values();
    return { ...place, name, aliases };
  });
}
