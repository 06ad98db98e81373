import type { Redis } from "ioredis";
import type { Alert } from "../domain/alerts/alert.ts";
import type { ToldAlerts } from "../pipeline/deliver-ports.ts";
import { PREFIX, parsed } from "./connection.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** An alert without what takes room and is not shown: its quote has what people read. */
export function withoutTexts(alert: Alert): Alert {
  return { ...alert, article: { ...alert.article, summary: "", body: "" } };
}

/** Alerts that were told, for whoever answers them or writes them again. */
export function redisToldAlerts(redis: Redis, keepMs: number): ToldAlerts {
  const keyOf = (alertId: string) => `${PREFIX}:told:${alertId}`;
  const refKey = (channelId: string, ref: string) => `${PREFIX}:told-by-ref:${channelId}:${ref}`;
  const timesKey = (channelId: string) => `${PREFIX}:told-times:${channelId}`;
  const placeKey = (channelId: string, placeId: string) => `${PREFIX}:told-place:${channelId}:${placeId}`;
  const find = async (alertId: string) => parsed<Alert>(await redis.get(keyOf(alertId)));
  return {
    find,
    async keep(alert, ref, at) {
      const { id, channelId } = alert;
      const writing = redis
        .multi()
        .set(keyOf(id), JSON.stringify(withoutTexts(alert)), "PX", keepMs)
        .zadd(timesKey(channelId), at.getTime(), id)
        .zremrangebyscore(timesKey(channelId), "-inf", at.getTime() - HOUR_MS);
      if (alert.place) writing.set(placeKey(channelId, alert.place.id), at.toISOString(), "PX", DAY_MS);
      if (ref !== undefined) writing.set(refKey(channelId, ref), id, "PX", keepMs);
      await writing.exec();
    },
    async findByRef(channelId, ref) {
      const id = await redis.get(refKey(channelId, ref));
      return id === null ? undefined : find(id);
    },
    async lastOf(channelId, placeId) {
      const at = await redis.get(placeKey(channelId, placeId));
      return at === null ? undefined : new Date(at);
    },
    countSince: (channelId, since) => redis.zcount(timesKey(channelId), since.getTime(), "+inf"),
  };
}
