import type { DeliverPorts } from "./deliver-alert.ts";
import type { Channel, Delivery, SentLedger, ToldAlerts, VerdictBook } from "./deliver-ports.ts";
import type { StoryBook } from "./match-ports.ts";

export interface AmendPorts extends Pick<DeliverPorts, "linksFor"> {
  readonly sent: Pick<SentLedger, "refOf">;
  readonly told: Pick<ToldAlerts, "find">;
  readonly stories: Pick<StoryBook, "standing">;
  readonly verdicts: Pick<VerdictBook, "on">;
  channelOf(id: string): { readonly channel: Channel } | undefined;
}

/** Writes the message of an alert again with who reported its story by now and what analysts said of it. */
export async function amendAlert(alertId: string, ports: AmendPorts, signal: AbortSignal): Promise<Delivery> {
  const alert = await ports.told.find(alertId);
  const ref = await ports.sent.refOf(alertId);
  const channel = alert && ports.channelOf(alert.channelId)?.channel;
  if (!alert || !channel?.amend || ref === undefined) return { outcome: "done" };
  const standing = await ports.stories.standing(alert.storyId);
  const verdicts = await ports.verdicts.on(alert.storyId);
  return channel.amend({ ...alert, ...standing, verdicts, verdictLinks: ports.linksFor?.(alert) }, ref, signal);
}
