import type { Alert } from "../domain/alerts/alert.ts";
import type { Digest, HeldAlert } from "../domain/alerts/digest.ts";
import type { Silence } from "../domain/alerts/silence.ts";
import type { Verdict, VerdictCounts } from "../domain/alerts/verdict.ts";
import type { OpsNotice } from "./ops-notice.ts";

/** What came of trying to send an alert. */
export type Delivery =
  | {
      readonly outcome: "done";
      /** What later updates of the message need, such as Slack's ts. */
      readonly ref?: string | undefined;
      /** What was not quite done, such as a recipient refused among others. */
      readonly note?: string | undefined;
    }
  | {
      readonly outcome: "later";
      readonly why: string;
      readonly afterMs?: number | undefined;
      /** The other side may have accepted it all the same (a timeout, a cut connection): the next try is marked. */
      readonly mayHaveArrived?: boolean | undefined;
    }
  | { readonly outcome: "never"; readonly why: string };

/** Somewhere an alert can be sent. One file in channels/ is one kind of channel. */
export interface Channel {
  readonly id: string;
  /** Whether an alert may bring a map picture. */
  readonly takesPictures?: boolean | undefined;
  /** Never rejects: every failure is `later` or `never`, told without a secret in it. Ends early when the signal fires. */
  send(message: Outgoing, signal: AbortSignal): Promise<Delivery>;
  /** Writes a message again with what is known now, silently; absent where a channel cannot. `ref`: what it gave. */
  amend?(alert: Alert, ref: string, signal: AbortSignal): Promise<Delivery>;
  /** Whether the channel can be reached and accepts its credentials, without sending anything. */
  check(signal: AbortSignal): Promise<Delivery>;
}

/** What a channel is asked to send. */
export type Outgoing =
  | {
      readonly kind: "alert";
      readonly alert: Alert;
      readonly possibleRepeat: boolean;
      /** Of an update: what this channel gave for the alert that told the story first. */
      readonly threadRef?: string | undefined;
      /** A map of its place, as PNG. */
      readonly picture?: Uint8Array | undefined;
    }
  | { readonly kind: "digest"; readonly digest: Digest; readonly possibleRepeat: boolean }
  | { readonly kind: "notice"; readonly notice: OpsNotice };

/** What is known of the sending of one alert. */
export interface SentLedger {
  /** Notes that a try begins. `first`: nobody noted one before. `sent`: it is already done. */
  begin(alertId: string, at: Date): Promise<"first" | "again" | "sent">;
  /** Notes that the channel refused the try, so that the next one is no repeat. */
  refused(alertId: string): Promise<void>;
  /** Notes that the alert needs no more tries. `ref`: what the channel gave for it. */
  done(alertId: string, ref: string | undefined, at: Date): Promise<void>;
  /** What the channel gave for an alert that was sent; undefined when it was not, or gave nothing. */
  refOf(alertId: string): Promise<string | undefined>;
}

/** The alerts that people look at, without the bodies of their articles. */
export interface ToldAlerts {
  keep(alert: Alert, ref: string | undefined, at: Date): Promise<void>;
  find(alertId: string): Promise<Alert | undefined>;
  /** The alert whose message a channel knows by this `ref`. */
  findByRef(channelId: string, ref: string): Promise<Alert | undefined>;
  /** How many a channel was told since then, at most an hour ago. */
  countSince(channelId: string, since: Date): Promise<number>;
  /** When a channel was last told of a place, within a day. */
  lastOf(channelId: string, placeId: string): Promise<Date | undefined>;
}

/** Alerts that wait for the digests of their channels. */
export interface DigestBox {
  /** Puts an alert in the next digest of its channel; the same one again changes nothing. */
  hold(held: HeldAlert): Promise<void>;
  /** What the next digest tells, the oldest first. Until it is told, asking again gives the same. */
  open(channelId: string): Promise<{ readonly held: readonly HeldAlert[]; readonly leftOut: number }>;
  told(channelId: string): Promise<void>;
}

/** What people asked not to be told. */
export interface Silences {
  /** Those in force and those that ended lately. */
  all(): Promise<readonly Silence[]>;
  add(silence: Silence): Promise<void>;
  /** False when there is no such silence. */
  drop(id: string): Promise<boolean>;
}

/** What analysts said of alerts. */
export interface VerdictBook {
  /** Notes a verdict on an alert; false when the same person said the same of it before. */
  give(verdict: Verdict, alert: Alert): Promise<boolean>;
  on(storyId: string): Promise<readonly Verdict[]>;
  /** Ids of the stories that were rejected, as long as stories are kept. */
  rejected(): Promise<readonly string[]>;
  /** How often each verdict was given, by watchlist, and by watchlist and concept as `watchlist concept`. */
  counts(): Promise<ReadonlyMap<string, VerdictCounts>>;
}
