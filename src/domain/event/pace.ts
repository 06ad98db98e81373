import { isAtLeast, type Severity } from "../matcher/watchlist.ts";
import type { Alert } from "./alert.ts";
import { isClosed, type Verdict } from "./verdict.ts";

/** A span of the day in minutes since midnight, `to` not included; it may reach over midnight. */
export interface Hours {
  readonly from: number;
  readonly to: number;
}

/** When a channel is told, and what it is told later and together. */
export interface Pace {
  /** IANA name; all times of day are in it. */
  readonly timeZone: string;
  /** Alerts wait for the digest in these hours, but for those of at least this severity. */
  readonly quiet?: (Hours & { readonly unless: Severity }) | undefined;
  /** So many messages an hour; what is over waits for the digest, unless it is critical. */
  readonly perHour?: number | undefined;
  /** Alerts of one place gather for so long before the first message, and for so long between two. */
  readonly group?: { readonly waitMs: number; readonly intervalMs: number } | undefined;
  /** What is done about an alert of at least this severity of which nobody said a word in time. */
  readonly escalate: readonly { readonly afterMs: number; readonly to: string; readonly from: Severity }[];
  /** Times of day at which the digest goes out, or "hourly"; none: there is no digest. */
  readonly digestAt: readonly string[];
}

/** Why an alert is not told now. What was answered or closed is told in no digest either. */
export type HoldReason = "quiet-hours" | "too-many" | "silence" | "review" | "answered" | "closed";

/** Why an alert must not go out now; undefined when it may. `note`: of a silence, who asked for it and why. */
export function whyHeld(
  alert: Alert,
  { timeZone, quiet, perHour }: Pace,
  known: {
    readonly verdicts: readonly Verdict[];
    readonly silences: readonly Silence[];
    readonly toldLastHour: number;
    readonly now: Date;
  },
): { readonly why: HoldReason; readonly note?: string } | undefined {
  const { verdicts, silences, toldLastHour, now } = known;
  if (alert.remindsOf !== undefined && verdicts.length > 0) return { why: "answered" };
  if (isClosed(verdicts, alert.channelId)) return { why: "closed" };
  const silence = silenceOf(alert, silences, now);
  if (silence) return { why: "silence", note: `${silence.by}: ${silence.reason}` };
  if (quiet && !isAtLeast(alert.severity, quiet.unless) && isWithin(now, quiet, timeZone))
    return { why: "quiet-hours" };
  const isOver = perHour !== undefined && toldLastHour >= perHour && alert.severity !== "critical";
  return isOver ? { why: "too-many" } : undefined;
}

/** Whether a time of day lies in some hours, by the clocks of a time zone. */
export function isWithin(now: Date, { from, to }: Hours, timeZone: string): boolean {
  const time = new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "short" }).format(now);
  const minute = minuteOfDay(time);
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** 450 as "07:30". */
export function timeOfDay(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

/** "07:30" as minutes since midnight. */
export function minuteOfDay(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

/** What a silence can name. */
export const SILENCED = ["watchlist", "place", "concept", "channel", "feed"] as const;

/** What somebody asked not to be told for a while: alerts that bear all the ids that it names. */
export interface Silence extends Partial<Readonly<Record<(typeof SILENCED)[number], string>>> {
  readonly id: string;
  readonly by: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly until: string;
}

/** The first silence that covers an alert now. One of a watchlist covers what that list alone asks for. */
function silenceOf(alert: Alert, silences: readonly Silence[], now: Date): Silence | undefined {
  const { watchlists, place, concepts, channelId, article } = alert;
  const covers: Record<(typeof SILENCED)[number], (id: string) => boolean> = {
    watchlist: (id) => watchlists.every((one) => one.id === id),
    place: (id) => place?.id === id,
    concept: (id) => concepts.some((one) => one.id === id),
    channel: (id) => channelId === id,
    feed: (id) => article.feedId === id,
  };
  return silences.find(
    (silence) =>
      Date.parse(silence.until) > now.getTime() &&
      SILENCED.every((what) => silence[what] === undefined || covers[what](silence[what])),
  );
}
