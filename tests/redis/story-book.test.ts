import type { Redis } from "ioredis";
import { beforeEach, describe, expect, it } from "vitest";
import { loadSettings } from "../../src/app/load-settings.ts";
import type { VerdictKind } from "../../src/domain/alerts/verdict.ts";
import { storyRules } from "../../src/domain/stories/story-rules.ts";
import type { StorySketch } from "../../src/domain/stories/story-sketch.ts";
import { redisStoryBook } from "../../src/redis/story-book.ts";
import { redisVerdictBook } from "../../src/redis/verdict-book.ts";
import { anAlert } from "../support/builders.ts";
import { withFreshRedis } from "../support/fresh-redis.ts";

const { weights, concepts } = loadSettings({ shipped: "config", environment: {} });
const rules = storyRules(weights.stories, concepts);
const NOW = new Date("2026-03-01T20:00:00Z");
const KEEP_MS = 90 * 86_400_000;
let redis: Redis;
withFreshRedis((connected) => {
  redis = connected;
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
  return redisStoryBook(redis, redisVerdictBook(redis, KEEP_MS)).tell({
    sketch,
    outlet: "Outlet",
    channels,
    rules,
    alertIdOf,
    now: NOW,
  });
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

describe("a story that analysts closed", () => {
  const RAID = { words: ["قصف", "رتل", "بوكمال", "مسيره", "عناصر", "عربات"], figures: [] };
  const days = (count: number) => NOW.getTime() + count * 86_400_000;
  const verdicts = () => redisVerdictBook(redis, KEEP_MS);
  const say = (kind: VerdictKind, channelId = "desk") => {
    const alert = anAlert({ id: `raid-${channelId}`, channelId, storyId: "raid" });
    const { id: alertId, storyId } = alert;
    return verdicts().give({ kind, alertId, storyId, channelId, by: "U0ANALYST", at: NOW.toISOString() }, alert);
  };
  const tellAt = (sketch: StorySketch, channels: string[]) =>
    redisStoryBook(redis, verdicts()).tell({
      ...{ sketch, outlet: "Outlet", channels, rules, now: new Date(sketch.at) },
      alertIdOf: (channelId: string) => `${sketch.articleId}-${channelId}`,
    });
  beforeEach(() => tell(aSketch("raid", RAID), ["desk"]));

  it.each(["reject", "wrong-place"] as const)("by %s, is told to nobody while it is open", async (kind) => {
    await say(kind);
    const { placement, first, updates, copies, closed } = await tellAt(
      aSketch("toll", { ...RAID, at: days(0.2), isFollowUp: true, figures: [{ kind: "killed", value: 9 }] }),
      ["desk", "night"],
    );
    expect(placement).toMatchObject({ storyId: "raid", relation: "update" });
    expect({ first, updates, copies, closed }).toEqual({
      first: [],
      updates: [],
      copies: [],
      closed: ["desk", "night"],
    });
  });

  it("comes back to nobody when its text comes back weeks later, and does not open again by that", async () => {
    await say("reject");
    const again = await tellAt(aSketch("again", { ...RAID, at: days(40) }), ["desk", "night"]);
    expect(again).toMatchObject({ first: [], closed: ["desk", "night"], placement: { storyId: "raid" } });
    expect(again.placement.because).toEqual(["it repeats what was rejected"]);
    const likeIt = { words: ["رتل", "بوكمال", "انفجار", "ليلا", "سكان", "نيران"], at: days(40.1) };
    expect(await tellAt(aSketch("like-it", likeIt), ["desk"])).toMatchObject({ first: ["desk"] });
  });

  it("is found among more than 500 later stories", async () => {
    await say("reject");
    const record = await redis.hget("rasid:stories", "raid");
    for (let i = 0; i < 520; i++) {
      const other = record!.replaceAll('"raid', `"other-${i}`).replaceAll("بوكمال", `موقع${i}`);
      await redis
        .multi()
        .hset("rasid:stories", `other-${i}`, other)
        .zadd("rasid:stories:by-time", days(5), `other-${i}`)
        .exec();
    }
    const again = await tellAt(aSketch("again", { ...RAID, at: days(6) }), ["desk"]);
    expect(again).toMatchObject({ first: [], placement: { storyId: "raid" } });
  });

  it.each([
    ["other numbers", { figures: [{ kind: "killed" as const, value: 3 }] }],
    ["another place", { places: [{ id: "sy/x", lat: 37.05, lon: 41.22, isTitle: true }] }],
    ["another kind of event", { concepts: ["crossing-opened"] }],
    ["words that say it is another", { isAnother: true }],
    ["too few words to be a text of its own", { words: ["قصف", "بوكمال"] }],
  ])("does not swallow what has %s", async (_, given) => {
    await say("reject");
    const other = await tellAt(aSketch("other", { ...RAID, at: days(20), ...given }), ["desk"]);
    expect(other).toMatchObject({ first: ["desk"], closed: [], placement: { storyId: "other" } });
  });

  it("by mute, is told to the other channels only", async () => {
    await say("mute");
    const copy = await tellAt(aSketch("copy", { ...RAID, at: days(0.1) }), ["desk", "night"]);
    expect(copy).toMatchObject({ first: ["night"], copies: [], closed: ["desk"] });
  });

  it("by nothing but an acknowledgement, is told as ever", async () => {
    await say("acknowledge");
    const copy = await tellAt(aSketch("copy", { ...RAID, at: days(0.1) }), ["desk"]);
    expect(copy).toMatchObject({ first: [], copies: ["raid-desk"], closed: [] });
    expect(await verdicts().rejected()).toEqual([]);
  });
});
