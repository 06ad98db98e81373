import type { Redis } from "ioredis";
import { PREFIX } from "./connection.ts";

/**
 * Counts how often a job was begun. The queue's own count misses the tries that ended with the process, and those are
 * the ones a poison article makes.
 */
export interface TryCounter {
  /** Notes one more try of the job and tells how many there were, this one included. */
  begin(jobId: string): Promise<number>;
  forget(jobId: string): Promise<void>;
}

const KEEP_MS = 7 * 86_400_000;

export function redisTryCounter(redis: Redis): TryCounter {
  const keyOf = (jobId: string) => `${PREFIX}:tries:${jobId}`;
  return {
    async begin(jobId) {
      const [count] = (await redis.multi().incr(keyOf(jobId)).pexpire(keyOf(jobId), KEEP_MS).exec()) ?? [];
      return Number(count?.[1] ?? 1);
    },
    async forget(jobId) {
      await redis.del(keyOf(jobId));
    },
  };
}
