import { describe, expect, it } from "vitest";
import { loadSettings } from "../../../src/app/load-settings.ts";
import { wordReasons } from "../../../src/domain/language/reasons.ts";
import { isOpen, placeInStory, type Story } from "../../../src/domain/stories/story.ts";
import { type StoryRecord, tellStory } from "../../../src/domain/stories/story-record.ts";
import { sketchOf } from "../../../src/domain/stories/story-sketch.ts";
import { matchArticle } from "../../../src/domain/watchlists/match-article.ts";
import { rulebookOf } from "../../../src/settings/rulebook-of.ts";
import { describeOnRealInput, sharedLines } from "../../support/shared-data.ts";

const rulebook = rulebookOf(loadSettings({ shipped: "config", environment: {} }));

interface Told {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly publishedAt: string;
}
const sketch = ({ id, title, body, publishedAt }: Told) => {
  const text = { title, summary: "", body };
  return sketchOf(id, text, matchArticle(text, rulebook, { publishedAt }), rulebook, Date.parse(publishedAt));
};

/** Where each article ends up, in the order given. */
function place(articles: readonly Told[]) {
  let open: Story[] = [];
  return articles.map((article) => {
    const one = sketch(article);
    const { story, placement } = placeInStory(one, open, rulebook.stories);
    open = [...open.filter(({ id }) => id !== story.id), story];
    return placement;
  });
}

const RAID: Told = {
  id: "raid",
  title: "طائرات مسيرة تقصف رتلا عسكريا قرب البوكمال",
  body: "قصفت طائرات مسيرة مجهولة مساء الأحد رتلا عسكريا عند أطراف البوكمال، ما أدى إلى مقتل خمسة عناصر واحتراق ثلاث عربات.",
  publishedAt: "2026-03-01T20:00:00Z",
};
const COPY: Told = {
  id: "copy",
  title: "مسيرات تقصف رتلا عسكريا قرب البوكمال",
  body: "دمشق - وكالات: قصفت طائرات مسيرة مجهولة مساء الأحد رتلا عسكريا عند أطراف البوكمال، ما أدى إلى مقتل خمسة عناصر واحتراق ثلاث عربات.",
  publishedAt: "2026-03-01T21:00:00Z",
};
const RETOLD: Told = {
  id: "retold",
  title: "استهداف رتل في محيط البوكمال",
  body: "هزت انفجارات محيط البوكمال ليلا بعد قصف جوي طال عربات عسكرية، وقال سكان إن النيران شوهدت من الضفة الأخرى.",
  publishedAt: "2026-03-01T22:30:00Z",
};
const TOLL: Told = {
  id: "toll",
  title: "ارتفاع حصيلة قصف البوكمال إلى 11 قتيلا",
  body: "ارتفعت حصيلة القصف الذي طال رتلا عسكريا قرب البوكمال إلى 11 قتيلا بعد وفاة جرحى.",
  publishedAt: "2026-03-02T08:00:00Z",
};
const ELSEWHERE: Told = {
  id: "elsewhere",
  title: "طائرات مسيرة تقصف موقعا قرب القامشلي",
  body: "قصفت طائرات مسيرة مساء الأحد موقعا عسكريا عند أطراف القامشلي، ما أدى إلى إصابة عنصرين.",
  publishedAt: "2026-03-01T20:30:00Z",
};
const OTHER_KIND: Told = {
  id: "other-kind",
  title: "إعادة فتح معبر البوكمال أمام الشاحنات",
  body: "أعلنت إدارة المعبر استئناف حركة الشاحنات في معبر البوكمال بعد أعمال صيانة.",
  publishedAt: "2026-03-02T09:00:00Z",
};
const ROUND_UP: Told = {
  id: "round-up",
  title: "حصاد الأسبوع في شرق سوريا",
  body: "قصفت طائرات مسيرة رتلا عسكريا عند أطراف البوكمال، وشهدت القامشلي إطلاق نار.",
  publishedAt: "2026-03-03T09:00:00Z",
};

