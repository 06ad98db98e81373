import { fold } from "./fold.ts";
import type { Word } from "./words.ts";

/** A month named in a text: words[from, to); `month` counts from 0, as JavaScript's dates do. */
export interface MonthMention {
  readonly month: number;
  readonly from: number;
  readonly to: number;
}

/** The names of the twelve months, as calendars of the Arab world have them; names of one month parted by a stroke. */
const CALENDARS = {
  gregorian:
    "يناير / فبراير / مارس / أبريل / مايو / يونيو يونيه / يوليو يوليه / أغسطس / سبتمبر / أكتوبر / نوفمبر / ديسمبر",
  syriac:
    "كانون_الثاني / شباط / آذار / نيسان / أيار نوار / حزيران / تموز / آب / أيلول / تشرين_الأول / تشرين_الثاني / كانون_الأول",
  tunisianAndAlgerian: "جانفي / فيفري / مارس / أفريل / ماي / جوان / جويلية / أوت / سبتمبر / أكتوبر / نوفمبر / ديسمبر",
  moroccan: "يناير / فبراير / مارس / أبريل / ماي / يونيو / يوليوز / غشت / شتنبر / أكتوبر / نونبر / دجنبر",
} as const;

/** "The month of": شهر 7, شهر تموز, الشهر السابع. */
const MONTH_WORDS = ["شهر", "الشهر"].map(fold);
const ORDINALS =
  "الأول / الثاني / الثالث / الرابع / الخامس / السادس / السابع / الثامن / التاسع / العاشر / الحادي_عشر / الثاني_عشر";

/** Names of one or two words, folded, by their number. */
const NAMES = new Map(Object.values(CALENDARS).flatMap(numbered));
const NUMBERS = new Map(numbered(ORDINALS));

function numbered(names: string): (readonly [name: string, month: number])[] {
  return names
    .split(" / ")
    .flatMap((same, month) => same.split(" ").map((name) => [fold(name.replace("_", " ")), month] as const));
}

/** The month that words[at] begins to name; the longer name first, so that تشرين الثاني is no bare تشرين. */
export function monthAt(words: readonly Word[], at: number): MonthMention | undefined {
  const named = namedAt(words, at, NAMES);
  if (named || !MONTH_WORDS.includes(words[at]?.text ?? "")) return named;
  const after = words[at + 1]?.text ?? "";
  if (/^(?:0?[1-9]|1[0-2])$/.test(after)) return { month: Number(after) - 1, from: at, to: at + 2 };
  const told = namedAt(words, at + 1, NAMES) ?? namedAt(words, at + 1, NUMBERS);
  return told && { ...told, from: at };
}

/** The month whose name ends directly before words[at]. */
export function monthBefore(words: readonly Word[], at: number): MonthMention | undefined {
  return [at - 1, at - 2, at - 3].map((from) => monthAt(words, from)).find((month) => month?.to === at);
}

function namedAt(words: readonly Word[], at: number, names: ReadonlyMap<string, number>): MonthMention | undefined {
  const [first, second] = [words[at], words[at + 1]];
  if (!first) return undefined;
  const both = first.gap === "joined" && second ? names.get(`${first.text} ${second.text}`) : undefined;
  if (both !== undefined) return { month: both, from: at, to: at + 2 };
  const month = names.get(first.text);
  return month === undefined ? undefined : { month, from: at, to: at + 1 };
}
