import type { Redis } from "ioredis";
import { type HeldAlert, MOST_HELD } from "../domain/alerts/digest.ts";
import type { DigestBox } from "../pipeline/deliver-ports.ts";
import { PREFIX } from "./connection.ts";
import { withoutTexts } from "./told-alerts.ts";

const LEFT_OUT = "left-out";

/** Digests that fill, one hash a channel; the one that is being told is set apart from the one that fills. */
export function redisDigestBox(redis: Redis): DigestBox {
  const filling = (channelId: string) => `${PREFIX}:digest:${channelId}`;
  const opened = (channelId: string) => `${PREFIX}:digest-opened:${channelId}`;
  return {
    async hold(held) {
      const key = filling(held.alert.channelId);
      const isFull = (await redis.hlen(key)) >= MOST_HELD && (await redis.hexists(key, held.alert.id)) === 0;
      if (isFull) await redis.hincrby(key, LEFT_OUT, 1);
      else await redis.hset(key, held.alert.id, JSON.stringify({ ...held, alert: withoutTexts(held.alert) }));
    },
    async open(channelId) {
      if ((await redis.exists(filling(channelId))) === 1) await redis.renamenx(filling(channelId), opened(channelId));
      const { [LEFT_OUT]: leftOut = "0", ...texts } = await redis.hgetall(opened(channelId));
      const held = Object.values(texts).map((text) => JSON.parse(text) as HeldAlert);
      held.sort((a, b) => a.alert.decidedAt.localeCompare(b.alert.decidedAt));
      return { held, leftOut: Number(leftOut) };
    },
    async told(channelId) {
      await redis.del(opened(channelId));
    },
  };
}
