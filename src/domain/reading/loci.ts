import { foldedWords } from "../arabic/fold.ts";
import { MAA, MIN, WA } from "../arabic/letters.ts";
import type { Word } from "../arabic/words.ts";
import { countryOf, stemIn } from "../gazetteer/context.ts";
import type { Cue, Place } from "../gazetteer/place.ts";
import { beginsWith } from "../gazetteer/place-evidence.ts";
import type { Locus, Precision } from "./happening.ts";
import type { PlaceMention } from "./mention.ts";
import { positionOf, type ReadField, spanOf } from "./read-article.ts";
import type { ReadingRules } from "./reading-rules.ts";

/** A place named in a field, its first word being words[from], as somewhere that something can happen. */
export function placeLocus(
  mention: PlaceMention,
  place: Place,
  field: ReadField,
  from: number,
  origin: readonly Cue[],
): Locus {
  const { start, surface, confidence } = mention;
  const isOrigin = start < field.datelineLength || isOriginOf(field.words, from, origin);
  const precision = precisionOf(place, field.words, from);
  return { mention, surface, place, confidence, isOrigin, precision, position: positionOf(field, from) };
}

/** Words that may stand between a verb of origin and its "from": ينحدر الضحايا من. */
const BETWEEN = 4;

/** Whether the words before a place make it somebody's or something's origin, also across names joined by "and". */
function isOriginOf(words: readonly Word[], at: number, origin: readonly Cue[]): boolean {
  const isAfter = (cue: Cue) => {
    const { length } = cue.words;
    if (at >= length && beginsWith(words, at - length, cue)) return true;
    if (length !== 2 || cue.words[1] !== MIN || words[at - 1]?.text !== MIN) return false;
    const verb = { words: cue.words.slice(0, 1), written: cue.written };
    for (let back = 3; back <= BETWEEN + 2; back++) if (beginsWith(words, at - back, verb)) return true;
    return false;
  };
  if (origin.some(isAfter)) return true;
  return (
    words[at]!.text.startsWith(WA) && words[at - 1]?.gap === "joined" && at > 1 && isOriginOf(words, at - 1, origin)
  );
}

const BORDER_WORDS = new Set(["حدود", "الحدود", "الحدودي", "الحدوديه", "حدودي", "حدوديه"]);
const LOOK_AHEAD = 5;
/** Both countries stand beside the word border. */
const EXPLICIT_BORDER = 0.9;
/** The other one is taken from the article. */
const IMPLIED_BORDER = 0.5;

/** The borders that a field names: الحدود السورية العراقية, الحدود مع العراق, الشريط الحدودي بين سوريا والعراق. */
export function borderLoci(
  field: ReadField,
  countriesOfArticle: ReadonlySet<string>,
  { borders, context }: ReadingRules,
): Locus[] {
  const { words } = field;
  const found: Locus[] = [];
  for (let from = 0; from < words.length; from++) {
    if (!stemIn(words[from], BORDER_WORDS)) continue;
    const countries: string[] = [];
    // "The border with A and B" is that of a third country with each of them.
    const isOfThird = words[from + 1]?.text === MAA;
    let to = from + 1;
    for (let at = from + 1; at <= from + LOOK_AHEAD; at++) {
      if (words[at]?.sentence !== words[from]!.sentence) break;
      const code = countryOf(words[at]!, context);
      if (!code) continue;
      if (!countries.includes(code)) countries.push(code);
      to = at + 1;
      if (countries.length === 2 || isOfThird) break;
    }
    const border = borderBetween(countries, borders, countriesOfArticle);
    if (!border) continue;
    const confidence = countries.length === 2 ? EXPLICIT_BORDER : IMPLIED_BORDER;
    const { surface } = spanOf(field, from, to);
    found.push({ surface, border, confidence, isOrigin: false, position: positionOf(field, from) });
  }
  return found;
}

/** The border of two countries, or of one with the only other country of the article that it borders on. */
function borderBetween(
  [first, second]: readonly string[],
  borders: readonly string[],
  others: ReadonlySet<string>,
): string | undefined {
  if (!first) return undefined;
  const between = (a: string, b: string) => borders.find((border) => border === `${a}-${b}` || border === `${b}-${a}`);
  if (second) return between(first, second);
  const possible = [...others].flatMap((other) => (other === first ? [] : (between(first, other) ?? [])));
  return possible.length === 1 ? possible[0] : undefined;
}

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
