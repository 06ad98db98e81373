import { foldText } from "../arabic/fold.ts";
import { inflectedForms } from "../arabic/inflection.ts";
import { wordsOf } from "../arabic/words.ts";
import { nameVariants } from "../gazetteer/name-variants.ts";
import { TermIndex } from "./term-index.ts";

/** A term as ops would write it. */
export interface AskedTerm {
  readonly term: string;
  /** A place has no inflected forms, and other spacings; a keyword the other way round. */
  readonly kind: "place" | "keyword";
  readonly forms: boolean;
}

/** Whether and where a term stands in a text: UTF-16 offsets, end exclusive, proclitics included. */
export interface FoundTerm {
  readonly hit: boolean;
  readonly start: number | null;
  readonly end: number | null;
  readonly because: string;
}

/** Looks for one term by its spelling alone; what it means there is not asked. */
export function findTerm({ term, kind, forms }: AskedTerm, text: string): FoundTerm {
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
