import type { Field } from "../article.ts";
import type { Severity } from "./watchlist.ts";

/** A reading that was weighed and not chosen. */
export interface RunnerUp {
  readonly sense: Sense;
  readonly placeId?: string | undefined;
  readonly confidence: number;
}

export type Sense = "place" | "word" | "person" | "other-name";

interface MentionSpan {
  readonly field: Field;
  /** UTF-16 offsets into the field as given, end exclusive; `surface` is exactly that slice. */
  readonly start: number;
  readonly end: number;
  readonly surface: string;
  readonly name: string;
}

/** A name in the text with the meaning it was given; rejected meanings are told too. */
export interface PlaceMention extends MentionSpan {
  readonly kind: "place";
  readonly sense: Sense;
  readonly placeId: string | null;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly country: string | null;
  readonly confidence: number;
  readonly because: readonly string[];
  readonly runnerUp?: RunnerUp | undefined;
}

/** A term or a concept's word in the text. */
export interface TermMention extends MentionSpan {
  readonly kind: "term";
  readonly concept?: string | undefined;
  readonly actor?: string | undefined;
}

export type Mention = PlaceMention | TermMention;

/** `alert`: tell it. `review`: plausible, not certain; a quieter lane. `none`: not what was asked. */
export type Verdict = "alert" | "review" | "none";

/** What one watchlist makes of an article. */
export interface Match {
  readonly watchlist: string;
  readonly decision: Verdict;
  readonly severity: Severity;
  readonly score: number;
  /** Positions in the decision's mentions. */
  readonly evidence: readonly number[];
  readonly because: readonly string[];
}

/** How exactly the place of an event is known: there, near there, somewhere in its district or province. */
export type Precision = "exact" | "near" | "district" | "province";

/** What happened, when and where, as far as the article says. */
export interface ArticleEvent {
  readonly concepts: readonly string[];
  /** "2017-07-19". */
  readonly date?: string | undefined;
  /** The words that say so. */
  readonly dateBasis?: string | undefined;
  readonly placeId?: string | undefined;
  readonly precision?: Precision | undefined;
}

/** Everything the matcher says of one article. */
export interface Decision {
  readonly mentions: readonly Mention[];
  readonly event: ArticleEvent;
  readonly matches: readonly Match[];
}
