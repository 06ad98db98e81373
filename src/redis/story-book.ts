import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Redis } from "ioredis";
import { isClosed } from "../domain/alerts/verdict.ts";
import { FOLLOW_UP_MS, placeInStory } from "../domain/stories/story.ts";
import { type StoryRecord, type StoryTelling, tellStory } from "../domain/stories/story-record.ts";
import type { VerdictBook } from "../pipeline/deliver-ports.ts";
import type { StoryBook } from "../pipeline/match-ports.ts";
import { PREFIX, parsed } from "./connection.ts";

const STORIES = `${PREFIX}:stories`;
const BY_TIME = `${PREFIX}:stories:by-time`;
const LOCK = `${PREFIX}:stories:lock`;
const told = (articleId: string) => `${PREFIX}:story-of:${articleId}`;

/** Stories that an article is weighed against, the latest ones. */
const MOST_OPEN = 500;
const LOCK_MS = 10_000;
const LOCK_POLL_MS = 15;
const UNLOCK = 'if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) end return 0';

/**
 * Stories in Redis, one writer at a time: two workers that see two copies at the same moment make one story. What an
 * article asked to be told is kept with it, so that a batch that is tried again asks the same.
 */
export function redisStoryBook(redis: Redis, verdicts: Pick<VerdictBook, "on" | "rejected">): StoryBook {
  async function locked<Result>(work: () => Promise<Result>): Promise<Result> {
    const token = randomUUID();
    const until = Date.now() + 2 * LOCK_MS;
    while ((await redis.set(LOCK, token, "PX", LOCK_MS, "NX")) !== "OK") {
      if (Date.now() > until) throw new Error("the stories were locked by another worker for too long");
      await wait(LOCK_POLL_MS);
    }
    try {
      return await work();
    } finally {
      await redis.eval(UNLOCK, 1, LOCK, token);
    }
  }

  /** Those that may be open, and those that were rejected. */
  async function storiesFor(at: number, rejected: readonly string[]): Promise<StoryRecord[]> {
    const latest = await redis.zrevrangebyscore(BY_TIME, at + FOLLOW_UP_MS, at - FOLLOW_UP_MS, "LIMIT", 0, MOST_OPEN);
    const ids = [...new Set([...latest, ...rejected])];
    const records = ids.length > 0 ? await redis.hmget(STORIES, ...ids) : [];
    return records.flatMap((record) => parsed<StoryRecord>(record) ?? []);
  }

  return {
    async standing(storyId) {
      const record = parsed<StoryRecord>(await redis.hget(STORIES, storyId));
      return record && { outlets: record.outlets, reports: record.reports };
    },
    tell: (asked) =>
      locked(async () => {
        const { sketch, outlet, channels: asking, rules, alertIdOf, now } = asked;
        const before = parsed<StoryTelling>(await redis.get(told(sketch.articleId)));
        if (before) return before;
        const rejected = await verdicts.rejected();
        const known = await storiesFor(sketch.at, rejected);
        const stories = known.map(({ story }) => story);
        const placed = placeInStory(sketch, stories, rules, rejected);
        const said = await verdicts.on(placed.story.id);
        const closed = asking.filter((channel) => isClosed(said, channel));
        const previous = known.find((one) => one.story.id === placed.story.id);
        const { record, telling } = tellStory({ placed, outlet, asking, closed, before: previous, alertIdOf, now });
        const stale = await redis.zrangebyscore(BY_TIME, "-inf", now.getTime() - FOLLOW_UP_MS);
        const transaction = redis
          .multi()
          .hset(STORIES, record.story.id, JSON.stringify(record))
          .zadd(BY_TIME, record.story.members.at(-1)!.at, record.story.id)
          .set(told(sketch.articleId), JSON.stringify(telling), "PX", FOLLOW_UP_MS);
        if (stale.length > 0) transaction.hdel(STORIES, ...stale).zrem(BY_TIME, ...stale);
        await transaction.exec();
        return telling;
      }),
  };
}
