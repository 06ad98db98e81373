import type { Redis } from "ioredis";
import type { OpsNotice } from "../pipeline/ports.ts";
import { PREFIX } from "./connection.ts";

const PENDING = `${PREFIX}:notices`;
const MAX_PENDING = 500;

export type NoticeBox = ReturnType<typeof redisNoticeBox>;

/** Ops notices that wait to be told together, and the memory of those that were told lately. */
export function redisNoticeBox(redis: Redis) {
  const toldKey = (key: string) => `${PREFIX}:notice:${key}`;
  return {
    /** False when a notice with this key was put in within `repeatAfterMs`. */
    async put(notice: OpsNotice, repeatAfterMs: number): Promise<boolean> {
      const isNew = await redis.set(toldKey(notice.key), notice.at, "PX", repeatAfterMs, "NX");
      if (isNew !== "OK") return false;
      await redis.multi().rpush(PENDING, JSON.stringify(notice)).ltrim(PENDING, -MAX_PENDING, -1).exec();
      return true;
    },
    /** Forgets that a key was told, so that the same trouble is told again when it comes back. */
    forget: async (key: string) => (await redis.del(toldKey(key))) === 1,
    pending: async () => (await redis.lrange(PENDING, 0, -1)).map((text) => JSON.parse(text) as OpsNotice),
    /** Takes out the first `count` once they were told. */
    remove: (count: number) => redis.ltrim(PENDING, count, -1),
  };
}
