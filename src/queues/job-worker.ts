import { DelayedError, type Job, Worker } from "bullmq";
import type { Redis } from "ioredis";
import type { DeadLetter, DeadLetters } from "../pipeline/dead-letter.ts";
import type { Delivery } from "../pipeline/deliver-ports.ts";
import type { TryCounter } from "../redis/try-counter.ts";
import { LOCK_MS, MAX_STALLED, QUEUE_PREFIX, STALLED_CHECK_MS } from "./job-options.ts";

/** What a delivery means for its job; `waitMs`: until the next try, where the channel does not say. */
export function outcomeOf(delivery: Delivery, waitMs: number): JobOutcome {
  return delivery.outcome === "later" ? { outcome: "later", afterMs: delivery.afterMs ?? waitMs } : { outcome: "done" };
}

/** What came of working on a job; anything thrown is a failed try. */
export type JobOutcome = { readonly outcome: "done" } | { readonly outcome: "later"; readonly afterMs: number };

interface ConnectedOptions {
  readonly connection: Redis;
  /** Hears of every failed try and of every trouble with Redis. */
  onError(error: Error, jobId: string | undefined): void;
}

/** What the workers of articles and of alerts are given alike. */
export interface TryingWorkerOptions extends ConnectedOptions {
  readonly tries: TryCounter;
  readonly maxTries: number;
  readonly deadLetters: DeadLetters;
  onDeadLetter(about: string, reason: string): void;
  now(): Date;
}

/** Puts a job that cannot be done among the dead letters, and says so. */
export async function bury(options: TryingWorkerOptions, letter: Omit<DeadLetter, "at">): Promise<void> {
  await options.deadLetters.add({ ...letter, at: options.now().toISOString() });
  options.onDeadLetter(letter.about, letter.reason);
}

export interface JobWorker {
  /** Takes no more jobs, waits for those in work, and after the deadline aborts them: they go back to their queue. */
  close(deadlineMs: number): Promise<void>;
}

/** Works on the jobs of one queue. The only place where done and later are turned into BullMQ's terms. */
export function startJobWorker<Payload>(
  options: ConnectedOptions & {
    readonly queue: string;
    readonly concurrency: number;
    /** At most so many jobs in so long a time, for channels that ask for it. */
    readonly limiter?: { readonly max: number; readonly duration: number } | undefined;
    work(payload: Payload, job: { readonly id: string }, signal: AbortSignal): Promise<JobOutcome>;
  },
): JobWorker {
  const { queue, connection, concurrency, limiter, work, onError } = options;
  const settings = { maxStalledCount: MAX_STALLED, lockDuration: LOCK_MS, stalledInterval: STALLED_CHECK_MS };
  const limits = { concurrency, ...(limiter && { limiter }) };
  const worker = new Worker<Payload>(queue, processJob, { connection, prefix: QUEUE_PREFIX, ...settings, ...limits });
  let closing = false;

  async function processJob(job: Job<Payload>, token?: string, signal = new AbortController().signal): Promise<void> {
    const outcome = await work(job.data, { id: job.id ?? "" }, signal);
    if (outcome.outcome === "done") return;
    await job.moveToDelayed(Date.now() + outcome.afterMs, token);
    throw new DelayedError();
  }

  worker.on("failed", (job, error) => {
    if (!closing) onError(error, job?.id);
  });
  worker.on("error", (error) => onError(error, undefined));
  return {
    async close(deadlineMs) {
      closing = true;
      const timer = setTimeout(() => worker.cancelAllJobs("shutting down"), deadlineMs);
      try {
        await worker.close();
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
