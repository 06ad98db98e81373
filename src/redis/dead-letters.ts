import type { Redis } from "ioredis";
import type { DeadLetter, DeadLetters } from "../pipeline/dead-letter.ts";
import { PREFIX, parsed } from "./connection.ts";

const LETTERS = `${PREFIX}:dead`;
const BY_TIME = `${PREFIX}:dead:by-time`;

/** Jobs that could not be done, kept until somebody replays or drops them, at most `keepMs`. */
export function redisDeadLetters(redis: Redis, keepMs: number): DeadLetters {
  return {
    async add(letter) {
      const at = Date.parse(letter.at);
      const expired = await redis.zrangebyscore(BY_TIME, "-inf", at - keepMs);
      const batch = redis.multi().hset(LETTERS, letter.id, JSON.stringify(letter)).zadd(BY_TIME, at, letter.id);
      if (expired.length > 0) batch.hdel(LETTERS, ...expired).zrem(BY_TIME, ...expired);
      await batch.exec();
    },
    async list() {
      const ids = await redis.zrangebyscore(BY_TIME, "-inf", "+inf");
      if (ids.length === 0) return [];
      const texts = await redis.hmget(LETTERS, ...ids);
      return texts.flatMap((text) => parsed<DeadLetter>(text) ?? []);
    },
    find: async (id) => parsed(await redis.hget(LETTERS, id)),
    async drop(id) {
      const [removed] = (await redis.multi().hdel(LETTERS, id).zrem(BY_TIME, id).exec()) ?? [];
      return removed?.[1] === 1;
    },
    count: () => redis.hlen(LETTERS),
  };
}
