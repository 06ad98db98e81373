import type { Redis } from "ioredis";
import type { Silence } from "../domain/alerts/silence.ts";
import type { Silences } from "../pipeline/deliver-ports.ts";
import { PREFIX } from "./connection.ts";

const KEY = `${PREFIX}:silences`;
const KEEP_ENDED_MS = 7 * 86_400_000;

/** Silences in Redis; those that ended long ago are forgotten when one is added. */
export function redisSilences(redis: Redis, now: () => Date): Silences {
  async function all(): Promise<readonly Silence[]> {
    const silences = (await redis.hvals(KEY)).map((text) => JSON.parse(text) as Silence);
    return silences.toSorted((a, b) => a.until.localeCompare(b.until));
  }
  return {
    all,
    async add(silence) {
      const stale = (await all()).filter(({ until }) => Date.parse(until) < now().getTime() - KEEP_ENDED_MS);
      if (stale.length > 0) await redis.hdel(KEY, ...stale.map(({ id }) => id));
      await redis.hset(KEY, silence.id, JSON.stringify(silence));
    },
    drop: async (id) => (await redis.hdel(KEY, id)) === 1,
  };
}
