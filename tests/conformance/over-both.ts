import type { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe } from "vitest";
import { redisDeadLetters } from "../../src/redis/dead-letters.ts";
import { redisDigestBox } from "../../src/redis/digest-box.ts";
import { redisFeedStates } from "../../src/redis/feed-states.ts";
import { redisSeenLedger } from "../../src/redis/seen-ledger.ts";
import { redisSentLedger } from "../../src/redis/sent-ledger.ts";
import { redisSilences } from "../../src/redis/silences.ts";
import { redisStoryBook } from "../../src/redis/story-book.ts";
import { redisToldAlerts } from "../../src/redis/told-alerts.ts";
import { redisVerdictBook } from "../../src/redis/verdict-book.ts";
import { memoryStores, type Stores } from "../support/memory-stores.ts";
import { startTestRedis, type TestRedis } from "../support/test-redis.ts";

/** How long what is kept is kept, in these tests. */
const KEEP_MS = 10 * 86_400_000;
/** The time of the stores' clock. */
export const NOW = new Date("2026-03-01T20:00:00Z");

/** Runs the same tests over the memory fakes and over real Redis; `stores` gives fresh ones in each test. */
export function describeOverBoth(port: string, tests: (stores: () => Stores) => void): void {
  describe(`${port}, in memory`, () => {
    let stores: Stores;
    beforeEach(() => {
      stores = memoryStores(KEEP_MS, () => NOW);
    });
    tests(() => stores);
  });

  describe(`${port}, in Redis`, () => {
    let server: TestRedis;
    let redis: Redis;
    beforeAll(async () => {
      server = await startTestRedis();
      redis = server.connect();
    });
    afterAll(() => server.stop());
    beforeEach(async () => {
      await redis.flushall();
    });
    tests(() => redisStores(redis));
  });
}

function redisStores(redis: Redis): Stores {
  const verdicts = redisVerdictBook(redis, KEEP_MS);
  return {
    feedStates: redisFeedStates(redis),
    seen: redisSeenLedger(redis, KEEP_MS),
    sent: redisSentLedger(redis, KEEP_MS),
    told: redisToldAlerts(redis, KEEP_MS),
    digests: redisDigestBox(redis),
    silences: redisSilences(redis, () => NOW),
    verdicts,
    stories: redisStoryBook(redis, verdicts),
    deadLetters: redisDeadLetters(redis, KEEP_MS),
  };
}
