import type { Redis } from "ioredis";
import type { Verdict, VerdictKind } from "../domain/event/verdict.ts";
import type { VerdictBook } from "../pipeline/ports.ts";
import { PREFIX } from "./connection.ts";

const COUNTS = `${PREFIX}:verdict-counts`;

/** Verdicts by story, each person's word once, and their counts by watchlist. */
export function redisVerdictBook(redis: Redis, keepMs: number): VerdictBook {
  const keyOf = (storyId: string) => `${PREFIX}:verdicts:${storyId}`;
  return {
    async give(verdict, alert) {
      const { kind, alertId, storyId, by } = verdict;
      const isNew = await redis.hsetnx(keyOf(storyId), `${alertId} ${kind} ${by}`, JSON.stringify(verdict));
      if (isNew !== 1) return false;
      const writing = redis.multi().pexpire(keyOf(storyId), keepMs);
      for (const { id } of alert.watchlists) writing.hincrby(COUNTS, `${id} ${kind}`, 1);
      await writing.exec();
      return true;
    },
    async on(storyId) {
      const verdicts = (await redis.hvals(keyOf(storyId))).map((text) => JSON.parse(text) as Verdict);
      return verdicts.toSorted((a, b) => a.at.localeCompare(b.at));
    },
    async counts() {
      const counts = new Map<string, Partial<Record<VerdictKind, number>>>();
      for (const [key, count] of Object.entries(await redis.hgetall(COUNTS))) {
        const [watchlist = "", kind = ""] = key.split(" ");
        counts.set(watchlist, { ...counts.get(watchlist), [kind]: Number(count) });
      }
      return counts;
    },
  };
}
