import { describe, expect, it } from "vitest";
import { placeInStory, type Story } from "../../../src/domain/stories/story.ts";
import { type StoryRecord, tellStory } from "../../../src/domain/stories/story-record.ts";
import { storyRules } from "../../../src/domain/stories/story-rules.ts";
import { sketchOf } from "../../../src/domain/stories/story-sketch.ts";
import { matchArticle } from "../../../src/domain/watchlists/match-article.ts";
import { CONCEPTS, STORY_WEIGHTS, smallRulebook } from "../../support/small-rules.ts";

const rules = smallRulebook();
const AT = Date.parse("2026-03-01T20:00:00Z");

const sketch = (id: string, title: string, body: string, hoursLater = 0) => {
  const text = { title, summary: "", body };
  return sketchOf(id, text, matchArticle(text, rules), rules, AT + hoursLater * 3_600_000);
};
const SHELLING = sketch("a", "قصف على البوكمال", "قتل ثلاثة عناصر في قصف على أطراف البوكمال.");

describe("the sketch of an article", () => {
  it("keeps what title and first sentence say: words without what is joined, places, concepts, figures", () => {
    expect(SHELLING.words).toContain("البوكمال".slice(2));
    expect(SHELLING.places.map(({ id, isTitle }) => [id, isTitle])).toEqual([["sy-iq/abu-kamal", true]]);
    expect(SHELLING.concepts).toContain("shelling");
    expect(SHELLING.figures).toContainEqual({ kind: "killed", value: 3 });
  });

  it("knows a count taken again, another event, a round-up and a truce by their words", () => {
    const of = (title: string) => sketch("x", title, "");
    expect([of("ارتفاع حصيلة قصف البوكمال").isFollowUp, of("قصف جديد").isAnother === false]).toEqual([true, true]);
    expect(of("غداة القصف، هجوم").isAnother).toBe(true);
    expect([of("حصاد الأسبوع").isRoundUp, of("وقف إطلاق النار").isTruce]).toEqual([true, true]);
  });
});

describe("the rules of stories", () => {
  it("know families and turns by the concepts, one entry each", () => {
    const { familyOf, turns } = storyRules(STORY_WEIGHTS, CONCEPTS);
    expect([familyOf("shelling"), familyOf("protest"), familyOf("unknown")]).toEqual([
      "fighting",
      "protest",
      "unknown",
    ]);
    expect(turns).toEqual(["seizure"]);
  });
});

describe("an article and the stories before it", () => {
  const story: Story = { id: "a", members: [SHELLING] };
  const place = (next: ReturnType<typeof sketch>) => placeInStory(next, [story], rules.stories).placement;

  it("is a copy, an update that says what is new, or an event of its own", () => {
    expect(place(sketch("b", "قصف على البوكمال", "قتل ثلاثة عناصر في قصف على أطراف البوكمال.", 1))).toMatchObject({
      ...{ storyId: "a", relation: "syndicated", changes: [] },
    });
    expect(place(sketch("c", "قصف على البوكمال", "قتل تسعة عناصر في قصف على أطراف البوكمال.", 1))).toMatchObject({
      ...{ relation: "update", changes: [{ change: "figure", kind: "killed", value: 9 }] },
    });
    expect(place(sketch("d", "قصف على سنجار", "قصف عنيف على قرى سنجار.", 1))).toMatchObject({ relation: "original" });
  });

  it("is an update where ground changes hands, however alike the wording is", () => {
    const seized = sketch("e", "داعش يسيطر على البوكمال", "قتل ثلاثة عناصر في قصف على أطراف البوكمال.", 1);
    expect(place(seized)).toMatchObject({ relation: "update", changes: [{ change: "turn", concept: "seizure" }] });
  });
});

describe("who is told of an article in its story", () => {
  const told = (
    next: ReturnType<typeof sketch>,
    before: StoryRecord | undefined,
    asking: string[],
    closed: string[] = [],
  ) =>
    tellStory({
      placed: placeInStory(next, before ? [before.story] : [], rules.stories),
      ...{ outlet: "Outlet", asking, closed, before, now: new Date(AT) },
      alertIdOf: (channel) => `${next.articleId}-${channel}`,
    });

  it("channels that were not told of the story get it as new, the others only what is new", () => {
    const first = told(SHELLING, undefined, ["desk"]);
    expect(first.telling.first).toEqual(["desk"]);
    const grown = sketch("c", "قصف على البوكمال", "قتل تسعة عناصر في قصف على أطراف البوكمال.", 1);
    const { telling, record } = told(grown, first.record, ["desk", "night"]);
    expect([telling.first, telling.updates.map(({ alertId }) => alertId)]).toEqual([["night"], ["a-desk"]]);
    expect([record.reports, record.outlets]).toEqual([2, ["Outlet"]]);
  });

  it("a closed channel is told nothing", () => {
    expect(told(SHELLING, undefined, ["desk", "night"], ["desk"]).telling).toMatchObject({
      first: ["night"],
      closed: ["desk"],
    });
  });
});
