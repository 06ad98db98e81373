import type { Redis } from "ioredis";
import type { SeenLedger } from "../pipeline/poll-ports.ts";
import { PREFIX } from "./connection.ts";

/** Articles that were handed on, by when they were last in their feed; forgotten once out of it for `keepMs`. */
export function redisSeenLedger(redis: Redis, keepMs: number): SeenLedger {
  const keyOf = (feedId: string) => `${PREFIX}:seen:${feedId}`;
  return {
    async seen(feedId, keys) {
      if (keys.length === 0) return [];
      const scores = await redis.zmscore(keyOf(feedId), ...keys);
      return scores.map((score) => score !== null);
    },
    async remember(feedId, keys, at) {
      if (keys.length === 0) return;
      const key = keyOf(feedId);
      const writing = redis.multi().zadd(key, ...keys.flatMap((member) => [at.getTime(), member]));
      await writing.zremrangebyscore(key, "-inf", at.getTime() - keepMs).exec();
    },
  };
}
