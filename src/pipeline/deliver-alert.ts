import { type Alert, mergedUpdate } from "../domain/alerts/alert.ts";
import type { HeldAlert } from "../domain/alerts/digest.ts";
import { type Pace, whyHeld } from "../domain/alerts/pace.ts";
import type { VerdictLinks } from "../domain/alerts/verdict.ts";
import { isAtLeast } from "../domain/severity.ts";
import type {
  Channel,
  Delivery,
  DigestBox,
  Outgoing,
  SentLedger,
  Silences,
  ToldAlerts,
  VerdictBook,
} from "./deliver-ports.ts";
import type { AlertQueue } from "./match-ports.ts";

export interface DeliverPorts {
  readonly sent: SentLedger;
  readonly told: ToldAlerts;
  readonly digests: Pick<DigestBox, "hold">;
  readonly silences: Pick<Silences, "all">;
  readonly verdicts: Pick<VerdictBook, "on">;
  readonly alerts: Pick<AlertQueue, "enqueue">;
  /** Links that give verdicts on an alert, where its channel shows them. */
  linksFor?(alert: Alert): VerdictLinks | undefined;
  /** The channel with this id; undefined when it is no longer configured or is off. */
  channelOf(id: string): { readonly channel: Channel; readonly pace: Pace } | undefined;
  /** A map of its place as PNG; undefined where none can be drawn. Never rejects. */
  draw?(alert: Alert): Promise<Uint8Array | undefined>;
  now(): Date;
}

/** An alert as it was queued; `afterLoss`: the ledger that knew whether it was told is lost. */
export interface QueuedAlert {
  readonly alert: Alert;
  readonly afterLoss: boolean;
}

interface DueAlert {
  readonly alert: Alert;
  readonly isFirst: boolean;
  readonly possibleRepeat: boolean;
}

/** What came of sending, with what the log should know of it. */
export type DeliveryReport = Delivery & {
  readonly possibleRepeat: boolean;
  /** Those that were not sent now, and why. */
  readonly held: readonly { readonly alert: string; readonly why: string }[];
};

const HOUR_MS = 3_600_000;

/**
 * Sends alerts of one channel once, in one message: note the intents, send, note that they were sent. What was begun
 * before and not proved sent is sent marked as a possible repeat, unless the channel is known to have refused it. What
 * is proved sent is left out; what its channel's pace or a silence holds back goes into the digest.
 */
export async function deliverAlert(
  queued: readonly [QueuedAlert, ...QueuedAlert[]],
  ports: DeliverPorts,
  giveUpAfterMs: number,
  signal: AbortSignal,
): Promise<DeliveryReport> {
  const { channelId, decidedAt } = queued[0].alert;
  const { channel, pace } = ports.channelOf(channelId) ?? {};
  const held: DeliveryReport["held"][number][] = [];
  const known = { possibleRepeat: false, held };
  if (!channel || !pace) return { outcome: "never", why: `channel ${channelId} is not configured or is off`, ...known };

  const groupWaitMs = await waitOfGroup(queued[0].alert, pace, ports);
  if (groupWaitMs > 0) return { outcome: "later", why: "its place was told lately", afterMs: groupWaitMs, ...known };

  const silences = await ports.silences.all();
  const anHourAgo = new Date(ports.now().getTime() - HOUR_MS);
  const toldLastHour = await ports.told.countSince(channelId, anHourAgo);
  const due: DueAlert[] = [];
  for (const { alert, afterLoss } of queued) {
    const begun = await ports.sent.begin(alert.id, ports.now());
    if (begun === "sent") continue;
    const verdicts = await ports.verdicts.on(alert.storyId);
    const hold = whyHeld(alert, pace, { verdicts, silences, toldLastHour, now: ports.now() });
    if (hold) {
      const isOver = hold.why === "answered" || hold.why === "closed" || pace.digestAt.length === 0;
      if (!isOver) await ports.digests.hold({ alert, ...hold });
      await ports.sent.done(alert.id, undefined, ports.now());
      held.push({ alert: alert.id, why: hold.why });
    } else due.push({ alert, isFirst: begun === "first", possibleRepeat: begun === "again" || afterLoss });
  }
  const [first] = due;
  if (!first) return { outcome: "done", ...known };
  const message = await messageOf([first, ...due.slice(1)], channel, ports);
  const delivery = await channel.send(message, signal);

  const arrivalRuledOut = delivery.outcome === "never" || (delivery.outcome === "later" && !delivery.mayHaveArrived);
  for (const { alert, isFirst } of due) {
    if (delivery.outcome === "done") {
      await ports.told.keep(alert, delivery.ref, ports.now());
      await escalate(alert, pace, ports);
      await ports.sent.done(alert.id, delivery.ref, ports.now());
    } else if (arrivalRuledOut && isFirst) await ports.sent.refused(alert.id);
  }
  const report = { possibleRepeat: due.some((one) => one.possibleRepeat), held };
  const ageMs = ports.now().getTime() - Date.parse(decidedAt);
  if (delivery.outcome !== "later" || ageMs <= giveUpAfterMs) return { ...delivery, ...report };
  return { outcome: "never", why: `given up after ${Math.round(ageMs / HOUR_MS)} h: ${delivery.why}`, ...report };
}

/** How long a place must still wait, when its channel gathers by place and was told of it lately. */
async function waitOfGroup({ channelId, place, severity, update }: Alert, { group }: Pace, ports: DeliverPorts) {
  if (!group || !place || update || severity === "critical") return 0;
  const last = await ports.told.lastOf(channelId, place.id);
  return last === undefined ? 0 : last.getTime() + group.intervalMs - ports.now().getTime();
}

/** One alert as itself, with its map if it opens a thread; the updates of one story as one; others as a list. */
async function messageOf(
  due: readonly [DueAlert, ...DueAlert[]],
  { takesPictures }: Channel,
  ports: DeliverPorts,
): Promise<Outgoing> {
  const [{ alert }] = due;
  const possibleRepeat = due.some((one) => one.possibleRepeat);
  const isOneStory = due.every((one) => one.alert.update && one.alert.storyId === alert.storyId);
  if (due.length === 1 || isOneStory) {
    const threadRef = alert.update && (await ports.sent.refOf(alert.update.of));
    const picture = takesPictures && threadRef === undefined ? await ports.draw?.(alert) : undefined;
    const told = { ...mergedUpdate(due.map((one) => one.alert)), verdictLinks: ports.linksFor?.(alert) };
    return { kind: "alert", alert: told, possibleRepeat, threadRef, picture };
  }
  const held = due.map((one): HeldAlert => ({ ...one, why: "together" }));
  const at = ports.now().toISOString();
  const digest = { id: `together-${alert.id}`, kind: "together" as const, held, leftOut: 0, verdicts: {}, at };
  return { kind: "digest", digest, possibleRepeat };
}

/** Queues what is told when nobody says a word of an alert in time. */
async function escalate(alert: Alert, pace: Pace, ports: DeliverPorts): Promise<void> {
  if (alert.update || alert.remindsOf !== undefined) return;
  for (const [i, { afterMs, to, from }] of pace.escalate.entries()) {
    if (!isAtLeast(alert.severity, from)) continue;
    const reminder = { ...alert, id: `${alert.id}-r${i}`, channelId: to, remindsOf: alert.id };
    await ports.alerts.enqueue(reminder, false, afterMs);
  }
}
