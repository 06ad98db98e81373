import type { Redis } from "ioredis";
import type { Alert } from "../domain/alerts/alert.ts";
import type { DeliveryReport, QueuedAlert } from "../pipeline/deliver-alert.ts";
import type { AlertQueue } from "../pipeline/match-ports.ts";
import { type JobQueue, openQueue } from "./bullmq-queue.ts";
import { PAYLOAD_VERSION, QUEUE_PREFIX } from "./job-options.ts";
import { bury, type JobWorker, startJobWorker, type TryingWorkerOptions } from "./job-worker.ts";

/** An alert on its way to its channel. */
export interface AlertJob extends QueuedAlert {
  readonly v: number;
}

/** One queue a channel, so that a dead channel delays no other. */
export function alertQueueName(channelId: string): string {
  return `alerts-${channelId}`;
}

/** Every channel that an alert was ever queued for: what waits for one that is gone must not be forgotten. */
const CHANNELS = `${QUEUE_PREFIX}:channels`;

export const AMENDMENT_QUEUE = "amendments";
/** Wishes for one alert within this time are one. */
const GATHER_MS = 3000;

/** A message that waits to be written again. */
export interface AmendmentJob {
  readonly alertId: string;
  /** Milliseconds since 1970. */
  readonly askedAt: number;
}

/** The queues of alerts, one a channel. */
export interface AlertQueues extends AlertQueue {
  /** Ids of all channels that alerts were queued for, those that are no longer configured included. */
  knownChannels(): Promise<string[]>;
  queueFor(channelId: string): JobQueue<AlertJob>;
  close(): Promise<void>;
}

/** `suffix` sets the jobs of a replay apart from those that the queue may still remember. */
export function openAlertQueues(connection: Redis, onError: (error: Error) => void, suffix = ""): AlertQueues {
  const open = new Map<string, JobQueue<AlertJob>>();
  const amendments = openQueue<AmendmentJob>(AMENDMENT_QUEUE, connection, onError);
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
    async amend(alertId) {
      const askedAt = Date.now();
      await amendments.add(`${alertId}-${Math.floor(askedAt / GATHER_MS)}`, { alertId, askedAt }, GATHER_MS);
    },
    async close() {
      await Promise.all([...open.values(), amendments].map((queue) => queue.close()));
    },
  };
}

const SHORTEST_WAIT_MS = 5000;
const LONGEST_WAIT_MS = 10 * 60_000;

/** How many alerts one message holds when there are too many to be sent alone. */
export const TOGETHER = 8;
/** How many of one place, or updates of one story, one message takes along. */
export const MOST_IN_GROUP = 20;
const MINUTE_MS = 60_000;

/** Delivers the alerts of one channel, the oldest first. */
export function startAlertWorker(
  options: TryingWorkerOptions & {
    readonly channelId: string;
    /** So many alerts a minute are sent one by one; what is over is told several in a message. */
    readonly perMinute: number;
    readonly queue: Pick<JobQueue<AlertJob>, "next">;
    /** Whether alerts of one place that wait go out together. */
    gathersPlaces(): boolean;
    /** At most so many messages in so long a time, where the channel's service asks for it. */
    readonly limiter?: { readonly max: number; readonly duration: number } | undefined;
    deliver(queued: readonly [QueuedAlert, ...QueuedAlert[]], signal: AbortSignal): Promise<DeliveryReport>;
    onDelivery(alerts: readonly Alert[], report: DeliveryReport): void;
  },
): JobWorker {
  const { tries, maxTries } = options;
  const sentAloneAt: number[] = [];

  function isPaceSpent(nowMs: number): boolean {
    while (sentAloneAt.length > 0 && sentAloneAt[0]! <= nowMs - MINUTE_MS) sentAloneAt.shift();
    return sentAloneAt.length >= options.perMinute;
  }

  function buryAlert(id: string, alert: Alert | undefined, reason: string): Promise<void> {
    const what = alert ? `alert ${alert.id}` : `alert job ${id}`;
    const about = `${what} for channel ${options.channelId}: ${(alert?.article?.title ?? "").slice(0, 120)}`;
    return bury(options, { id: alert?.id ?? id, queue: "alerts", payload: alert ?? null, about, reason });
  }

  return startJobWorker<AlertJob>({
    ...options,
    queue: alertQueueName(options.channelId),
    concurrency: 1,
    async work({ v, alert, afterLoss }, { id }, signal) {
      const isOtherVersion = v !== PAYLOAD_VERSION;
      if ((await tries.begin(id)) > maxTries || isOtherVersion) {
        const reason = isOtherVersion ? `payload version ${v}, not ${PAYLOAD_VERSION}` : `failed ${maxTries} times`;
        await buryAlert(id, alert, reason);
        await tries.forget(id);
        return { outcome: "done" };
      }
      const group = groupOf(alert, options.gathersPlaces());
      const isSame = (one: AlertJob) => groupOf(one.alert, options.gathersPlaces()) === group;
      const others = isPaceSpent(options.now().getTime())
        ? await options.queue.next(TOGETHER - 1)
        : await options.queue.next(group === undefined ? 0 : MOST_IN_GROUP, isSame);
      let joined = others.filter(({ payload }) => payload.v === PAYLOAD_VERSION);
      const deliver = () => options.deliver([{ alert, afterLoss }, ...joined.map(({ payload }) => payload)], signal);
      let report = await deliver();
      if (report.outcome === "never" && joined.length > 0) {
        // One of them may have spoilt the message for all.
        joined = [];
        report = await deliver();
      }
      const alerts = [alert, ...joined.map(({ payload }) => payload.alert)];
      options.onDelivery(alerts, report);
      await tries.forget(id);
      if (report.outcome === "later")
        return { outcome: "later", afterMs: report.afterMs ?? waitOf(alert, options.now()) };
      if (report.outcome === "never") await buryAlert(id, alert, report.why);
      else if (alerts.length === 1) sentAloneAt.push(options.now().getTime());
      // Their proof is written, so whoever takes one before it is out of line sends nothing.
      for (const job of joined) await job.takeOut();
      return { outcome: "done" };
    },
  });
}

/** What goes out together: the updates of a story, and alerts of one place where they are gathered. */
export function groupOf({ update, storyId, place }: Alert, gathersPlaces: boolean): string | undefined {
  const placeId = gathersPlaces ? place?.id : undefined;
  return update ? storyId : placeId;
}

/** Half as long as the alert is old: the longer a channel is down, the rarer it is asked. */
export function waitOf(alert: Alert, now: Date): number {
  const ageMs = now.getTime() - Date.parse(alert.decidedAt);
  return Math.min(Math.max(ageMs / 2, SHORTEST_WAIT_MS), LONGEST_WAIT_MS);
}
