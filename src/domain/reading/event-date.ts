import { type MonthMention, monthAt } from "../arabic/months.ts";
import { numberAt } from "../arabic/numbers.ts";
import type { Word } from "../arabic/words.ts";
import { stemsOf } from "../gazetteer/context.ts";

/** The day an event fell on, and the words that say so: words[from, to). */
export interface EventDate {
  /** "2017-07-19". */
  readonly date: string;
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;
/** Outlets of the region date by their own day, which is three hours ahead of UTC. */
const LOCAL_OFFSET_MS = 3 * 3_600_000;

/** Words by number, from 0. */
const numbered = (words: string, from = 0) => new Map(words.split(" ").map((word, i) => [word, from + i]));
/** Sunday is 0, as in JavaScript's dates. Folded. */
const WEEKDAYS = numbered("الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت");
const DAYPARTS = new Set(["فجر", "صباح", "ظهر", "عصر", "مساء", "ليل", "ليله", "منتصف", "يوم"]);
const RELATIVE = new Map([...numbered("اليوم"), ...numbered("امس", -1), ...numbered("البارحه", -1)]);
const TIMES = [WEEKDAYS, DAYPARTS, RELATIVE];
/** "Two days", which Arabic says in one word. */
const TWO_DAYS = "يومين";
const AGO = "قبل";
/** What is longer ago is told in weeks, months and years. */
const MOST_DAYS_AGO = 99;
const DAYS = new Set(["ايام", "يوما", "يوم"]);
const LAST = new Set(["الماضي", "المنصرم", "الفايت"]);

/** The first date in words[from, to) that can be resolved against the moment of publication (ISO 8601). */
export function eventDateIn(
  words: readonly Word[],
  from: number,
  to: number,
  publishedAt: string,
): EventDate | undefined {
  const published = new Date(Date.parse(publishedAt) + LOCAL_OFFSET_MS);
  if (Number.isNaN(published.getTime())) return undefined;
  for (let at = from; at < to; at++) {
    const found = dateAt(words, at, published);
    if (!found) continue;
    const start = at > 0 && DAYPARTS.has(bare(words[at - 1]!)) ? at - 1 : at;
    return { date: found.day, from: start, to: found.to };
  }
  return undefined;
}

function dateAt(words: readonly Word[], at: number, published: Date): { day: string; to: number } | undefined {
  const text = bare(words[at]!);
  const relative = RELATIVE.get(text);
  if (relative !== undefined) return { day: dayFrom(published, relative), to: at + 1 };
  const weekday = WEEKDAYS.get(text);
  if (weekday !== undefined) {
    const isLast = LAST.has(words[at + 1]?.text ?? "");
    const back = (published.getUTCDay() - weekday + 7) % 7 || (isLast ? 7 : 0);
    return { day: dayFrom(published, -back), to: isLast ? at + 2 : at + 1 };
  }
  if (text === AGO) return daysAgo(words, at, published);
  const month = /^\d{1,2}$/.test(text) ? monthAt(words, at + 1) : undefined;
  return month && explicit(words, Number(text), month, published);
}

function daysAgo(words: readonly Word[], at: number, published: Date): { day: string; to: number } | undefined {
  const next = words[at + 1]?.text ?? "";
  if (next === TWO_DAYS) return { day: dayFrom(published, -2), to: at + 2 };
  const count = numberAt(words, at + 1);
  if (!count || !Number.isInteger(count.value) || count.value > MOST_DAYS_AGO) return undefined;
  if (!DAYS.has(words[count.to]?.text ?? "")) return undefined;
  return { day: dayFrom(published, -count.value), to: count.to + 1 };
}

/** "19 يوليو/تموز 2017"; without a year, the last such day before publication. */
function explicit(
  words: readonly Word[],
  day: number,
  { month, to }: MonthMention,
  published: Date,
): { day: string; to: number } | undefined {
  const after = monthAt(words, to)?.to ?? to;
  const year = /^(19|20)\d\d$/.test(words[after]?.text ?? "") ? Number(words[after]!.text) : undefined;
  const guess = new Date(Date.UTC(year ?? published.getUTCFullYear(), month, day));
  if (guess.getUTCMonth() !== month) return undefined;
  if (year === undefined && guess.getTime() > published.getTime() + DAY_MS)
    guess.setUTCFullYear(guess.getUTCFullYear() - 1);
  return { day: guess.toISOString().slice(0, 10), to: year === undefined ? after : after + 1 };
}

function dayFrom(published: Date, days: number): string {
  return new Date(published.getTime() + days * DAY_MS).toISOString().slice(0, 10);
}

/** The word without what may be joined to its front, when that leaves a word of time. */
function bare(word: Word): string {
  return stemsOf(word).find((stem) => stem === AGO || TIMES.some((words) => words.has(stem))) ?? word.text;
}
