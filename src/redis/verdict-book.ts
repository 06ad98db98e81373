import type { Redis } from "ioredis";
import { isRejection, type Verdict, type VerdictCounts } from "../domain/alerts/verdict.ts";
import { FOLLOW_UP_MS } from "../domain/stories/story.ts";
import type { VerdictBook } from "../pipeline/deliver-ports.ts";
import { PREFIX } from "./connection.ts";

const COUNTS = `${PREFIX}:verdict-counts`;
const REJECTED = `${PREFIX}:stories:rejected`;

/** Verdicts by story, each person's word once, and their counts by watchlist and by what was found in it. */
export function redisVerdictBook(redis: Redis, keepMs: number): VerdictBook {
  const keyOf = (storyId: string) => `${PREFIX}:verdicts:${storyId}`;
  return {
    async give(verdict, alert) {
      const { kind, alertId, storyId, by } = verdict;
      const at = Date.parse(verdict.at);
      if (isRejection(kind))
        await redis
          .multi()
          .zadd(REJECTED, at, storyId)
          .zremrangebyscore(REJECTED, "-inf", at - FOLLOW_UP_MS)
          .exec();
      const isNew = await redis.hsetnx(keyOf(storyId), `${alertId} ${kind} ${by}`, JSON.stringify(verdict));
      if (isNew !== 1) return false;
      const writing = redis.multi().pexpire(keyOf(storyId), Math.max(keepMs, FOLLOW_UP_MS));
      for (const { id } of alert.watchlists)
        for (const key of [id, ...alert.concepts.map((concept) => `${id} ${concept.id}`)])
          writing.hincrby(COUNTS, `${key} ${kind}`, 1);
      await writing.exec();
      return true;
    },
    async on(storyId) {
      const verdicts = (await redis.hvals(keyOf(storyId))).map((text) => JSON.parse(text) as Verdict);
      return verdicts.toSorted((a, b) => a.at.localeCompare(b.at));
    },
    rejected: () => redis.zrangebyscore(REJECTED, "-inf", "+inf"),
    async counts() {
      const counts = new Map<string, VerdictCounts>();
      for (const [key, count] of Object.entries(await redis.hgetall(COUNTS))) {
        const cut = key.lastIndexOf(" ");
        const of = key.slice(0, cut);
        counts.set(of, { ...counts.get(of), [key.slice(cut + 1)]: Number(count) });
      }
      return counts;
    },
  };
}
