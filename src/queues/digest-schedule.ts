import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { Pace } from "../domain/event/pace.ts";
import { minuteOfDay } from "../domain/event/pace.ts";
import type { Delivery } from "../pipeline/ports.ts";
import { JOB_OPTIONS, QUEUE_PREFIX } from "./job-options.ts";
import { type JobWorker, startJobWorker } from "./job-worker.ts";

const DIGEST_QUEUE = "digests";
const RETRY_MS = 60_000;
const HOURLY = "0 * * * *";

/** When the digests of channels are due. */
export interface DigestSchedule {
  /** Makes the schedule hold exactly the digests of these channels. */
  reconcile(channels: readonly { readonly id: string; readonly pace: Pace }[]): Promise<void>;
  close(): Promise<void>;
}

export function openDigestSchedule(connection: Redis, onError: (error: Error) => void): DigestSchedule {
  const queue = new Queue(DIGEST_QUEUE, { connection, prefix: QUEUE_PREFIX, defaultJobOptions: JOB_OPTIONS });
  queue.on("error", onError);
  return {
    async reconcile(channels) {
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

export interface DigestWorkerOptions {
  readonly connection: Redis;
  /** `id`: the same at every try. */
  send(id: string, channelId: string, signal: AbortSignal): Promise<Delivery>;
  onDelivery(channelId: string, delivery: Delivery): void;
  onError(error: Error): void;
}

/** Sends digests that are due; one that cannot be sent stays, and goes out with the next one at the latest. */
export function startDigestWorker({ connection, send, onDelivery, onError }: DigestWorkerOptions): JobWorker {
  return startJobWorker<{ channelId: string }>({
    queue: DIGEST_QUEUE,
    connection,
    concurrency: 4,
    async work({ channelId }, { id }, signal) {
      const delivery = await send(id.replace(/[^\w-]+/g, "-"), channelId, signal);
      onDelivery(channelId, delivery);
      if (delivery.outcome !== "later") return { outcome: "done" };
      return { outcome: "later", afterMs: delivery.afterMs ?? RETRY_MS };
    },
    onError,
  });
}
