import { SEVERITIES } from "../matcher/watchlist.ts";
import type { Alert } from "./alert.ts";
import type { HoldReason } from "./pace.ts";
import { cleanLine, shorten } from "./safe-text.ts";
import { precisionPercent, type VerdictCounts, verdictCountsText } from "./verdict.ts";
import type { Language } from "./wording.ts";

/** An alert that is told among others. */
export interface HeldAlert {
  readonly alert: Alert;
  readonly why: HoldReason | "together";
  /** Of a silence: who asked for it, and why. */
  readonly note?: string | undefined;
  readonly possibleRepeat?: boolean | undefined;
}

/** Several alerts in one message: those of a digest, or those that are too many to be told alone. Plain data. */
export interface Digest {
  readonly id: string;
  readonly kind: "digest" | "together";
  readonly held: readonly HeldAlert[];
  /** Held as well, and only counted. */
  readonly leftOut: number;
  /** What analysts said so far, by watchlist. */
  readonly verdicts: Readonly<Record<string, VerdictCounts>>;
  /** ISO 8601. */
  readonly at: string;
}

/** A digest in words. Feed text in it is clean, but not escaped for any format. */
export interface DigestWording {
  readonly title: string;
  readonly sections: readonly { readonly heading: string; readonly lines: readonly DigestLine[] }[];
}

export interface DigestLine {
  readonly text: string;
  readonly url?: string | undefined;
}

const WORDS: Readonly<Record<string, readonly [string, string]>> = {
  digest: ["موجز راصد", "Rasid digest"],
  together: ["تنبيهات معا", "alerts together"],
  held: ["لم ترسل في حينها", "Held back"],
  summary: ["الخلاصة", "In short"],
  places: ["أكثر الأماكن ذكرا", "Most named places"],
  verdicts: ["دقة قوائم المراقبة", "How right the watchlists were"],
  more: ["أخرى", "more"],
  repeat: ["ربما سبق إرساله", "may be a repeat"],
  "quiet-hours": ["ساعات الهدوء", "quiet hours"],
  "too-many": ["تجاوز الحد", "over the rate"],
  review: ["للمراجعة", "to be looked at"],
  silence: ["مسكتة", "silenced"],
};
const REASONS = ["quiet-hours", "too-many", "review", "silence"] as const;

/** 22 lines with their addresses stay under what Slack takes in one message. */
const LINES = { held: 14, review: 7, together: 22 } as const;
const TEXT_LIMIT = 150;
const URL_LIMIT = 200;
const TOP_PLACES = 5;

/** Words a digest for people, with labels in their language; what articles say stays in Arabic. */
export function digestWording({ kind, held, leftOut, verdicts, at }: Digest, language: Language): DigestWording {
  const inWords = (key: string) => WORDS[key]![language === "ar" ? 0 : 1];
  const of = (...reasons: HeldAlert["why"][]) => held.filter(({ why }) => reasons.includes(why));
  const nameOf = ({ place }: Alert) => (language === "ar" ? place?.name : place?.latin) ?? "";
  const lineOf = ({ alert, possibleRepeat }: HeldAlert, times: number): DigestLine => {
    const { title, source, url = "" } = alert.article;
    const shown = shorten(cleanLine(title) || cleanLine(source.outlet), TEXT_LIMIT);
    const marks = [shown.includes(nameOf(alert)) ? "" : nameOf(alert), possibleRepeat ? inWords("repeat") : ""];
    const note = marks.filter(Boolean).join("، ");
    const text = shown + (note && ` (${note})`) + (times > 1 ? ` ×${times}` : "");
    return { text, url: url !== "" && url.length <= URL_LIMIT ? url : undefined };
  };
  const linesOf = (some: readonly HeldAlert[], most: number) => {
    const lines = onePerTitle(some).map(({ one, times }) => lineOf(one, times));
    const rest = lines.length - most;
    return rest > 0 ? [...lines.slice(0, most), { text: `+${rest} ${inWords("more")}` }] : lines;
  };
  if (kind === "together")
    return {
      title: `${held.length} ${inWords("together")}`,
      sections: [{ heading: "", lines: linesOf(held, LINES.together) }],
    };

  const counts = REASONS.flatMap((why) => (of(why).length > 0 ? [`${inWords(why)}: ${of(why).length}`] : []));
  const summary = [...counts, ...(leftOut > 0 ? [`${inWords("more")}: ${leftOut}`] : [])].join(" · ");
  const places = tally(held.map(({ alert }) => nameOf(alert)).filter(Boolean)).slice(0, TOP_PLACES);
  const top = places.map(([name, count]) => `${name} ${count}`).join("، ");
  const worstFirst = of("quiet-hours", "too-many").toSorted((a, b) => rank(b) - rank(a));
  const silenced = tally(of("silence").map(({ note = "" }) => cleanLine(note)));
  const precise = Object.entries(verdicts).filter(([, counts]) => precisionPercent(counts) !== undefined);
  const sections = [
    {
      heading: inWords("summary"),
      lines: [{ text: summary }, ...(top ? [{ text: `${inWords("places")}: ${top}` }] : [])],
    },
    { heading: inWords("held"), lines: linesOf(worstFirst, LINES.held) },
    { heading: inWords("review"), lines: linesOf(of("review"), LINES.review) },
    { heading: inWords("silence"), lines: silenced.map(([note, count]) => ({ text: `${count} × ${note}` })) },
    {
      heading: inWords("verdicts"),
      lines: precise.map(([list, counts]) => ({ text: `${list}: ${verdictCountsText(counts, language)}` })),
    },
  ];
  return {
    title: `${inWords("digest")} ${at.slice(0, 10)}`,
    sections: sections.filter(({ lines }) => lines.length > 0),
  };
}

function rank({ alert }: HeldAlert): number {
  return SEVERITIES.indexOf(alert.severity);
}

/** Copies of one article are one line. */
function onePerTitle(held: readonly HeldAlert[]): { readonly one: HeldAlert; readonly times: number }[] {
  const byTitle = new Map<string, { one: HeldAlert; times: number }>();
  for (const one of held) {
    const title = cleanLine(one.alert.article.title) || one.alert.id;
    byTitle.set(title, { one, times: (byTitle.get(title)?.times ?? 0) + 1 });
  }
  return [...byTitle.values()];
}

/** Each text with how often it stands there, the most frequent first. */
function tally(texts: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1]);
}
