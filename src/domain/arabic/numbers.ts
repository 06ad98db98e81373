import { fold } from "./fold.ts";
import type { Word } from "./words.ts";

/** A number in a text, in digits or words: words[from, to). */
export interface NumberMention {
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

function table(entries: Readonly<Record<string, number>>): ReadonlyMap<string, number> {
  return new Map(Object.entries(entries).map(([word, value]) => [fold(word), value]));
}

const UNITS = table({
  واحد: 1,
  واحدة: 1,
  أحد: 1,
  إحدى: 1,
  اثنان: 2,
  اثنين: 2,
  اثنا: 2,
  اثني: 2,
  اثنتين: 2,
  ثلاثة: 3,
  ثلاث: 3,
  أربعة: 4,
  أربع: 4,
  خمسة: 5,
  خمس: 5,
  ستة: 6,
  ست: 6,
  سبعة: 7,
  سبع: 7,
  ثمانية: 8,
  ثماني: 8,
  ثمان: 8,
  تسعة: 9,
  تسع: 9,
});
const TEN = table({ عشرة: 10, عشر: 10 });
const TENS = table({
  عشرون: 20,
  عشرين: 20,
  ثلاثون: 30,
  ثلاثين: 30,
  أربعون: 40,
  أربعين: 40,
  خمسون: 50,
  خمسين: 50,
  ستون: 60,
  ستين: 60,
  سبعون: 70,
  سبعين: 70,
  ثمانون: 80,
  ثمانين: 80,
  تسعون: 90,
  تسعين: 90,
});
const HUNDREDS = table({ مئة: 100, مائة: 100, مئتان: 200, مئتين: 200, مئتي: 200, مائتي: 200, مائتين: 200 });
const SCALES = table({
  ألف: 1000,
  آلاف: 1000,
  ألفا: 1000,
  مليون: 1e6,
  مليونا: 1e6,
  ملايين: 1e6,
  مليار: 1e9,
  مليارات: 1e9,
});
const HALF = fold("نصف");
const WA = fold("و");
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

function numberAt(words: readonly Word[], from: number): NumberMention | undefined {
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
    const part = isFirst && plain === HALF ? halfOf(words[to + 1]) : numberOf(plain);
    // Parts of a number are joined by "and", but for the ten of a teen.
    if (part === undefined || !(isFirst || plain !== text || TEN.has(text))) break;
    value += part;
    if (isFirst && plain === HALF) to++;
  }
  return to > from && value > 0 ? { value, from, to } : undefined;
}

function halfOf(next: Word | undefined): number | undefined {
  const scale = next && SCALES.get(next.text);
  return scale && scale / 2;
}

function numberOf(word: string): number | undefined {
  if (/^\d+(?:\.\d+)?$/.test(word)) return Number(word);
  const known = UNITS.get(word) ?? TEN.get(word) ?? TENS.get(word) ?? HUNDREDS.get(word);
  if (known !== undefined) return known;
  const unit = JOINED_HUNDRED.exec(word)?.[1];
  const times = unit === undefined ? undefined : (UNITS.get(unit) ?? UNITS.get(`${unit}\u0647`));
  return times && times * 100;
}
