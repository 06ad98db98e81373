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

/**
 * How often a name means something else. A: distinctive; B: also another place, person or family;
 * C: also an ordinary word; D: a very common word, which needs a strong cue beside it.
 */
export type Commonness = "A" | "B" | "C" | "D";

/** A word or phrase that speaks for a reading: folded for finding, as it was written for telling. */
export interface Cue {
  readonly words: readonly string[];
  readonly written: string;
}

/** What speaks for one reading of a name, by where it has to stand. */
export interface Cues {
  readonly before: readonly Cue[];
  readonly after: readonly Cue[];
  readonly near: readonly Cue[];
}

/** One thing a name can mean. */
export type NameReading =
  | { readonly sense: "place"; readonly place: Place; readonly cues: Cues }
  | {
      readonly sense: "word" | "person" | "other-name";
      readonly gloss: string;
      /** False for a sense that nobody listed and that only strong words beside the name can bring about. */
      readonly isListed: boolean;
      readonly cues: Cues;
    };

/** A name with everything it can mean. */
export interface Toponym {
  readonly name: string;
  readonly commonness: Commonness;
  readonly readings: readonly NameReading[];
}
