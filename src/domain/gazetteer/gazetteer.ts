import { fold } from "../arabic/fold.ts";
import type { Commonness, Cue, Cues, NameReading, Place, Toponym } from "./place.ts";

/** A name with several meanings as the gazetteer files tell it. */
export interface SenseDescription {
  readonly name: string;
  readonly commonness: Commonness;
  readonly readings: readonly {
    readonly place?: string | undefined;
    readonly word?: string | undefined;
    readonly person?: string | undefined;
    readonly other?: string | undefined;
    readonly before?: readonly string[] | undefined;
    readonly after?: readonly string[] | undefined;
    readonly near?: readonly string[] | undefined;
  }[];
}

/** Places by id and by name. */
export interface Gazetteer {
  readonly places: ReadonlyMap<string, Place>;
  /** By folded name. */
  readonly toponyms: ReadonlyMap<string, Toponym>;
  /** The places a name can mean, whatever else it can mean; empty when the name is unknown. */
  placesNamed(name: string): Place[];
}

/** Builds the gazetteer. A name that several places share gets one toponym with a reading for each. */
export function buildGazetteer(places: readonly Place[], senses: readonly SenseDescription[]): Gazetteer {
  const byId = new Map(places.map((place) => [place.id, place]));
  const toponyms = new Map<string, Toponym>();

  for (const place of places) {
    for (const name of [place.name, ...place.aliases]) {
      const key = fold(name);
      const known = toponyms.get(key);
      if (known?.readings.some((reading) => reading.sense === "place" && reading.place.id === place.id)) continue;
      const reading: NameReading = { sense: "place", place, cues: ownCues(place) };
      const readings = [...(known?.readings ?? []), reading];
      toponyms.set(key, { name: known?.name ?? name, commonness: readings.length > 1 ? "B" : "A", readings });
    }
  }
  for (const sense of senses) {
    const key = fold(sense.name);
    const unnamed = toponyms.get(key)?.readings ?? [];
    const described = sense.readings.flatMap((reading) => readingOf(reading, byId));
    const placeIds = new Set(described.flatMap((reading) => (reading.sense === "place" ? [reading.place.id] : [])));
    const others = unnamed.filter((reading) => reading.sense === "place" && !placeIds.has(reading.place.id));
    toponyms.set(key, { name: sense.name, commonness: sense.commonness, readings: [...described, ...others] });
  }

  for (const [key, toponym] of toponyms)
    toponyms.set(key, { ...toponym, readings: withUnlistedSenses(toponym.readings) });

  return {
    places: byId,
    toponyms,
    placesNamed(name) {
      const readings = toponyms.get(fold(name))?.readings ?? [];
      return readings.flatMap((reading) => (reading.sense === "place" ? [reading.place] : []));
    },
  };
}

const NO_CUES: Cues = { before: [], after: [], near: [] };

/** Any place's name may also be a person's, a club's or a street's, whether or not somebody listed it. */
function withUnlistedSenses(listed: readonly NameReading[]): NameReading[] {
  const has = (sense: NameReading["sense"]) => listed.some((reading) => reading.sense === sense);
  const unlisted = (["person", "other-name"] as const).filter((sense) => !has(sense));
  return [...listed, ...unlisted.map((sense) => ({ sense, gloss: "", isListed: false, cues: NO_CUES }))];
}

function readingOf(reading: SenseDescription["readings"][number], places: ReadonlyMap<string, Place>): NameReading[] {
  const { before = [], after = [], near = [] } = reading;
  const cues: Cues = { before: before.map(cueOf), after: after.map(cueOf), near: near.map(cueOf) };
  if (reading.place !== undefined) {
    const place = places.get(reading.place);
    if (!place) return [];
    const own = ownCues(place).near.filter(({ written }) => !near.includes(written));
    return [{ sense: "place", place, cues: { ...cues, near: [...cues.near, ...own] } }];
  }
  if (reading.word !== undefined) return [{ sense: "word", gloss: reading.word, isListed: true, cues }];
  if (reading.person !== undefined) return [{ sense: "person", gloss: reading.person, isListed: true, cues }];
  return [{ sense: "other-name", gloss: reading.other ?? "", isListed: true, cues }];
}

/** What speaks for a place without anybody saying so: its neighbours and what it lies in. */
function ownCues(place: Place): Cues {
  const near = [...place.neighbours, place.district ?? "", place.province ?? ""].filter((name) => name !== "");
  return { before: [], after: [], near: near.map(cueOf) };
}

/** A phrase as a cue. */
export function cueOf(written: string): Cue {
  return { words: fold(written).split(" "), written };
}
