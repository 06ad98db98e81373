import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Random, randomOf } from "./random.ts";

/** Real feeds and headlines lie beside the checkout where they are at hand; they are never part of it. */
export const SHARED = join(process.cwd(), "..", "shared", "data");
export const hasShared = existsSync(SHARED);

export interface Story {
  readonly guid: string;
  readonly title: string;
  readonly body?: string;
  readonly link?: string;
  readonly date?: string;
  /** Whether the watchlist of the runs asks for it. */
  readonly isExpected: boolean;
}

const ACTIONS = ["قصف مدفعي", "قصف جوي", "تجدد القصف", "قصف عنيف"];
const PLACES = ["على أطراف البوكمال", "يطال ريف البوكمال", "قرب البوكمال"];
const OWN_FILLERS = [
  "افتتاح معرض الكتاب في دمشق",
  "ارتفاع أسعار الخضار في الأسواق",
  "انطلاق الدوري الممتاز لكرة السلة",
];

let fillers: string[] | undefined;
function fillerTitles(): string[] {
  if (fillers) return fillers;
  const path = join(SHARED, "feeds", "headlines", "syria-headline-slugs.tsv");
  const real = existsSync(path)
    ? readFileSync(path, "utf8")
        .split("\n")
        .flatMap((line) => line.split("\t")[1] ?? [])
        .filter((title) => title !== "" && !/بوكمال|قصف/.test(title))
    : [];
  fillers = real.length > 0 ? real : OWN_FILLERS;
  return fillers;
}

let made = 0;

/** Articles with exactly known alerts: real headlines, and planted ones that name the place and the event. */
export function news(count: number, expected: number, random: Random = randomOf(1), tag = "n"): Story[] {
  const first = made;
  made += count;
  return Array.from({ length: count }, (_, i) => {
    const number = first + i;
    // Spread evenly, so that each batch has some of them.
    const isExpected = Math.floor(((i + 1) * expected) / count) > Math.floor((i * expected) / count);
    const title = isExpected ? `${random.pick(ACTIONS)} ${random.pick(PLACES)}` : random.pick(fillerTitles());
    return {
      guid: `${tag}-${number}`,
      title: `${title} (${tag} ${number})`,
      link: `https://news.example.org/${tag}/${number}`,
      date: new Date().toUTCString(),
      isExpected,
    };
  });
}

export function titlesOf(stories: readonly Story[]): string[] {
  return stories.filter(({ isExpected }) => isExpected).map(({ title }) => title);
}

export function escapeXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

export function itemXml({ guid, title, body = "", link, date }: Story): string {
  return [
    `<item><guid isPermaLink="false">${escapeXml(guid)}</guid><title>${escapeXml(title)}</title>`,
    link === undefined ? "" : `<link>${escapeXml(link)}</link>`,
    body === "" ? "" : `<description>${escapeXml(body)}</description>`,
    date === undefined ? "" : `<pubDate>${escapeXml(date)}</pubDate>`,
    "</item>",
  ].join("");
}

export function rss(items: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>t</title>${items}</channel></rss>`;
}

/** A feed with the newest story first, as feeds are. */
export function feedOf(stories: readonly Story[]): string {
  return rss(stories.toReversed().map(itemXml).join(""));
}
