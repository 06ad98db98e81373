import { isAtLeast, type Severity } from "../severity.ts";
import type { Alert } from "./alert.ts";
import { type Hours, isWithin } from "./hours.ts";
import { type Silence, silenceOf } from "./silence.ts";
import { isClosed, type Verdict } from "./verdict.ts";

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