describe("which articles are one story", () => {
  it.each(["مقتل خمسة أشخاص بقصف مدفعي على", "قصف مدفعي يطال أطراف", "مقتل خمسة أشخاص بقصف مدفعي على محيط"])(
    "two reports that are alike but for a town far away are two stories: %s",
    (words) => {
      const reports = ["البوكمال", "تل أبيض", "القامشلي"].map((town, i) => ({
        id: town,
        title: `${words} ${town}`,
        body: `قتل خمسة أشخاص وأصيب آخرون اليوم بقصف مدفعي على أطراف ${town}، بحسب مصادر محلية.`,
        publishedAt: `2026-03-01T2${i}:00:00Z`,
      }));
      expect(place(reports).map(({ storyId }) => storyId)).toEqual(reports.map(({ id }) => id));
    },
  );

  it("copies, the same event in other words, and a new toll are one; the toll is an update that says what is new", () => {
    const placed = place([RAID, COPY, RETOLD, TOLL]);
    expect(placed.map(({ storyId }) => storyId)).toEqual(["raid", "raid", "raid", "raid"]);
    expect(placed.map(({ relation }) => relation)).toEqual(["original", "syndicated", "rewrite", "update"]);
    expect(placed[3]!.changes).toContainEqual({ change: "figure", kind: "killed", value: 11 });
    expect(wordReasons(placed[3]!.because, "en").join()).toContain("new figure: 11 killed");
  });

  it("the same kind of event elsewhere, another kind at the same place and a round-up are their own", () => {
    const placed = place([RAID, ELSEWHERE, OTHER_KIND, ROUND_UP]);
    expect(placed.map(({ storyId }) => storyId)).toEqual(["raid", "elsewhere", "other-kind", "round-up"]);
  });

  it("a story is closed after three days, but for a follow-up", () => {
    const story = { id: "raid", members: [sketch(RAID)] };
    const after = { ...sketch(COPY), at: Date.parse("2026-03-06T20:00:00Z") };
    expect(isOpen(story, after)).toBe(false);
    expect(isOpen(story, { ...after, isFollowUp: true })).toBe(true);
  });
});

describe("who is told of a story", () => {
  const tell = (article: Told, asking: string[], known: StoryRecord[], now: string) => {
    const stories = known.map(({ story }) => story);
    const placed = placeInStory(sketch(article), stories, rulebook.stories);
    return tellStory({
      placed,
      outlet: "Outlet",
      asking,
      closed: [],
      before: known.find(({ story }) => story.id === placed.story.id),
      alertIdOf: (id) => `${article.id}-${id}`,
      now: new Date(now),
    });
  };

  it("a copy tells nobody again, and tells a channel that was not told", () => {
    const first = tell(RAID, ["desk"], [], "2026-03-01T20:01:00Z");
    expect(first.telling.first).toEqual(["desk"]);
    const copy = tell(COPY, ["desk", "night"], [first.record], "2026-03-01T21:01:00Z");
    expect(copy.telling.first).toEqual(["night"]);
    expect(copy.telling.updates).toEqual([]);
    expect(copy.record.reports).toBe(2);
  });

  it("an update names the alert it follows, and a second one waits half an hour", () => {
    const first = tell(RAID, ["desk"], [], "2026-03-01T20:01:00Z");
    const update = tell(TOLL, ["desk"], [first.record], "2026-03-02T08:01:00Z");
    expect(update.telling.updates).toEqual([
      { channelId: "desk", alertId: "raid-desk", toldAt: "2026-03-01T20:01:00.000Z" },
    ]);
    expect(update.telling.notBefore).toBe("2026-03-02T08:01:00.000Z");
    const more = { ...TOLL, id: "more", title: TOLL.title.replace("11", "14"), body: TOLL.body.replace("11", "14") };
    const second = tell(more, ["desk"], [update.record], "2026-03-02T08:05:00Z");
    expect(second.telling.notBefore).toBe("2026-03-02T08:31:00.000Z");
  });
});

describeOnRealInput("the labelled events", () => {
  it("are put into their stories", () => {
    type Row = Told & { event: string; relation: string; materialUpdate: boolean };
    const rows = sharedLines<Row>("eval/dev/events.jsonl").toSorted(
      (a, b) => a.publishedAt.localeCompare(b.publishedAt) || a.id.localeCompare(b.id),
    );
    const placed = place(rows);
    const groups = (keyOf: (i: number) => string) => {
      const by = new Map<string, Set<number>>();
      for (const i of rows.keys()) by.set(keyOf(i), (by.get(keyOf(i)) ?? new Set()).add(i));
      return (i: number) => by.get(keyOf(i))!;
    };
    const gold = groups((i) => (rows[i]!.relation === "different" ? rows[i]!.id : rows[i]!.event));
    const said = groups((i) => placed[i]!.storyId);
    let [precision, recall, merged, right, told] = [0, 0, 0, 0, 0];
    rows.forEach((row, i) => {
      const both = [...gold(i)].filter((one) => said(i).has(one)).length;
      precision += both / said(i).size / rows.length;
      recall += both / gold(i).size / rows.length;
      if (row.relation === "different" && said(i).size > 1) merged++;
      if (placed[i]!.changes.length > 0) told++;
      if (row.materialUpdate && placed[i]!.changes.length > 0) right++;
    });
    const updates = rows.filter(({ materialUpdate }) => materialUpdate).length;
    expect((2 * precision * recall) / (precision + recall)).toBeGreaterThanOrEqual(0.95);
    expect(merged / rows.filter(({ relation }) => relation === "different").length).toBeLessThanOrEqual(0.05);
    expect((2 * right) / (told + updates)).toBeGreaterThanOrEqual(0.9);
  });
});
