import type { Redis } from "ioredis";
import { PREFIX } from "./connection.ts";

const KEEP_MS = 7 * 86_400_000;

/** How often jobs were begun. The queue's own count misses the tries that ended the process, as a poison article's do. */
export interface TryCounter {
  /** Notes one more try of the job and tells how many there were, this one included. */
  begin(jobId: string): Promise<number>;
  forget(jobId: string): Promise<unknown>;
}

export function redisTryCounter(redis: Redis): TryCounter {
  const keyOf = (jobId: string) => `${PREFIX}:tries:${jobId}`;
  return {
    async begin(jobId) {
      const [count] = (await redis.multi().incr(keyOf(jobId)).pexpire(keyOf(jobId), KEEP_MS).exec()) ?? [];
      return Number(count?.[1] ?? 1);
    },
    forget: (jobId) => redis.del(keyOf(jobId)),
  };
}
