import { fold, foldText } from "../arabic/fold.ts";
import { inflectedForms } from "../arabic/inflection.ts";
import { isDefinite, readings } from "../arabic/proclitics.ts";
import { type Word, wordsOf, wordTexts } from "../arabic/words.ts";
import { nameVariants } from "../gazetteer/name-variants.ts";
import type { WrittenTerm } from "./term.ts";

/** A term found in a text: words[from, to), `proclitics` folded. */
export interface TermHit<Payload> {
  readonly payload: Payload;
  readonly from: number;
  readonly to: number;
  readonly proclitics: string;
  /** bi-, li- or ka- stands before it, or the article was added to a term written without one. */
  readonly preposition: boolean;
  readonly articleAdded: boolean;
}

interface Entry<Payload> {
  readonly payload: Payload;
  readonly rest: readonly string[];
  readonly exact: boolean;
  /** The term itself is written with the article. */
  readonly definite: boolean;
  readonly needsArticle: boolean;
}

/** Every term and place found in one pass. A hash of first words, so the cost hardly grows with their number. */
export class TermIndex<Payload> {
  readonly #byFirstWord = new Map<string, Entry<Payload>[]>();
  readonly #wholeWords: ReadonlySet<string>;

  /** `wholeWords`: folded words whose first letter is their own, never something joined to them (وليد, بين). */
  constructor(wholeWords: ReadonlySet<string> = new Set()) {
    this.#wholeWords = wholeWords;
  }

  /** Adds a term; one that holds no word is never found. */
  add(term: string, payload: Payload, asked: Pick<WrittenTerm, "exact" | "definite"> = {}): void {
    const [first, ...rest] = wordTexts(fold(term));
    if (first === undefined) return;
    const definite = isDefinite(first);
    const needsArticle = asked.definite === true && !definite;
    const entry = { payload, rest, exact: asked.exact === true, definite, needsArticle };
    const entries = this.#byFirstWord.get(first);
    if (entries) entries.push(entry);
    else this.#byFirstWord.set(first, [entry]);
  }

  /** Every term in the text, in order of its first word, the first MOST_HITS of them; overlapping terms are all told. */
  find(words: readonly Word[]): TermHit<Payload>[] {
    const hits: TermHit<Payload>[] = [];
    for (let from = 0; from < words.length && hits.length < MOST_HITS; from++) {
      const word = words[from]!.text;
      for (const reading of readings(word)) {
        if (reading.proclitics !== "" && this.#wholeWords.has(word)) break;
        for (const entry of this.#byFirstWord.get(reading.stem) ?? []) {
          if (entry.exact && reading.proclitics !== "") continue;
          if (reading.articleRemoved && entry.definite) continue;
          if (entry.needsArticle && !reading.articleRemoved) continue;
          const to = endOfPhrase(words, from, entry.rest);
          if (to === undefined) continue;
          const { proclitics, preposition, articleRemoved: articleAdded } = reading;
          hits.push({ payload: entry.payload, from, to, proclitics, preposition, articleAdded });
        }
      }
    }
    return hits;
  }
}

/** Several times what the longest report holds; deciding takes the square of it. */
const MOST_HITS = 1000;

function endOfPhrase(words: readonly Word[], from: number, rest: readonly string[]): number | undefined {
  let at = from;
  for (const expected of rest) {
    if (words[at]!.gap !== "joined" || words[at + 1]?.text !== expected) return undefined;
    at++;
  }
  return at + 1;
}

/** Where a term as ops would write it stands in a text, proclitics included; UTF-16. Only keywords have forms. */
export function findTerm(
  { term, kind, forms }: { readonly term: string; readonly kind: "place" | "keyword"; readonly forms: boolean },
  text: string,
) {
  const index = new TermIndex<string>();
  const inflected = forms ? inflectedForms(term) : [term];
  for (const form of kind === "place" ? nameVariants(term) : inflected) index.add(form, form);
  const folded = foldText(text);
  const words = wordsOf(folded);
  const [hit] = index.find(words);
  if (!hit) {
    const because = "no word of the text is this term, with or without what may be joined to its front";
    return { hit: false, start: null, end: null, because };
  }
  const { start, end } = folded.sourceSpan(words[hit.from]!.start, words[hit.to - 1]!.end);
  const joined = hit.proclitics === "" ? "" : `, with "${hit.proclitics}" joined to it`;
  return { hit: true, start, end, because: `"${text.slice(start, end)}" is "${hit.payload}"${joined}` };
}
