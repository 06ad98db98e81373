import type { Field } from "../article.ts";
import type { NameReading } from "../gazetteer/place.ts";
import type { Severity } from "./watchlist.ts";

type Sense = NameReading["sense"];

/** A piece of an article's text, exactly as it stands there: UTF-16 offsets into the field as given, end exclusive. */
export interface Span {
  readonly field: Field;
  readonly start: number;
  readonly end: number;
  readonly surface: string;
}

/** A name in the text with the meaning it was given; rejected meanings are told too. */
export interface PlaceMention extends Span {
  readonly kind: "place";
  readonly name: string;
  readonly sense: Sense;
  readonly placeId: string | null;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly country: string | null;
  readonly confidence: number;
  readonly because: readonly string[];
  /** The reading that was weighed next and not chosen. */
  readonly runnerUp?: { readonly sense: Sense; readonly placeId?: string | undefined; readonly confidence: number };
}

/** A term or a concept's word in the text. */
export interface TermMention extends Span {
  readonly kind: "term";
  readonly name: string;
  readonly concept?: string | undefined;
  readonly actor?: string | undefined;
}

export type Mention = PlaceMention | TermMention;

/** `alert`: tell it. `review`: plausible, not certain; a quieter lane. `none`: not what was asked. */
export type Lane = "alert" | "review" | "none";

/** What one watchlist makes of an article. */
export interface Match {
  readonly watchlist: string;
  readonly decision: Lane;
  readonly severity: Severity;
  readonly score: number;
  readonly evidence: readonly number[]; // positions in the decision's mentions
  readonly because: readonly string[];
}

/** How exactly the place of an event is known: there, near there, somewhere in its district or province. */
export type Precision = "exact" | "near" | "district" | "province";

/** What happened, when and where, as far as the article says. */
export interface ArticleEvent {
  readonly concepts: readonly string[];
  readonly date?: string | undefined; // "2017-07-19"
  readonly dateBasis?: string | undefined; // the words that say so
  readonly dateSpan?: Span | undefined; // and where they stand
  readonly placeId?: string | undefined;
  readonly precision?: Precision | undefined;
}

/** Everything the matcher says of one article. */
export interface Decision {
  readonly mentions: readonly Mention[];
  readonly event: ArticleEvent;
  readonly matches: readonly Match[];
}
