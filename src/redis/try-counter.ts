import type { Redis } from "ioredis";
import { PREFIX } from "./connection.ts";

const KEEP_MS = 7 * 86_400_000;

export type TryCounter = ReturnType<typeof redisTryCounter>;

/** How often jobs were begun. The queue's own count misses the tries that ended the process, as a poison article's do. */
export function redisTryCounter(redis: Redis) {
  const keyOf = (jobId: string) => `${PREFIX}:tries:${jobId}`;
  return {
    /** Notes one more try of the job and tells how many there were, this one included. */
    async begin(jobId: string): Promise<number> {
      const [count] = (await redis.multi().incr(keyOf(jobId)).pexpire(keyOf(jobId), KEEP_MS).exec()) ?? [];
      return Number(count?.[1] ?? 1);
    },
    forget: (jobId: string) => redis.del(keyOf(jobId)),
  };
}
