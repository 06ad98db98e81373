import type { Article } from "../article.ts";
import type { Mention } from "../reading/mention.ts";
import { cleanText } from "../safe-text.ts";

/** A text with the words in it that are to be marked, as offsets into it. */
export interface MarkedText {
  readonly text: string;
  readonly marks: readonly (readonly [from: number, to: number])[];
}

const QUOTE_LIMIT = 600;
const SENTENCE_END = /[.!?\u061F\u06D4\n]/;

/** The sentence around the first evidence outside the title (the title is shown anyway), else the title. */
export function quoteOf(article: Article, evidence: readonly Mention[]): MarkedText {
  const anchor = evidence.find(({ field }) => field !== "title") ?? evidence[0];
  if (!anchor) return { text: "", marks: [] };
  const text = article[anchor.field];
  let start = anchor.start;
  while (start > 0 && !SENTENCE_END.test(text[start - 1]!) && anchor.start - start < QUOTE_LIMIT / 2) start--;
  let end = anchor.end;
  while (end < text.length && !SENTENCE_END.test(text[end]!) && end - anchor.end < QUOTE_LIMIT / 2) end++;
  start += /^\s*/.exec(text.slice(start, end))![0].length;
  const inside = evidence.filter((one) => one.field === anchor.field && one.start >= start && one.end <= end);
  const marks = inside.map((one) => [one.start - start, one.end - start] as const).toSorted((a, b) => a[0] - b[0]);
  return { text: text.slice(start, end).trimEnd(), marks };
}

/** Cleaning removes characters, so the marks are moved with the text they mark. */
export function cleanQuote({ text, marks }: MarkedText): MarkedText {
  const cleanedAt = (at: number) => cleanText(text.slice(0, at)).length;
  return { text: cleanText(text), marks: marks.map(([from, to]) => [cleanedAt(from), cleanedAt(to)] as const) };
}

/** A piece of a marked text. */
export interface QuotePiece {
  readonly text: string;
  readonly marked: boolean;
}

/** A quote cut into marked and unmarked pieces, in order; overlapping marks are joined. */
export function quotePieces({ text, marks }: MarkedText): QuotePiece[] {
  const pieces: QuotePiece[] = [];
  let at = 0;
  for (const [start, end] of marks) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    if (from > at) pieces.push({ text: text.slice(at, from), marked: false });
    pieces.push({ text: text.slice(from, end), marked: true });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), marked: false });
  return pieces;
}
