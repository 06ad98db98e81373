import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { minuteOfDay, type Pace } from "../domain/event/pace.ts";
import { JOB_OPTIONS, QUEUE_PREFIX } from "./job-options.ts";

export const DIGEST_QUEUE = "digests";
const HOURLY = "0 * * * *";

export interface DigestJob {
  readonly channelId: string;
}

/** When the digests of channels are due. */
export function openDigestSchedule(connection: Redis, onError: (error: Error) => void) {
  const queue = new Queue(DIGEST_QUEUE, { connection, prefix: QUEUE_PREFIX, defaultJobOptions: JOB_OPTIONS });
  queue.on("error", onError);
  return {
    /** Makes the schedule hold exactly the digests of these channels. */
    async reconcile(channels: readonly { readonly id: string; readonly pace: Pace }[]): Promise<void> {
      const wanted = channels.flatMap(({ id, pace }) =>
        pace.digestAt.map((time) => ({
          id,
          key: `${id}@${time.replace(":", "")}`,
          pattern: cronOf(time),
          tz: pace.timeZone,
        })),
      );
      const keys = new Set(wanted.map(({ key }) => key));
      for (const { key } of await queue.getJobSchedulers()) if (!keys.has(key)) await queue.removeJobScheduler(key);
      for (const { id, key, pattern, tz } of wanted)
        await queue.upsertJobScheduler(key, { pattern, tz }, { name: DIGEST_QUEUE, data: { channelId: id } });
    },
    close: () => queue.close(),
  };
}

function cronOf(time: string): string {
  if (time === "hourly") return HOURLY;
  const minute = minuteOfDay(time);
  return `${minute % 60} ${Math.floor(minute / 60)} * * *`;
}
