import type { Redis } from "ioredis";
import { minuteOfDay } from "../domain/alerts/hours.ts";
import type { Pace } from "../domain/alerts/pace.ts";
import { connectQueue, reconcile } from "./bullmq-queue.ts";

export const DIGEST_QUEUE = "digests";

export interface DigestJob {
  readonly channelId: string;
}

/** When the digests of channels are due. */
export function openDigestSchedule(connection: Redis, onError: (error: Error) => void) {
  const queue = connectQueue(DIGEST_QUEUE, connection, onError);
  return {
    /** Makes the schedule hold exactly the digests of these channels. */
    async reconcile(channels: readonly { readonly id: string; readonly pace: Pace }[]): Promise<void> {
      const digestsOf = ({ id, pace }: (typeof channels)[number]) =>
        pace.digestAt.map((time) => ({
          key: `${id}@${time.replace(":", "")}`,
          when: { pattern: cronOf(time), tz: pace.timeZone },
          data: { channelId: id } satisfies DigestJob,
        }));
      await reconcile(queue, channels.flatMap(digestsOf));
    },
    close: () => queue.close(),
  };
}

function cronOf(time: string): string {
  if (time === "hourly") return "0 * * * *";
  const minute = minuteOfDay(time);
  return `${minute % 60} ${Math.floor(minute / 60)} * * *`;
}
