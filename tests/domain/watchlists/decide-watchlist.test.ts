import { describe, expect, it } from "vitest";
import type { Article } from "../../../src/domain/article.ts";
import { wordReasons } from "../../../src/domain/language/reasons.ts";
import { type Condition, prove, termsOf } from "../../../src/domain/watchlists/condition.ts";
import { pageFault, pageIsWanted } from "../../../src/domain/watchlists/full-text.ts";
import { matchArticle } from "../../../src/domain/watchlists/match-article.ts";
import { bandWatchlist, hasTrait, type Watchlist } from "../../../src/domain/watchlists/watchlist.ts";
import { smallRulebook } from "../../support/small-rules.ts";

const BAND = bandWatchlist("band", "SY-IQ", 50);

function decide(title: string, body: string, watchlist: Watchlist = BAND, source = {}) {
  const { matches } = matchArticle({ title, summary: "", body }, smallRulebook(watchlist), { source });
  return { ...matches[0]!, told: wordReasons(matches[0]!.because, "en") };
}
const lane = (title: string, body: string, watchlist?: Watchlist) => decide(title, body, watchlist).decision;

describe("a band along a border, any event", () => {
  it.each([
    ["alerts to a fight at a place in it", "قصف على البوكمال", "", "alert"],
    ["alerts to an event at the border itself", "", "قصف على الحدود السورية العراقية", "alert"],
    ["looks at what a concept is worth a look", "", "تظاهر سكان البوكمال", "review"],
    ["passes over what is worth nothing", "", "حادث سير في البوكمال", "none"],
    ["passes over what happens elsewhere", "قصف على حمص", "", "none"],
    ["passes over the quarter of the same name", "", "قصف على حي الوعر في حمص", "none"],
    ["looks at what is doubted", "", "أنباء عن قصف على البوكمال", "review"],
    ["passes over an exercise", "", "محاكاة قصف على البوكمال", "none"],
    ["looks a little beyond itself", "قصف على الميادين", "", "review"],
    [
      "and leaves nothing where a second reason says that it is no news of the band",
      "",
      "في ذكرى قصف على الميادين",
      "none",
    ],
    ["takes no match for a fight", "مباراة في البوكمال", "قصف لاعب البوكمال المرمى", "none"],
    ["takes no toll of a road accident for an event", "حادث سير قرب البوكمال", "سقط قتيل في البوكمال", "none"],
  ])("%s", (_, title, body, decision) => {
    expect(lane(title, body)).toBe(decision);
  });

  it("tells why: the place, how it is joined to the event, what that is worth, what lowered it", () => {
    expect(decide("", "أنباء عن قصف على البوكمال").told).toEqual([
      '"البوكمال" is البوكمال: 6.6 km from the SY-IQ border',
      '"قصف" in the same sentence',
      "concepts.yaml: shelling is worth alert",
      'lowered: doubt ("أنباء")',
    ]);
  });

  it("gives the mentions that decided as evidence, the place first", () => {
    const { evidence } = decide("", "قصف على البوكمال");
    const { mentions } = matchArticle({ title: "", summary: "", body: "قصف على البوكمال" }, smallRulebook());
    expect(evidence.map((i) => mentions[i]!.surface)).toEqual(["البوكمال", "قصف"]);
  });
});

