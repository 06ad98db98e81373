import { type Labels, labelsIn } from "../language/labels.ts";
import type { Language } from "../language/language.ts";
import { cleanLine, shorten } from "../safe-text.ts";
import { SEVERITIES } from "../severity.ts";
import type { Alert } from "./alert.ts";
import type { HoldReason } from "./pace.ts";
import { precisionPercent, type VerdictCounts, verdictCountsText } from "./verdict.ts";

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
  readonly sections: readonly DigestSection[];
}

export interface DigestSection {
  /** Empty where there is but one. */
  readonly heading: string;
  readonly lines: readonly DigestLine[];
}

export interface DigestLine {
  readonly text: string;
  readonly url?: string | undefined;
  /** Of a line that only counts others: how many. */
  readonly countsFor?: number | undefined;
}

/** A digest of more is no digest; what is over is counted in it. */
export const MOST_HELD = 2000;

/** What holds an alert back for the digest, in the order of the summary. */
const HELD_FOR = ["quiet-hours", "too-many", "review", "silence"] as const;

/** 22 lines with their addresses stay under what Slack takes in one message. */
const LINES = { held: 14, review: 7, together: 22 } as const;
const TEXT_LIMIT = 150;
const URL_LIMIT = 200;
const TOP_PLACES = 5;

/** Words a digest for people, with labels in their language; what articles say stays in Arabic. */
export function digestWording(digest: Digest, language: Language): DigestWording {
  const { kind, held, at } = digest;
  const labels = labelsIn(language);
  if (kind === "together") {
    const lines = alertLines(held, LINES.together, language);
    return { title: labels.alertsTogether(held.length), sections: [{ heading: "", lines }] };
  }
  const worstFirst = heldFor(held, "quiet-hours", "too-many").toSorted((a, b) => rank(b) - rank(a));
  const sections = [
    { heading: labels.digest.summary, lines: summaryLines(digest, language) },
    { heading: labels.digest.held, lines: alertLines(worstFirst, LINES.held, language) },
    { heading: labels.digest.review, lines: alertLines(heldFor(held, "review"), LINES.review, language) },
    { heading: labels.digest.silence, lines: silenceLines(heldFor(held, "silence")) },
    { heading: labels.digest.verdicts, lines: verdictLines(digest, language) },
  ];
  return {
    title: `${labels.digest.digest} ${at.slice(0, 10)}`,
    sections: sections.filter(({ lines }) => lines.length > 0),
  };
}

function heldFor(held: readonly HeldAlert[], ...reasons: HeldAlert["why"][]): HeldAlert[] {
  return held.filter(({ why }) => reasons.includes(why));
}

/** How many were held back for what, and the places that they name most. */
function summaryLines({ held, leftOut }: Digest, language: Language): DigestLine[] {
  const labels = labelsIn(language);
  const counts = HELD_FOR.map((why) => [labels.heldFor[why], heldFor(held, why).length] as const);
  const told = [...counts, [labels.digest.more, leftOut] as const].filter(([, count]) => count > 0);
  const summary = told.map(([label, count]) => `${label}: ${count}`).join(" · ");
  const places = tally(held.map(({ alert }) => placeName(alert, language)).filter(Boolean)).slice(0, TOP_PLACES);
  const top = places.map(([name, count]) => `${name} ${count}`).join("، ");
  return [{ text: summary }, ...(top ? [{ text: `${labels.digest.places}: ${top}` }] : [])];
}

/** A line for each article, copies of one together; what is over `most` is counted. */
function alertLines(held: readonly HeldAlert[], most: number, language: Language): DigestLine[] {
  const labels = labelsIn(language);
  const lines = onePerTitle(held).map(({ first, times }) => alertLine(first, times, labels, language));
  const rest = lines.length - most;
  return rest > 0 ? [...lines.slice(0, most), moreLine(rest, language)] : lines;
}

/** The line that counts those which are left out. */
export function moreLine(count: number, language: Language): DigestLine {
  return { text: `+${count} ${labelsIn(language).digest.more}`, countsFor: count };
}

function alertLine(
  { alert, possibleRepeat }: HeldAlert,
  times: number,
  labels: Labels,
  language: Language,
): DigestLine {
  const { title, source, url = "" } = alert.article;
  const shown = shorten(cleanLine(title) || cleanLine(source.outlet), TEXT_LIMIT);
  const place = placeName(alert, language);
  const marks = [shown.includes(place) ? "" : place, possibleRepeat ? labels.digest.possibleRepeat : ""];
  const note = marks.filter(Boolean).join("، ");
  const text = shown + (note && ` (${note})`) + (times > 1 ? ` ×${times}` : "");
  return { text, url: url !== "" && url.length <= URL_LIMIT ? url : undefined };
}

/** By silence, who asked for it and how much it held back. */
function silenceLines(held: readonly HeldAlert[]): DigestLine[] {
  return tally(held.map(({ note = "" }) => cleanLine(note))).map(([note, count]) => ({ text: `${count} × ${note}` }));
}

function verdictLines({ verdicts }: Digest, language: Language): DigestLine[] {
  return Object.entries(verdicts)
    .filter(([, counts]) => precisionPercent(counts) !== undefined)
    .map(([watchlist, counts]) => ({ text: `${watchlist}: ${verdictCountsText(counts, language)}` }));
}

function placeName({ place }: Alert, language: Language): string {
  return (language === "ar" ? place?.name : place?.latin) ?? "";
}

function rank({ alert }: HeldAlert): number {
  return SEVERITIES.indexOf(alert.severity);
}

/** Copies of one article are one line. */
function onePerTitle(held: readonly HeldAlert[]): { readonly first: HeldAlert; readonly times: number }[] {
  const byTitle = new Map<string, { first: HeldAlert; times: number }>();
  for (const one of held) {
    const title = cleanLine(one.alert.article.title) || one.alert.id;
    byTitle.set(title, { first: one, times: (byTitle.get(title)?.times ?? 0) + 1 });
  }
  return [...byTitle.values()];
}

/** Each text with how often it stands there, the most frequent first. */
function tally(texts: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1]);
}
