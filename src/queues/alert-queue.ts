import type { Redis } from "ioredis";
import type { Alert } from "../domain/event/alert.ts";
import type { DeliveryReport } from "../pipeline/deliver-alert.ts";
import type { AlertQueue, DeadLetters } from "../pipeline/ports.ts";
import type { TryCounter } from "../redis/try-counter.ts";
import { type JobQueue, openQueue } from "./bullmq-queue.ts";
import { PAYLOAD_VERSION, QUEUE_PREFIX } from "./job-options.ts";
import { type JobWorker, startJobWorker } from "./job-worker.ts";

interface AlertJob {
  readonly v: number;
  readonly alert: Alert;
  readonly afterLoss: boolean;
}

/** One queue a channel, so that a dead channel delays no other. */
export function alertQueueName(channelId: string): string {
  return `alerts-${channelId}`;
}

/** Every channel that an alert was ever queued for: what waits for one that is gone must not be forgotten. */
const CHANNELS = `${QUEUE_PREFIX}:channels`;

export interface AlertQueues extends AlertQueue {
  /** Ids of all channels that alerts were queued for, those that are no longer configured included. */
  knownChannels(): Promise<string[]>;
  queueFor(channelId: string): Pick<JobQueue<never>, "name" | "depth">;
  close(): Promise<void>;
}

/** `suffix` sets the jobs of a replay apart from those that the queue may still remember. */
export function openAlertQueues(connection: Redis, onError: (error: Error) => void, suffix = ""): AlertQueues {
  const open = new Map<string, JobQueue<AlertJob>>();
  function queueFor(channelId: string): JobQueue<AlertJob> {
    const known = open.get(channelId) ?? openQueue<AlertJob>(alertQueueName(channelId), connection, onError);
    open.set(channelId, known);
    return known;
  }
  return {
    knownChannels: () => connection.smembers(CHANNELS),
    async enqueue(alert, afterLoss, delayMs) {
      await connection.sadd(CHANNELS, alert.channelId);
      const job = { v: PAYLOAD_VERSION, alert, afterLoss };
      await queueFor(alert.channelId).add(suffix === "" ? alert.id : `${alert.id}-${suffix}`, job, delayMs);
    },
    queueFor,
    async close() {
      await Promise.all([...open.values()].map((queue) => queue.close()));
    },
  };
}

export interface AlertWorkerOptions {
  readonly channelId: string;
  readonly connection: Redis;
  readonly tries: TryCounter;
  readonly maxTries: number;
  readonly deadLetters: DeadLetters;
  /** At most so many messages in so long a time, where the channel's service asks for it. */
  readonly limiter?: { readonly max: number; readonly duration: number } | undefined;
  deliver(alert: Alert, afterLoss: boolean, signal: AbortSignal): Promise<DeliveryReport>;
  onDelivery(alert: Alert, report: DeliveryReport): void;
  onDeadLetter(about: string, reason: string): void;
  onError(error: Error, jobId: string | undefined): void;
  now(): Date;
}

const SHORTEST_WAIT_MS = 5000;
const LONGEST_WAIT_MS = 10 * 60_000;

/** Delivers the alerts of one channel, the oldest first. */
export function startAlertWorker(options: AlertWorkerOptions): JobWorker {
  const { tries, deadLetters } = options;

  async function bury(alert: Alert, reason: string): Promise<void> {
    const about = `alert ${alert.id} for channel ${alert.channelId}: ${alert.article.title.slice(0, 120)}`;
    await deadLetters.add({
      id: alert.id,
      queue: "alerts",
      payload: alert,
      about,
      reason,
      at: options.now().toISOString(),
    });
    options.onDeadLetter(about, reason);
  }

  return startJobWorker<AlertJob>({
    queue: alertQueueName(options.channelId),
    connection: options.connection,
    concurrency: 1,
    limiter: options.limiter,
    async work({ v, alert, afterLoss }, { id }, signal) {
      if (v !== PAYLOAD_VERSION) {
        const reason = `payload version ${v}, not ${PAYLOAD_VERSION}`;
        await deadLetters.add({
          id,
          queue: "alerts",
          payload: alert ?? null,
          about: `alert job ${id} of channel ${options.channelId}`,
          reason,
          at: options.now().toISOString(),
        });
        options.onDeadLetter(`alert job ${id}`, reason);
        return { outcome: "done" };
      }
      const count = await tries.begin(id);
      if (count > options.maxTries) {
        await bury(alert, `failed ${options.maxTries} times`);
        await tries.forget(id);
        return { outcome: "done" };
      }
      const report = await options.deliver(alert, afterLoss, signal);
      options.onDelivery(alert, report);
      await tries.forget(id);
      if (report.outcome === "later")
        return { outcome: "later", afterMs: report.afterMs ?? waitOf(alert, options.now()) };
      if (report.outcome === "never") await bury(alert, report.why);
      return { outcome: "done" };
    },
    onError: options.onError,
  });
}

/** Half as long as the alert is old: the longer a channel is down, the rarer it is asked. */
function waitOf(alert: Alert, now: Date): number {
  const ageMs = now.getTime() - Date.parse(alert.decidedAt);
  return Math.min(Math.max(ageMs / 2, SHORTEST_WAIT_MS), LONGEST_WAIT_MS);
}
