import { fold, foldedWords } from "./fold.ts";
import { WA } from "./letters.ts";
import type { Word } from "./words.ts";

/** A number in a text, in digits or words: words[from, to). */
export interface NumberMention {
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** The words for `step` / those for twice `step` / and so on. */
function table(step: number, words: string) {
  return words.split(" / ").flatMap((same, i) => [...foldedWords(same)].map((word) => [word, step * (i + 1)] as const));
}

const ONE_TO_NINE =
  "واحد واحدة أحد إحدى / اثنان اثنين اثنا اثني اثنتين / ثلاثة ثلاث / أربعة أربع / خمسة خمس / ستة ست / سبعة سبع / ثمانية ثماني ثمان / تسعة تسع";
const TEN_TO_NINETY =
  "عشرة عشر / عشرون عشرين / ثلاثون ثلاثين / أربعون أربعين / خمسون خمسين / ستون ستين / سبعون سبعين / ثمانون ثمانين / تسعون تسعين";
const UNITS = new Map(table(1, ONE_TO_NINE));
const TENS = new Map(table(10, TEN_TO_NINETY));
const HUNDREDS = new Map(table(100, "مئة مائة / مئتان مئتين مئتي مائتي مائتين"));
const SCALES = new Map([
  ...table(1000, "ألف آلاف ألفا"),
  ...table(1e6, "مليون مليونا ملايين"),
  ...table(1e9, "مليار مليارات"),
]);
const HALF = fold("نصف");
const JOINED_HUNDRED = /^(.+?)(?:\u0645\u0627?\u064A\u0647)$/;

/** The numbers of a text; نصف مليون is 500,000, عشرات is none. A hundred joined to its unit (ثلاثمئة) is read too. */
export function numbersIn(words: readonly Word[]): NumberMention[] {
  const found: NumberMention[] = [];
  for (let from = 0; from < words.length; from++) {
    const number = numberAt(words, from);
    if (!number) continue;
    found.push(number);
    from = number.to - 1;
  }
  return found;
}

/** The number that words[from] begins; undefined where it begins none. */
export function numberAt(words: readonly Word[], from: number): NumberMention | undefined {
  let value = 0;
  let to = from;
  for (; to < words.length; to++) {
    const { text } = words[to]!;
    const isFirst = to === from;
    if (!isFirst && words[to - 1]!.gap !== "joined") break;
    const plain = text.startsWith(WA) && !UNITS.has(text) ? text.slice(1) : text;
    const scale = SCALES.get(plain);
    if (scale !== undefined) {
      // مليون وخمسمئة ألف: a scale multiplies what stands before it since the last scale.
      const part = value % 1000;
      value = plain !== text || part === 0 ? value + scale : value - part + part * scale;
      continue;
    }
    const isHalf = isFirst && plain === HALF;
    const part = isHalf ? (SCALES.get(words[to + 1]?.text ?? "") ?? Number.NaN) / 2 : numberOf(plain);
    // Parts of a number are joined by "and", but for the ten of a teen.
    if (Number.isNaN(part) || !(isFirst || plain !== text || TENS.get(text) === 10)) break;
    value += part;
    if (isHalf) to++;
  }
  return value > 0 ? { value, from, to } : undefined;
}

/** NaN where a word is no number below a thousand. */
function numberOf(word: string): number {
  if (/^\d+(?:\.\d+)?$/.test(word)) return Number(word);
  const unit = JOINED_HUNDRED.exec(word)?.[1] ?? "";
  const hundreds = (UNITS.get(unit) ?? UNITS.get(`${unit}\u0647`) ?? Number.NaN) * 100;
  return UNITS.get(word) ?? TENS.get(word) ?? HUNDREDS.get(word) ?? hundreds;
}
