import { type FoldedText, foldText } from "../arabic/fold.ts";
import { type Word, wordsOf } from "../arabic/words.ts";
import { type ArticleText, FIELDS, type Field } from "../article.ts";
import type { Span } from "./decision.ts";
import type { Position } from "./happening.ts";

/** One field of an article, folded and split into words. */
export interface ReadField {
  readonly field: Field;
  /** Position among the fields that hold text, from 0. */
  readonly index: number;
  readonly folded: FoldedText;
  readonly words: readonly Word[];
  /** UTF-16 length of the line it opens with that says where its reporter sits (بيروت - المدن); 0 for none. */
  readonly datelineLength: number;
}

const DATELINE = /^\s*[^\n.:]{1,50}\s[-\u2013\u2014]\s?[^\n.:]{1,40}(?:\n|:\s)/;

/** What is read of a field, in UTF-16 units: longer than any report, and short enough to be decided in a moment. */
export const READ_LIMIT = 30_000;

/** Reads the fields of an article that hold text, in reading order. */
export function readArticle(article: ArticleText): ReadField[] {
  return FIELDS.filter((field) => article[field] !== "").map((field, index) => {
    const folded = foldText(article[field].slice(0, READ_LIMIT));
    const datelineLength = field === "title" ? 0 : (DATELINE.exec(folded.source)?.[0].length ?? 0);
    return { field, index, folded, words: wordsOf(folded), datelineLength };
  });
}

/** The source span of words[from, to). */
export function spanOf(read: ReadField, from: number, to: number): Span {
  const { start, end } = read.folded.sourceSpan(read.words[from]!.start, read.words[to - 1]!.end);
  return { field: read.field, start, end, surface: read.folded.source.slice(start, end) };
}

/** News that comes as one long paragraph has its lead in the first sentences (counted from 0). */
const LEAD_SENTENCES = 1;

/** Where words[from] stands. */
export function positionOf({ field, index, words }: ReadField, from: number): Position {
  const { sentence, paragraph } = words[from]!;
  const isTitle = field === "title";
  const isLead = isTitle || field === "summary" || (paragraph === 0 && sentence <= LEAD_SENTENCES);
  const parts = { sentence: `${index}/${sentence}`, paragraph: `${index}/${paragraph}` };
  return { field: index, isTitle, isLead, ...parts, word: from };
}
