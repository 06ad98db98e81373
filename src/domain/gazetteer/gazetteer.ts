import { fold } from "../arabic/fold.ts";
import type { Commonness, Cue, Cues, NameReading, Place, Toponym } from "./place.ts";

/** A name with several meanings as the gazetteer files tell it. */
export type SenseDescription = Readonly<{
  name: string;
  commonness: Commonness;
  readings: readonly ReadingDescription[];
}>;

type ReadingDescription = { readonly [sense in "place" | "word" | "person" | "other"]?: string | undefined } & {
  readonly [where in keyof Cues]?: readonly string[] | undefined;
};

export interface Gazetteer {
  readonly places: ReadonlyMap<string, Place>;
  /** By folded name. */
  readonly toponyms: ReadonlyMap<string, Toponym>;
  /** The places a name can mean, whatever else it can mean; empty when the name is unknown. */
  placesNamed(name: string): readonly Place[];
}

/** Builds the gazetteer. A name that several places share gets one toponym with a reading for each. */
export function buildGazetteer(places: readonly Place[], senses: readonly SenseDescription[]): Gazetteer {
  const byId: ReadonlyMap<string, Place> = new Map(places.map((place) => [place.id, place]));
  const toponyms = new Map<string, Toponym>();
  const cue = rememberedCues();

  for (const place of places) {
    const cues = ownCues(place, cue);
    for (const name of [place.name, ...place.aliases]) {
      const key = fold(name);
      const known = toponyms.get(key);
      if (placesAmong(known?.readings ?? []).some(({ id }) => id === place.id)) continue;
      const reading: NameReading = { sense: "place", place, cues };
      const readings = [...(known?.readings ?? []), reading];
      toponyms.set(key, { name: known?.name ?? name, commonness: readings.length > 1 ? "B" : "A", readings });
    }
  }
  for (const { name, commonness, readings } of senses) {
    const described = readings.flatMap((reading) => readingOf(reading, byId, cue));
    const placeIds = new Set(placesAmong(described).map(({ id }) => id));
    const known = toponyms.get(fold(name))?.readings ?? [];
    const others = known.filter((reading) => reading.sense === "place" && !placeIds.has(reading.place.id));
    toponyms.set(fold(name), { name, commonness, readings: [...described, ...others] });
  }

  // Any place's name may also be a person's, a club's or a street's, whether or not somebody listed it.
  for (const [key, { readings, ...toponym }] of toponyms) {
    const unlisted = (["person", "other-name"] as const).filter((one) => !readings.some(({ sense }) => sense === one));
    const added = unlisted.map((sense) => ({ sense, isListed: false, cues: NO_CUES }));
    toponyms.set(key, { ...toponym, readings: [...readings, ...added] });
  }
  const placesNamed = (name: string) => placesAmong(toponyms.get(fold(name))?.readings ?? []);
  return { places: byId, toponyms, placesNamed };
}

function placesAmong(readings: readonly NameReading[]): Place[] {
  return readings.flatMap((reading) => (reading.sense === "place" ? [reading.place] : []));
}

function readingOf(reading: ReadingDescription, places: ReadonlyMap<string, Place>, cue: typeof cueOf): NameReading[] {
  const cues = cuesOf(reading, cue);
  if (reading.place === undefined) {
    const sense = (["word", "person"] as const).find((one) => reading[one] !== undefined) ?? "other-name";
    return [{ sense, isListed: true, cues }];
  }
  const place = places.get(reading.place);
  if (!place) return [];
  const own = ownCues(place, cue).near.filter(({ written }) => !reading.near?.includes(written));
  return [{ sense: "place", place, cues: { ...cues, near: [...cues.near, ...own] } }];
}

/** What speaks for a place without anybody saying so: its neighbours and what it lies in. */
function ownCues({ neighbours, district = "", province = "" }: Place, cue: typeof cueOf): Cues {
  return cuesOf({ near: [...neighbours, district, province].filter((name) => name !== "") }, cue);
}

const NO_CUES: Cues = { before: [], after: [], near: [] };

function cuesOf(
  { before = [], after = [], near = [] }: Pick<ReadingDescription, "before" | "after" | "near">,
  cue: typeof cueOf,
): Cues {
  return { before: before.map(cue), after: after.map(cue), near: near.map(cue) };
}

/** Makes each cue once: the neighbours of one place are those of the next. */
function rememberedCues(): typeof cueOf {
  const known = new Map<string, Cue>();
  return (written) => {
    const cue = known.get(written) ?? cueOf(written);
    known.set(written, cue);
    return cue;
  };
}

/** A phrase as a cue. */
export function cueOf(written: string): Cue {
  return { words: fold(written).split(" "), written };
}
