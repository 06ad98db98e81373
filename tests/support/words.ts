import { foldText } from "../../src/domain/arabic/fold.ts";
import { type Word, wordsOf } from "../../src/domain/arabic/words.ts";

/** The words of a text as readers of the domain get them. */
export function words(text: string): Word[] {
  return wordsOf(foldText(text));
}
