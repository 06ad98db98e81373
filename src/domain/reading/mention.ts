import type { Field } from "../article.ts";
import type { NameReading } from "../gazetteer/place.ts";
import type { Reason } from "../language/reasons.ts";

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
  readonly because: readonly Reason[];
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
