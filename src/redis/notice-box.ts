import type { Redis } from "ioredis";
import type { OpsNotice } from "../pipeline/ports.ts";
import { PREFIX } from "./connection.ts";

const PENDING = `${PREFIX}:notices`;
const MAX_PENDING = 500;

/** Ops notices that wait to be told together, and the memory of those that were told lately. */
export interface NoticeBox {
  /** False when a notice with this key was put in within `repeatAfterMs`. */
  put(notice: OpsNotice, repeatAfterMs: number): Promise<boolean>;
  /** Forgets that a key was told, so that the same trouble is told again when it comes back. */
  forget(key: string): Promise<boolean>;
  pending(): Promise<OpsNotice[]>;
  /** Takes out the first `count` once they were told. */
  remove(count: number): Promise<void>;
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
    async forget(key) {
      return (await redis.del(toldKey(key))) === 1;
    },
    async pending() {
      const texts = await redis.lrange(PENDING, 0, -1);
      return texts.map((text) => JSON.parse(text) as OpsNotice);
    },
    async remove(count) {
      await redis.ltrim(PENDING, count, -1);
    },
  };
}
