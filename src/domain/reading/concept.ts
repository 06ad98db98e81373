/** What a concept is worth to a watchlist that asks for any event in a band, the least first. */
export const WORTHS = ["nothing", "review", "alert"] as const;
export type Worth = (typeof WORTHS)[number];

/** Negative, zero or positive as `a` is worth less, the same or more than `b`. */
export function compareWorth(a: Worth, b: Worth): number {
  return WORTHS.indexOf(a) - WORTHS.indexOf(b);
}

/** What concepts and actors are called: `title` in Arabic, `english` in English. */
interface Named {
  readonly id: string;
  readonly title: string;
  readonly english: string;
}

/** Something that can happen, with the words that tell it and all that Rasid knows of it. */
export interface Concept extends Named {
  /** To a watchlist that asks for any event; one that names the concept takes it as an alert. */
  readonly worth: Worth;
  /** Concepts of one family tell one event in other words: a raid is an attack, shelling, casualties. */
  readonly family?: string | undefined;
  /** News of its own in a story that told something else so far. */
  readonly isTurn?: boolean | undefined;
  /** An update that tells it concerns a whole channel, not only those who follow the thread. */
  readonly broadcast?: boolean | undefined;
  /** Where the title tells it, words of fighting are figures of speech: a match. */
  readonly isFigurative?: boolean | undefined;
  /** Events of any kind bring it, so that it tells nothing of its own: casualties. */
  readonly isConsequence?: boolean | undefined;
  /** Words whose inflected forms count too. */
  readonly forms: readonly string[];
  /** Words and phrases that count as they stand. */
  readonly phrases: readonly string[];
  /** Forms that are other words. */
  readonly except: readonly string[];
  /** One of them has to stand in the same sentence; none when empty. */
  readonly beside: readonly string[];
  /** Sentences in which its words are found, and some in which they must not be. */
  readonly examples: { readonly must: readonly string[]; readonly mustNot: readonly string[] };
}

/** One who acts, with the names they bear; `from` and `to` are ISO dates between which the names mean this actor. */
export interface Actor extends Named {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly names: readonly string[];
}
