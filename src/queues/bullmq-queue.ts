import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { JOB_OPTIONS, QUEUE_PREFIX, withinAddTimeout } from "./job-options.ts";

/** How many jobs a queue holds. */
export interface QueueDepth {
  readonly waiting: number;
  readonly delayed: number;
  readonly active: number;
}

/** A job that waits for its turn or its time. */
export interface WaitingJob<Payload> {
  readonly payload: Payload;
  takeOut(): Promise<void>;
}

const LOOKED_AT = 100;

/** One queue of jobs with a payload of one kind. */
export interface JobQueue<Payload> {
  readonly name: string;
  /** Resolves once Redis has the job; a job with the same id that is still known is not added again. */
  add(jobId: string, payload: Payload, delayMs?: number): Promise<void>;
  depth(): Promise<QueueDepth>;
  /**
   * The next jobs in line, at most `count`, which stay in line until they are taken out. With `isWanted`, of the first
   * hundred of the line and of those that wait for their time.
   */
  next(count: number, isWanted?: (payload: Payload) => boolean): Promise<WaitingJob<Payload>[]>;
  close(): Promise<void>;
}

export function openQueue<Payload extends object>(
  name: string,
  connection: Redis,
  onError: (error: Error) => void,
): JobQueue<Payload> {
  const queue = new Queue(name, {
    connection,
    prefix: QUEUE_PREFIX,
    defaultJobOptions: JOB_OPTIONS,
    streams: { events: { maxLen: 1000 } },
  });
  queue.on("error", onError);
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
