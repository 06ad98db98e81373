import type { Alert } from "../domain/event/alert.ts";
import type { Channel, Delivery, SentLedger } from "./ports.ts";

export interface DeliverPorts {
  readonly sent: SentLedger;
  /** The channel with this id; undefined when it is no longer configured or is off. */
  channelOf(id: string): Channel | undefined;
  now(): Date;
}

/** The delivery of one alert, with what the log should know of it. */
export type DeliveryReport = Delivery & { readonly possibleRepeat: boolean };

/**
 * Sends an alert once: note the intent, send, note that it was sent. What was begun before and not proved sent is sent
 * marked as a possible repeat, unless the channel is known to have refused it.
 */
export async function deliverAlert(
  alert: Alert,
  afterLoss: boolean,
  ports: DeliverPorts,
  giveUpAfterMs: number,
  signal: AbortSignal,
): Promise<DeliveryReport> {
  const channel = ports.channelOf(alert.channelId);
  if (!channel)
    return {
      outcome: "never",
      why: `channel ${alert.channelId} is not configured or is off`,
      possibleRepeat: false,
    };

  const begun = await ports.sent.begin(alert.id, ports.now());
  if (begun === "sent") return { outcome: "done", possibleRepeat: false };
  const possibleRepeat = begun === "again" || afterLoss;
  const threadRef = alert.update && (await ports.sent.refOf(alert.update.of));
  const delivery = await channel.send({ kind: "alert", alert, possibleRepeat, threadRef }, signal);

  if (delivery.outcome === "done") await ports.sent.done(alert.id, delivery.ref, ports.now());
  const arrivalRuledOut = delivery.outcome === "never" || (delivery.outcome === "later" && !delivery.mayHaveArrived);
  if (arrivalRuledOut && begun === "first") await ports.sent.refused(alert.id);
  const ageMs = ports.now().getTime() - Date.parse(alert.decidedAt);
  if (delivery.outcome === "later" && ageMs > giveUpAfterMs)
    return {
      outcome: "never",
      why: `given up after ${Math.round(ageMs / 3_600_000)} h: ${delivery.why}`,
      possibleRepeat,
    };
  return { ...delivery, possibleRepeat };
}
