import { DelayedError, type Job, Worker } from "bullmq";
import type { Redis } from "ioredis";
import type { DeadLetters, Delivery } from "../pipeline/ports.ts";
import type { TryCounter } from "../redis/try-counter.ts";
import { LOCK_MS, MAX_STALLED, QUEUE_PREFIX, STALLED_CHECK_MS } from "./job-options.ts";

/** What a delivery means for its job; `waitMs`: until the next try, where the channel does not say. */
export function outcomeOf(delivery: Delivery, waitMs: number): JobOutcome {
  return delivery.outcome === "later" ? { outcome: "later", afterMs: delivery.afterMs ?? waitMs } : { outcome: "done" };
}

/** What came of working on a job; anything thrown is a failed try. */
export type JobOutcome = { readonly outcome: "done" } | { readonly outcome: "later"; readonly afterMs: number };

export interface JobWorkerOptions<Payload> {
  readonly queue: string;
  readonly connection: Redis;
  readonly concurrency: number;
  /** At most so many jobs in so long a time, for channels that ask for it. */
  readonly limiter?: { readonly max: number; readonly duration: number } | undefined;
  work(payload: Payload, job: { readonly id: string }, signal: AbortSignal): Promise<JobOutcome>;
  /** Hears of every failed try and of every trouble with Redis. */
  onError(error: Error, jobId: string | undefined): void;
}

/** What the workers of articles and of alerts are given alike. */
export interface TryingWorkerOptions {
  readonly connection: Redis;
  readonly tries: TryCounter;
  readonly maxTries: number;
  readonly deadLetters: DeadLetters;
  onDeadLetter(about: string, reason: string): void;
  onError(error: Error, jobId: string | undefined): void;
  now(): Date;
}

export interface JobWorker {
  /** Takes no more jobs, waits for those in work, and after the deadline aborts them: they go back to their queue. */
  close(deadlineMs: number): Promise<void>;
}

const STOPPING = "shutting down";

/** Works on the jobs of one queue. The only place where done and later are turned into BullMQ's terms. */
export function startJobWorker<Payload>(options: JobWorkerOptions<Payload>): JobWorker {
  const worker = new Worker<Payload>(options.queue, processJob, {
    connection: options.connection,
    prefix: QUEUE_PREFIX,
    concurrency: options.concurrency,
    maxStalledCount: MAX_STALLED,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_CHECK_MS,
    ...(options.limiter && { limiter: options.limiter }),
  });

  let closing = false;

  async function processJob(job: Job<Payload>, token?: string, signal = new AbortController().signal): Promise<void> {
    const outcome = await options.work(job.data, { id: job.id ?? "" }, signal);
    if (outcome.outcome === "done") return;
    await job.moveToDelayed(Date.now() + outcome.afterMs, token);
    throw new DelayedError();
  }

  worker.on("failed", (job, error) => {
    if (!closing) options.onError(error, job?.id);
  });
  worker.on("error", (error) => options.onError(error, undefined));
  return {
    async close(deadlineMs) {
      closing = true;
      const timer = setTimeout(() => worker.cancelAllJobs(STOPPING), deadlineMs);
      try {
        await worker.close();
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
