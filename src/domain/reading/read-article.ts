import { type FoldedText, foldText } from "../arabic/fold.ts";
import { type Word, wordsOf } from "../arabic/words.ts";
import { type ArticleText, FIELDS, type Field } from "../article.ts";
import { countriesNamed } from "../gazetteer/context.ts";
import type { Candidate } from "../gazetteer/place-evidence.ts";
import { type ResolvedName, resolveNames } from "../gazetteer/place-sense.ts";
import type { Span } from "./mention.ts";
import type { Position } from "./position.ts";
import type { Indexed, ReadingRules } from "./reading-rules.ts";
import type { TermHit } from "./term-index.ts";

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

/** An article with every term that was found in it, and what each of its names means. */
export interface ReadArticle {
  readonly fields: readonly ReadField[];
  /** Of each field. */
  readonly hits: readonly (readonly TermHit<Indexed>[])[];
  /** ISO codes of the countries it names. */
  readonly countries: ReadonlySet<string>;
  readonly names: readonly ResolvedName[];
}

/** Finds every term of the rules in an article, in one pass, and settles what each name means. */
export function readNames(article: ArticleText, rules: ReadingRules, sourceCountry?: string): ReadArticle {
  const fields = readArticle(article);
  const hits = fields.map((field) => rules.index.find(field.words));
  const candidates = fields.flatMap((field, i) => candidatesIn(field, hits[i]!));
  const { context, senseWeights } = rules;
  const texts = fields.map(({ words }) => words);
  const countries = countriesNamed(texts, context);
  const names = resolveNames(candidates, texts, context, senseWeights, { countries, sourceCountry });
  return { fields, hits, countries, names };
}

/** The toponyms of a field; of overlapping ones the longest is kept (وادي الوعر, not الوعر inside it). */
function candidatesIn({ field, index, words }: ReadField, hits: readonly TermHit<Indexed>[]): Candidate[] {
  const longestFirst = hits
    .flatMap(({ payload, ...at }) => (payload.kind === "toponym" ? { ...at, toponym: payload.toponym } : []))
    .toSorted(
      (a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from || a.proclitics.length - b.proclitics.length,
    );
  const taken = new Uint8Array(words.length);
  const kept = longestFirst.filter(({ from, to }) => {
    if (taken.subarray(from, to).some((one) => one === 1)) return false;
    taken.fill(1, from, to);
    return true;
  });
  const inField = { words, fieldIndex: index, inTitle: field === "title" };
  return kept.toSorted((a, b) => a.from - b.from).map((one) => ({ ...one, ...inField }));
}
