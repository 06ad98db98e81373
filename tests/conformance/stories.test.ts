import { beforeEach, describe, expect, it } from "vitest";
import type { VerdictKind } from "../../src/domain/alerts/verdict.ts";
import type { StorySketch } from "../../src/domain/stories/story-sketch.ts";
import { anAlert } from "../support/builders.ts";
import { aSketch, STORY_RULES } from "../support/sketches.ts";
import { describeOverBoth, NOW } from "./over-both.ts";

describeOverBoth("the book of stories", (stores) => {
  const tell = (sketch: StorySketch, channels: string[] = ["desk"]) =>
    stores().stories.tell({
      ...{ sketch, outlet: "Outlet", channels, rules: STORY_RULES, now: NOW },
      alertIdOf: (channelId) => `${sketch.articleId}-${channelId}`,
    });

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

  describe("a story that analysts closed", () => {
    const RAID = { words: ["قصف", "رتل", "بوكمال", "مسيره", "عناصر", "عربات"], figures: [] };
    const days = (count: number) => NOW.getTime() + count * 86_400_000;
    const say = (kind: VerdictKind, channelId = "desk") => {
      const alert = anAlert({ id: `raid-${channelId}`, channelId, storyId: "raid" });
      const { id: alertId, storyId } = alert;
      return stores().verdicts.give(
        { kind, alertId, storyId, channelId, by: "U0ANALYST", at: NOW.toISOString() },
        alert,
      );
    };
    const tellAt = (sketch: StorySketch, channels: string[]) =>
      stores().stories.tell({
        ...{ sketch, outlet: "Outlet", channels, rules: STORY_RULES, now: new Date(sketch.at) },
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
      expect(again.placement.because).toEqual([{ id: "repeats-rejected" }]);
      const likeIt = { words: ["رتل", "بوكمال", "انفجار", "ليلا", "سكان", "نيران"], at: days(40.1) };
      expect(await tellAt(aSketch("like-it", likeIt), ["desk"])).toMatchObject({ first: ["desk"] });
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
      expect(await stores().verdicts.rejected()).toEqual([]);
    });
  });
});
