import { setTimeout as sleep } from "node:timers/promises";
import type { DefaultJobOptions } from "bullmq";

/** Prefix of BullMQ's own keys; queue names follow it. */
export const QUEUE_PREFIX = "rasid:queue";

/** Version of every payload; a job of another version is a dead letter, never a guess. */
export const PAYLOAD_VERSION = 1;

/** A worker that dies with a job is no fault of the job: our own count of tries decides, not BullMQ's count of stalls. */
export const MAX_STALLED = 1000;
export const LOCK_MS = 30_000;
export const STALLED_CHECK_MS = 10_000;

/** Longest wait for Redis to accept a job; BullMQ itself waits for ever. */
const ADD_TIMEOUT_MS = 10_000;
const RETRY_DELAY_MS = 1000;

/** Finished jobs are kept for a look at what went by, never to know what was done: the ledgers know that. */
export const JOB_OPTIONS: DefaultJobOptions = {
  removeOnComplete: { age: 3600, count: 1000 },
  removeOnFail: { age: 7 * 24 * 3600, count: 1000 },
  attempts: 1_000_000,
  backoff: { type: "fixed", delay: RETRY_DELAY_MS, jitter: 0.5 },
};

/** A promise that is rejected when Redis does not take the job in time, so that the caller can try its work again. */
export function withinAddTimeout<Result>(adding: Promise<Result>): Promise<Result> {
  const late = sleep(ADD_TIMEOUT_MS, undefined, { ref: false }).then((): never => {
    throw new Error(`Redis took no job within ${ADD_TIMEOUT_MS / 1000} s`);
  });
  return Promise.race([adding, late]);
}
