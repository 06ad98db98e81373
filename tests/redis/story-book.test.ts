import type { Redis } from "ioredis";
import { expect, it } from "vitest";
import type { StorySketch } from "../../src/domain/stories/story-sketch.ts";
import { redisStoryBook } from "../../src/redis/story-book.ts";
import { redisVerdictBook } from "../../src/redis/verdict-book.ts";
import { anAlert } from "../support/builders.ts";
import { withFreshRedis } from "../support/fresh-redis.ts";
import { aSketch, STORY_RULES } from "../support/sketches.ts";

const NOW = new Date("2026-03-01T20:00:00Z");
const KEEP_MS = 90 * 86_400_000;
let redis: Redis;
withFreshRedis((connected) => {
  redis = connected;
});

function tell(sketch: StorySketch, now = NOW) {
  return redisStoryBook(redis, redisVerdictBook(redis, KEEP_MS)).tell({
    ...{ sketch, outlet: "Outlet", channels: ["desk"], rules: STORY_RULES, now },
    alertIdOf: (channelId: string) => `${sketch.articleId}-${channelId}`,
  });
}

it("forgets stories that are long over", async () => {
  await tell(aSketch("old", { at: NOW.getTime() - 50 * 86_400_000 }));
  await tell(aSketch("new"));
  expect(await redis.hkeys("rasid:stories")).toEqual(["new"]);
});

it("finds a rejected story among more than 500 later ones", async () => {
  const days = (count: number) => NOW.getTime() + count * 86_400_000;
  const RAID = { words: ["قصف", "رتل", "بوكمال", "مسيره", "عناصر", "عربات"], figures: [] };
  await tell(aSketch("raid", RAID));
  const alert = anAlert({ id: "raid-desk", storyId: "raid" });
  await redisVerdictBook(redis, KEEP_MS).give(
    {
      kind: "reject",
      alertId: "raid-desk",
      storyId: "raid",
      channelId: "desk",
      by: "U0ANALYST",
      at: NOW.toISOString(),
    },
    alert,
  );
  const record = await redis.hget("rasid:stories", "raid");
  for (let i = 0; i < 520; i++) {
    const other = record!.replaceAll('"raid', `"other-${i}`).replaceAll("بوكمال", `موقع${i}`);
    await redis
      .multi()
      .hset("rasid:stories", `other-${i}`, other)
      .zadd("rasid:stories:by-time", days(5), `other-${i}`)
      .exec();
  }
  const again = await tell(aSketch("again", { ...RAID, at: days(6) }), new Date(days(6)));
  expect(again).toMatchObject({ first: [], placement: { storyId: "raid" } });
});
