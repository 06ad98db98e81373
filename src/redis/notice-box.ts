import type { Redis } from "ioredis";
import type { OpsNotice } from "../pipeline/ops-notice.ts";
import { PREFIX } from "./connection.ts";

const PENDING = `${PREFIX}:notices`;
const MAX_PENDING = 500;

/** Ops notices that wait to be told together, and the memory of those that were told lately. */
export interface NoticeBox {
  /** False when a notice with this key was put in within `repeatAfterMs`. */
  put(notice: OpsNotice, repeatAfterMs: number): Promise<boolean>;
  /** Forgets that a key was told, so that the same trouble is told again when it comes back; whether it was told. */
  forget(key: string): Promise<boolean>;
  /** The oldest first. */
  pending(): Promise<OpsNotice[]>;
  /** Takes out the first `count` once they were told. */
  remove(count: number): Promise<unknown>;
}

export function redisNoticeBox(redis: Redis): NoticeBox {
  const toldKey = (key: string) => `${PREFIX}:notice:${key}`;
  return {
    async put(notice, repeatAfterMs) {
      const isNew = await redis.set(toldKey(notice.key), notice.at, "PX", repeatAfterMs, "NX");
      if (isNew !== "OK") return false;
      await redis.multi().rpush(PENDING, JSON.stringify(notice)).ltrim(PENDING, -MAX_PENDING, -1).exec();
      return true;
    },
    forget: async (key) => (await redis.del(toldKey(key))) === 1,
    pending: async () => (await redis.lrange(PENDING, 0, -1)).map((text) => JSON.parse(text) as OpsNotice),
    remove: (count) => redis.ltrim(PENDING, count, -1),
  };
}