describe("a watchlist", () => {
  const asking = (given: Partial<Watchlist>): Watchlist => ({ ...BAND, id: "own", ...given });

  it("that names terms takes them as alerts, whatever they are worth, and nothing else", () => {
    const list = asking({ terms: [{ concept: "protest" }] });
    expect([lane("", "تظاهر سكان البوكمال", list), lane("", "قصف على البوكمال", list)]).toEqual(["alert", "none"]);
  });

  it("is vetoed by `unless`", () => {
    const list = asking({ unless: [{ text: "كأس العالم" }] });
    expect(decide("", "قصف على البوكمال في كأس العالم", list).told).toEqual(['"كأس العالم" is under `unless`']);
  });

  it("may name a place by id or by name, in no band", () => {
    const lists = [asking({ places: [{ placeId: "sy/homs" }] }), asking({ places: [{ name: "حمص" }] })];
    expect(lists.map((list) => decide("", "قصف على حمص", list).told[0])).toEqual([
      '"حمص" is حمص: the watchlist names it',
      '"حمص" is حمص: the watchlist names it',
    ]);
  });

  it("looks only at sources it asks for", () => {
    const list = asking({ sources: { only: { kinds: ["state"] } } });
    expect(decide("", "قصف على البوكمال", list, { kind: "party" }).told).toEqual([
      "its source is not one that the watchlist looks at",
    ]);
    expect(decide("", "قصف على البوكمال", list, { kind: "state" }).decision).toBe("alert");
    expect(hasTrait({ feedId: "a" }, { feeds: ["a"] })).toBe(true);
  });

  it("takes the worst severity whose term stands in the evidence", () => {
    const list = asking({ severityRules: [{ severity: "critical", terms: [{ concept: "seizure" }] }] });
    expect(decide("", "سيطر داعش على البوكمال", list).severity).toBe("critical");
    expect(decide("", "قصف على البوكمال", list).severity).toBe("medium");
  });

  it("names a third country's place and a nearer border as what lowers", () => {
    const list = asking({ places: [{ border: "SY-TR", withinKm: 50 }] });
    expect(lane("", "قصف على عين العرب", list)).toBe("alert");
  });
});

describe("a condition", () => {
  const shelling = { term: { concept: "shelling" } } as const;
  const seizure = { term: { concept: "seizure" } } as const;
  const when = (condition: Condition): Watchlist => ({ ...BAND, when: condition });
  const here = { place: "any" } as const;

  it.each([
    ["all of them", { all: [shelling, here] }, "قصف على البوكمال", "alert"],
    ["one of them", { any: [seizure, shelling] }, "قصف على البوكمال", "alert"],
    ["none of them", { all: [here, { none: [shelling] }] }, "قصف على البوكمال", "none"],
    ["at least two", { atLeast: 2, of: [shelling, seizure, here] }, "قصف على البوكمال", "alert"],
    ["in one sentence", { near: "sentence", of: [shelling, here] }, "قصف عنيف. هدوء في البوكمال.", "none"],
    ["within some words", { near: { words: 3 }, of: [shelling, here] }, "قصف على البوكمال", "alert"],
  ] as [string, Condition, string, string][])("holds for %s", (_, condition, body, decision) => {
    expect(lane("", body, when(condition))).toBe(decision);
  });

  it("tells its terms, and proves nothing of nothing", () => {
    expect(termsOf({ all: [shelling, { any: [seizure] }] })).toEqual([shelling.term, seizure.term]);
    expect(prove(shelling, { signs: [], loci: [] })).toBeUndefined();
  });
});

describe("the page of an article", () => {
  const article = (body: string): Article => ({
    ...{ id: "a", feedId: "f", source: { outlet: "o" }, title: "قصف على البوكمال", summary: "", body },
    url: "https://news.example.org/1",
  });
  const isWanted = (body: string, when: Parameters<typeof pageIsWanted>[0] = "auto") => {
    const rules = smallRulebook();
    return pageIsWanted(when, rules)(article(body), matchArticle(article(body), rules));
  };

  it("is wanted where a short text touches a watchlist", () => {
    expect([
      isWanted("قصف."),
      isWanted("ن ".repeat(400)),
      isWanted("قصف.", "never"),
      isWanted("ن ".repeat(400), "always"),
    ]).toEqual([true, false, false, true]);
  });

  it("is not used where it says less, or something else", () => {
    const feed = article("قصف عنيف على البوكمال.");
    expect(pageFault(feed, { title: "", body: "قصير" })?.code).toBe("SHORTER");
    expect(pageFault(feed, { title: "", body: "تسجيل الدخول ".repeat(10) })?.code).toBe("OTHER_REPORT");
    expect(pageFault(feed, { title: "", body: "قصف عنيف على البوكمال فجر اليوم، قال ناشطون." })).toBeUndefined();
  });
});
