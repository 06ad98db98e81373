/** A place on the map, as the curated gazetteer or a large one tells it. */
export interface Place {
  readonly id: string;
  readonly name: string;
  /** Transliteration for those who do not read Arabic. */
  readonly latin: string;
  readonly kind: string;
  /** ISO 3166 code of the country the point lies in. */
  readonly country: string;
  readonly lat: number;
  readonly lon: number;
  readonly district?: string | undefined;
  readonly province?: string | undefined;
  readonly population?: number | undefined;
  /** Nobody looked at it: it comes from a large table. */
  readonly isUncurated?: boolean | undefined;
  readonly wikidata?: string | undefined;
  readonly aliases: readonly string[];
  /** Names which, in the same text, speak for this place. */
  readonly neighbours: readonly string[];
  /** Kilometres to each border line nearer than 200 km, by border ("SY-IQ"). */
  readonly kmToBorder: Readonly<Record<string, number>>;
}

/** How often a name means something else. A: never; B: another place or family; C: a word; D: a very common word. */
export type Commonness = "A" | "B" | "C" | "D";

/** A word or phrase that speaks for a reading: folded for finding, as it was written for telling. */
export type Cue = Readonly<{ words: readonly string[]; written: string }>;

/** What speaks for one reading of a name, by where it has to stand. */
export type Cues = Readonly<Record<"before" | "after" | "near", readonly Cue[]>>;

/** One thing a name can mean. A sense that is not listed takes strong words beside the name to be believed. */
export type NameReading =
  | Readonly<{ sense: "place"; place: Place; cues: Cues }>
  | Readonly<{ sense: "word" | "person" | "other-name"; isListed: boolean; cues: Cues }>;

/** A name with everything it can mean. */
export type Toponym = Readonly<{ name: string; commonness: Commonness; readings: readonly NameReading[] }>;
