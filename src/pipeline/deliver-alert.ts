import type { Alert } from "../domain/event/alert.ts";
import type { VerdictLinks } from "../domain/event/verdict.ts";
import { alertLine } from "../domain/event/wording.ts";
import type { Channel, Delivery, Outgoing, SentLedger, ToldAlerts } from "./ports.ts";

export interface DeliverPorts {
  readonly sent: SentLedger;
  readonly told: ToldAlerts;
  /** Links that give verdicts on an alert, where its channel shows them. */
  linksFor?(alert: Alert): VerdictLinks | undefined;
  /** The channel with this id; undefined when it is no longer configured or is off. */
  channelOf(id: string): Channel | undefined;
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
export type DeliveryReport = Delivery & { readonly possibleRepeat: boolean };

/**
 * Sends alerts of one channel once, in one message: note the intents, send, note that they were sent. What was begun
 * before and not proved sent is sent marked as a possible repeat, unless the channel is known to have refused it. What
 * is proved sent is left out.
 */
export async function deliverAlert(
  queued: readonly [QueuedAlert, ...QueuedAlert[]],
  ports: DeliverPorts,
  giveUpAfterMs: number,
  signal: AbortSignal,
): Promise<DeliveryReport> {
  const { channelId, decidedAt } = queued[0].alert;
  const channel = ports.channelOf(channelId);
  if (!channel)
    return { outcome: "never", why: `channel ${channelId} is not configured or is off`, possibleRepeat: false };

  const due: DueAlert[] = [];
  for (const { alert, afterLoss } of queued) {
    const begun = await ports.sent.begin(alert.id, ports.now());
    if (begun === "sent") continue;
    due.push({ alert, isFirst: begun === "first", possibleRepeat: begun === "again" || afterLoss });
  }
  const [first] = due;
  if (!first) return { outcome: "done", possibleRepeat: false };
  const threadRef = first.alert.update && (await ports.sent.refOf(first.alert.update.of));
  const alert = { ...first.alert, verdictLinks: ports.linksFor?.(first.alert) };
  const message =
    due.length === 1 ? ({ kind: "alert", ...first, alert, threadRef } as const) : listOf(due, ports.now());
  const delivery = await channel.send(message, signal);

  const arrivalRuledOut = delivery.outcome === "never" || (delivery.outcome === "later" && !delivery.mayHaveArrived);
  for (const { alert, isFirst } of due) {
    if (delivery.outcome === "done") {
      await ports.told.keep(alert, delivery.ref, ports.now());
      await ports.sent.done(alert.id, delivery.ref, ports.now());
    } else if (arrivalRuledOut && isFirst) await ports.sent.refused(alert.id);
  }
  const possibleRepeat = due.some((one) => one.possibleRepeat);
  const ageMs = ports.now().getTime() - Date.parse(decidedAt);
  if (delivery.outcome !== "later" || ageMs <= giveUpAfterMs) return { ...delivery, possibleRepeat };
  const why = `given up after ${Math.round(ageMs / 3_600_000)} h: ${delivery.why}`;
  return { outcome: "never", why, possibleRepeat };
}

/** Several alerts as one message, a line each. */
function listOf(due: readonly DueAlert[], now: Date): Outgoing {
  const lines = due.map(({ alert, possibleRepeat }) => alertLine(alert, possibleRepeat));
  const title = `${due.length} تنبيهات · ${due.length} alerts`;
  return { kind: "notice", notice: { key: `together-${due[0]?.alert.id}`, title, lines, at: now.toISOString() } };
}
