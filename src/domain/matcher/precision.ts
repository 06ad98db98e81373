import { foldedWords } from "../arabic/fold.ts";
import type { Word } from "../arabic/words.ts";
import { stemIn } from "../gazetteer/context.ts";
import type { Place } from "../gazetteer/place.ts";
import type { Precision } from "./decision.ts";

const NEAR = foldedWords("قرب بالقرب محيط أطراف مشارف تخوم ضواحي جوار شرق غرب شمال جنوب شرقي غربي شمالي جنوبي");
const PROVINCE = foldedWords("محافظة ولاية");
const COUNTRYSIDE = foldedWords("ريف أرياف بادية قضاء ناحية صحراء");

/** How exactly the words before a place say where something happened; `at`: position of its first word. */
export function precisionOf(place: Place, words: readonly Word[], at: number): Precision {
  if (place.kind === "province") return "province";
  const before = [words[at - 1], words[at - 2]].filter(
    (word) => word !== undefined && word.sentence === words[at]!.sentence,
  );
  if (before.some((word) => stemIn(word, NEAR))) return "near";
  if (stemIn(words[at], PROVINCE) || stemIn(before[0], PROVINCE)) return "province";
  return place.kind === "area" || stemIn(before[0], COUNTRYSIDE) ? "district" : "exact";
}
