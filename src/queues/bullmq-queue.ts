import { type JobSchedulerTemplateOptions, Queue, type RepeatOptions } from "bullmq";
import type { Redis } from "ioredis";
import { JOB_OPTIONS, QUEUE_PREFIX, withinAddTimeout } from "./job-options.ts";

const LOOKED_AT = 100;

/** A queue as BullMQ has it, with Rasid's keys. */
export function connectQueue(
  name: string,
  connection: Redis,
  onError: (error: Error) => void,
  defaults = JOB_OPTIONS,
): Queue {
  const streams = { events: { maxLen: 1000 } };
  const queue = new Queue(name, { connection, prefix: QUEUE_PREFIX, defaultJobOptions: defaults, streams });
  queue.on("error", onError);
  return queue;
}

/** Something that a queue does again and again. */
interface Scheduled {
  readonly key: string;
  readonly when: Pick<RepeatOptions, "every" | "offset" | "pattern" | "tz">;
  readonly data: object;
  readonly opts?: JobSchedulerTemplateOptions;
}

/** Makes the schedule of a queue hold exactly these, and tells how many it did not know and how many are gone. */
export async function reconcile(
  queue: Queue,
  wanted: readonly Scheduled[],
): Promise<{ readonly added: number; readonly removed: number }> {
  const keys = new Set(wanted.map(({ key }) => key));
  const present = (await queue.getJobSchedulers()).map(({ key }) => key);
  const gone = present.filter((key) => !keys.has(key));
  for (const key of gone) await queue.removeJobScheduler(key);
  for (const { key, when, ...job } of wanted) await queue.upsertJobScheduler(key, when, { name: queue.name, ...job });
  return { added: keys.size - present.length + gone.length, removed: gone.length };
}

/** How many jobs a queue holds. */
export interface QueueDepth {
  readonly waiting: number;
  /** Put off for later. */
  readonly delayed: number;
  readonly active: number;
}

/** A job that stays in line until it is taken out. */
export interface WaitingJob<Payload> {
  readonly payload: Payload;
  takeOut(): Promise<void>;
}

/** A queue of jobs with a payload of one kind. */
export interface JobQueue<Payload extends object> {
  readonly name: string;
  /** Resolves once Redis has the job; a job with the same id that is still known is not added again. */
  add(jobId: string, payload: Payload, delayMs?: number): Promise<void>;
  depth(): Promise<QueueDepth>;
  /** The next jobs. `isWanted`: of the first hundred, delayed ones included. */
  next(count: number, isWanted?: (payload: Payload) => boolean): Promise<WaitingJob<Payload>[]>;
  close(): Promise<void>;
}

export function openQueue<Payload extends object>(
  name: string,
  connection: Redis,
  onError: (error: Error) => void,
): JobQueue<Payload> {
  const queue = connectQueue(name, connection, onError);
  return {
    name,
    async add(jobId, payload, delayMs) {
      await withinAddTimeout(queue.add(name, payload, { jobId, ...(delayMs !== undefined && { delay: delayMs }) }));
    },
    async depth() {
      const counts = await queue.getJobCounts("waiting", "prioritized", "delayed", "active");
      const { waiting = 0, prioritized = 0, delayed = 0, active = 0 } = counts;
      return { waiting: waiting + prioritized, delayed, active };
    },
    async next(count, isWanted) {
      if (count === 0) return [];
      const inLine = await queue.getJobs(["waiting"], 0, isWanted ? LOOKED_AT - 1 : count - 1, true);
      const later = isWanted ? await queue.getJobs(["delayed"], 0, LOOKED_AT - 1, true) : [];
      return [...inLine, ...later]
        .map((job) => ({ payload: job.data as Payload, takeOut: () => job.remove() }))
        .filter(({ payload }) => isWanted?.(payload) ?? true)
        .slice(0, count);
    },
    close: () => queue.close(),
  };
}
