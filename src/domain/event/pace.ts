import { isAtLeast, type Severity } from "../matcher/watchlist.ts";

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

/** Why an alert waits for the digest. */
export type HoldReason = "quiet-hours" | "too-many" | "silence" | "review";

/** Why an alert must wait for its channel's digest; undefined when it may go out now. */
export function whyHeld(
  severity: Severity,
  { quiet, perHour, timeZone }: Pace,
  toldLastHour: number,
  now: Date,
): HoldReason | undefined {
  if (quiet && !isAtLeast(severity, quiet.unless) && isWithin(now, quiet, timeZone)) return "quiet-hours";
  return perHour !== undefined && toldLastHour >= perHour && severity !== "critical" ? "too-many" : undefined;
}

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
