import type { Channel, Delivery, DigestBox, SentLedger, VerdictBook } from "./deliver-ports.ts";

export interface DigestPorts {
  readonly sent: SentLedger;
  readonly digests: DigestBox;
  readonly verdicts: Pick<VerdictBook, "counts">;
  channelOf(id: string): { readonly channel: Channel } | undefined;
  now(): Date;
}

/** Tells a channel what waits for its digest, if anything. `id`: the same for the same digest at every try. */
export async function sendDigest(
  id: string,
  channelId: string,
  ports: DigestPorts,
  signal: AbortSignal,
): Promise<Delivery> {
  const { channel } = ports.channelOf(channelId) ?? {};
  if (!channel) return { outcome: "never", why: `channel ${channelId} is not configured or is off` };
  const { held, leftOut } = await ports.digests.open(channelId);
  if (held.length === 0) return { outcome: "done" };
  const begun = await ports.sent.begin(id, ports.now());
  if (begun !== "sent") {
    const counts = [...(await ports.verdicts.counts())].filter(([counted]) => !counted.includes(" "));
    const verdicts = Object.fromEntries(counts);
    const digest = { id, kind: "digest" as const, held, leftOut, verdicts, at: ports.now().toISOString() };
    const delivery = await channel.send({ kind: "digest", digest, possibleRepeat: begun === "again" }, signal);
    if (delivery.outcome !== "done") {
      if (!(delivery.outcome === "later" && delivery.mayHaveArrived)) await ports.sent.refused(id);
      return delivery;
    }
    await ports.sent.done(id, delivery.ref, ports.now());
  }
  await ports.digests.told(channelId);
  return { outcome: "done" };
}
