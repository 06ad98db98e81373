import type { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { StorySketch } from "../../src/domain/event/story-sketch.ts";
import { redisStoryBook } from "../../src/redis/story-book.ts";
import { loadSettings } from "../../src/settings/load-settings.ts";
import { startTestRedis, type TestRedis } from "../support/test-redis.ts";

const weights = loadSettings({ shipped: "config", environment: {} }).weights.stories;
const NOW = new Date("2026-03-01T20:00:00Z");
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

function aSketch(articleId: string, given: Partial<StorySketch> = {}): StorySketch {
  return {
    articleId,
    at: NOW.getTime(),
    words: ["قصف", "رتل", "بوكمال", "مسيره"],
    places: [{ id: "sy-iq/abu-kamal", lat: 34.45, lon: 40.92, isTitle: true }],
    concepts: ["shelling"],
    figures: [],
    isFollowUp: false,
    isAnother: false,
    isRoundUp: false,
    isTruce: false,
    ...given,
  };
}

function tell(sketch: StorySketch, channels: string[] = ["desk"]) {
  const alertIdOf = (channelId: string) => `${sketch.articleId}-${channelId}`;
  return redisStoryBook(redis).tell({ sketch, outlet: "Outlet", channels, weights, alertIdOf, now: NOW });
}

it("two workers that see two copies at the same moment tell one story once", async () => {
  const tellings = await Promise.all(Array.from({ length: 12 }, (_, i) => tell(aSketch(`copy-${i}`))));
  expect(new Set(tellings.map(({ placement }) => placement.storyId)).size).toBe(1);
  expect(tellings.filter(({ first }) => first.length > 0).length).toBe(1);
  expect(Math.max(...tellings.map(({ reports }) => reports))).toBe(12);
});

it("an article that is asked for again gets the answer it got", async () => {
  const first = await tell(aSketch("one"));
  await tell(aSketch("two"));
  expect(await tell(aSketch("one"))).toEqual(JSON.parse(JSON.stringify(first)));
  expect(first.first).toEqual(["desk"]);
});

it("forgets stories that are long over", async () => {
  await tell(aSketch("old", { at: NOW.getTime() - 50 * 86_400_000 }));
  await tell(aSketch("new"));
  expect(await redis.hkeys("rasid:stories")).toEqual(["new"]);
});
