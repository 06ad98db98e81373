import type { FoldedText } from "./fold.ts";
import { isDigitUnit, isWordUnit } from "./letters.ts";

/** One word of a folded text. Offsets are into the folded text, end exclusive. */
export interface Word {
  readonly text: string;
  /** As the source writes it, marks included. */
  readonly written: string;
  readonly start: number;
  readonly end: number;
  /** Written with a final alef maqsura, which folding turns into ya: على is no Ali. */
  readonly endsInMaqsura: boolean;
  /** What stands between this word and the next. */
  readonly gap: Gap;
  /** Position of the sentence and the paragraph in the text, from 0. */
  readonly sentence: number;
  readonly paragraph: number;
}

/** `joined`: words of one phrase may stand on its two sides. `clause`: a comma, colon or bracket. */
export type Gap = "joined" | "clause" | "sentence" | "paragraph";

const SENTENCE_END = new Set("?!.;");
const CLAUSE_END = new Set(",:()[]/|<>=*+");
const ALEF_MAQSURA = "\u0649";
const DOT = 0x2e;
const COMMA = 0x2c;

/**
 * The words of a folded text. A number keeps its decimals ("160.5" is one word); a hyphen, quote, underscore or
 * line break between two words leaves them a phrase; a comma parts them; a full stop, ؟ ! ؛ ends the sentence;
 * an empty line ends the paragraph, and so does a line that ends with a sentence.
 */
export function wordsOf(folded: FoldedText): Word[] {
  const { text } = folded;
  const words: Word[] = [];
  let sentence = 0;
  let paragraph = 0;
  let at = nextWordStart(text, 0);
  while (at < text.length) {
    const end = wordEnd(text, at);
    const next = nextWordStart(text, end);
    const gap = next >= text.length ? "paragraph" : gapOf(text, end, next);
    const source = folded.sourceSpan(at, end);
    const written = folded.source.slice(source.start, source.end);
    const endsInMaqsura = folded.source[folded.sourceSpan(end - 1, end).start] === ALEF_MAQSURA;
    words.push({ text: text.slice(at, end), written, start: at, end, endsInMaqsura, gap, sentence, paragraph });
    if (gap === "sentence" || gap === "paragraph") sentence++;
    if (gap === "paragraph") paragraph++;
    at = next;
  }
  return words;
}

function nextWordStart(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isWordUnit(text.charCodeAt(at))) at++;
  return at;
}

function wordEnd(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (isWordUnit(code)) end++;
    else if ((code === DOT || code === COMMA) && isDecimalPoint(text, end)) end++;
    else break;
  }
  return end;
}

function isDecimalPoint(text: string, at: number): boolean {
  return isDigitUnit(text.charCodeAt(at - 1)) && at + 1 < text.length && isDigitUnit(text.charCodeAt(at + 1));
}

function gapOf(text: string, from: number, to: number): Gap {
  let gap: Gap = "joined";
  let lineBreaks = 0;
  for (let at = from; at < to; at++) {
    const char = text[at]!;
    if (char === "\n") lineBreaks++;
    else if (SENTENCE_END.has(char)) gap = isInitial(text, from, at) ? gap : "sentence";
    else if (CLAUSE_END.has(char) && gap === "joined") gap = "clause";
  }
  return lineBreaks > 1 || (lineBreaks === 1 && gap === "sentence") ? "paragraph" : gap;
}

/** "د. محمد", "م. علي": the full stop of a one-letter abbreviation ends no sentence. */
function isInitial(text: string, wordEndAt: number, at: number): boolean {
  if (at !== wordEndAt || text[at] !== ".") return false;
  return wordEndAt === 1 || !isWordUnit(text.charCodeAt(wordEndAt - 2));
}
