import type { Redis } from "ioredis";
import type { Alert } from "../domain/event/alert.ts";
import type { ToldAlerts } from "../pipeline/ports.ts";
import { PREFIX } from "./connection.ts";

const HOUR_MS = 3_600_000;

/** Alerts that were told, for whoever answers them or writes them again. */
export function redisToldAlerts(redis: Redis, keepMs: number): ToldAlerts {
  const keyOf = (alertId: string) => `${PREFIX}:told:${alertId}`;
  const refKey = (channelId: string, ref: string) => `${PREFIX}:told-by-ref:${channelId}:${ref}`;
  const timesKey = (channelId: string) => `${PREFIX}:told-times:${channelId}`;
  async function find(alertId: string): Promise<Alert | undefined> {
    const text = await redis.get(keyOf(alertId));
    return text === null ? undefined : (JSON.parse(text) as Alert);
  }
  return {
    find,
    async keep(alert, ref, at) {
      const { id, channelId } = alert;
      const bodiless = { ...alert, article: { ...alert.article, summary: "", body: "" } };
      const writing = redis
        .multi()
        .set(keyOf(id), JSON.stringify(bodiless), "PX", keepMs)
        .zadd(timesKey(channelId), at.getTime(), id)
        .zremrangebyscore(timesKey(channelId), "-inf", at.getTime() - HOUR_MS);
      if (ref !== undefined) writing.set(refKey(channelId, ref), id, "PX", keepMs);
      await writing.exec();
    },
    async findByRef(channelId, ref) {
      const id = await redis.get(refKey(channelId, ref));
      return id === null ? undefined : find(id);
    },
    countSince: (channelId, since) => redis.zcount(timesKey(channelId), since.getTime(), "+inf"),
  };
}
