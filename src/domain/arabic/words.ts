import type { FoldedText } from "./fold.ts";
import { ALEF_MAQSURA } from "./letters.ts";

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

/** A number keeps its decimals; halves of surrogate pairs are letters. */
const WORD = /(?:[\p{L}\p{M}\p{N}\p{Cs}\u{10000}-\u{10FFFF}]|(?<=\p{Nd})[.,](?=\p{Nd}))+/gu;

/**
 * The words of a folded text. A number keeps its decimals ("160.5" is one word); a hyphen, quote, underscore or
 * line break between two words leaves them a phrase; a comma parts them; a full stop, ؟ ! ؛ ends the sentence;
 * an empty line ends the paragraph, and so does a line that ends with a sentence.
 */
export function wordsOf(folded: FoldedText): Word[] {
  const found = [...folded.text.matchAll(WORD)];
  let [sentence, paragraph] = [0, 0];
  return found.map(({ 0: text, index: start }, i) => {
    const end = start + text.length;
    const next = found[i + 1];
    const gap = next ? gapOf(text, folded.text.slice(end, next.index)) : "paragraph";
    const source = folded.sourceSpan(start, end);
    const written = folded.source.slice(source.start, source.end);
    const endsInMaqsura = folded.source[folded.sourceSpan(end - 1, end).start] === ALEF_MAQSURA;
    const word = { text, written, start, end, endsInMaqsura, gap, sentence, paragraph };
    if (gap === "sentence" || gap === "paragraph") sentence++;
    if (gap === "paragraph") paragraph++;
    return word;
  });
}

/** The texts alone of a folded text's words, where nothing else is asked of them. */
export function wordTexts(folded: string): string[] {
  return folded.match(WORD) ?? [];
}

function gapOf(word: string, between: string): Gap {
  // The full stop of a one-letter abbreviation (د. محمد) ends no sentence.
  const marks = /(?:^|[.,]).$/.test(word) ? between.replace(/^\./, "") : between;
  const endsSentence = /[?!.;]/.test(marks);
  const lineBreaks = between.split("\n").length - 1;
  if (lineBreaks > 1 || (lineBreaks === 1 && endsSentence)) return "paragraph";
  if (endsSentence) return "sentence";
  return /[,:()[\]/|<>=*+]/.test(marks) ? "clause" : "joined";
}
