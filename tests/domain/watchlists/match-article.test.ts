import { describe, expect, it } from "vitest";
import { loadSettings } from "../../../src/app/load-settings.ts";
import { wordReasons } from "../../../src/domain/language/reasons.ts";
import type { TermAsked } from "../../../src/domain/reading/term.ts";
import { matchArticle } from "../../../src/domain/watchlists/match-article.ts";
import { bandWatchlist, type Watchlist } from "../../../src/domain/watchlists/watchlist.ts";
import { rulebookOf } from "../../../src/settings/rulebook-of.ts";
import { describeOnRealInput, sharedLines } from "../../support/shared-data.ts";

const settings = loadSettings({ shipped: "config", environment: {} });
const list = (given: Partial<Watchlist> = {}): Watchlist => ({ ...bandWatchlist("w", "SY-IQ", 50), ...given });

function match(
  text: string | { title?: string; body?: string },
  given: Partial<Watchlist> = {},
  facts: Parameters<typeof matchArticle>[2] = {},
) {
  const article =
    typeof text === "string" ? { title: "", summary: "", body: text } : { title: "", summary: "", body: "", ...text };
  const decision = matchArticle(article, rulebookOf(settings, [list(given)]), facts);
  return { ...decision, match: decision.matches[0]! };
}
const verdict = (...args: Parameters<typeof match>) => match(...args).match.decision;

describe("a band along a border, any event", () => {
  it.each([
    ["fighting", "قصف مدفعي على أطراف البوكمال فجر اليوم", "alert"],
    ["a crossing closed", "أعلنت هيئة المنافذ إغلاق معبر القائم أمام الشاحنات", "alert"],
    ["a border without a place", "اشتباكات عنيفة على الحدود السورية العراقية", "alert"],
    ["relief", "توزيع سلال غذائية على عائلات في البوكمال", "review"],
    ["doubt", "أنباء عن هجوم على البوكمال", "review"],
    ["an anniversary", "إحياء ذكرى معركة الباغوز", "review"],
    ["weather", "الأرصاد تتوقع أمطارا وغبارا في البوكمال", "none"],
    ["another sense of the name", "مهجرو حي الوعر في حمص ينتظرون القصف", "none"],
    ["an adjective", "سلكوا الطريق الوعر هربا من القصف", "none"],
    ["a title of office", "القائم بأعمال السفارة يدين الهجوم", "none"],
    ["somebody's origin", "مقتل فنان في بيروت وهو من مواليد البوكمال", "none"],
    ["an event elsewhere", "قصف عنيف على غزة", "none"],
  ])("%s", (_, text, expected) => {
    expect(verdict(text)).toBe(expected);
  });

  it("says which line of the policy decided", () => {
    expect(wordReasons(match("قصف مدفعي على أطراف البوكمال").match.because, "en").join("\n")).toMatch(
      /6\.6 km from the SY-IQ border[\s\S]*concepts\.yaml: shelling is worth alert/,
    );
  });

  it("asks some concepts for company: a shop that closes is no crossing", () => {
    expect(verdict("أغلق متجر في البوكمال أبوابه")).toBe("none");
  });

  it("gives a place between two borders to the nearer one, unless the other is named", () => {
    const bands = (text: string) => verdict(text, { places: [{ border: "IQ-JO", withinKm: 60 }] });
    expect(bands("قصف استهدف منفذ الوليد")).toBe("review");
    expect(bands("قصف استهدف منفذ الوليد قرب حدود العراق والأردن")).toBe("alert");
  });
});

describe("terms", () => {
  const asks = (...terms: TermAsked[]) => ({ terms });
  it.each([
    ["in the same sentence as a place", "غارة على البوكمال", asks({ text: "غارة" }), "alert"],
    ["not asked for", "غارة على البوكمال", asks({ text: "نزوح" }), "none"],
    ["with forms", "ينسحبون من البوكمال", asks({ text: "انسحب", forms: true }), "alert"],
    ["definite only, and definite", "إغلاق المعبر في البوكمال", asks({ text: "معبر", definite: true }), "alert"],
    ["definite only, and not", "إغلاق معبر في البوكمال", asks({ text: "معبر", definite: true }), "none"],
    ["exact, with something joined", "بغارة على البوكمال", asks({ text: "غارة", exact: true }), "none"],
    ["an actor", "مقاتلو قسد في البوكمال", asks({ actor: "sdf" }), "alert"],
    [
      "in the title only",
      { title: "خبر", body: "غارة على البوكمال" },
      asks({ text: "غارة", fields: ["title"] }),
      "none",
    ],
  ] as const)("%s", (_, text, given, expected) => {
    expect(verdict(text, given)).toBe(expected);
  });

  it("are vetoed by `unless`, and the reason names the word", () => {
    const { match: one } = match("غارة على البوكمال في كأس العالم", {
      terms: [{ text: "غارة" }],
      unless: [{ text: "كأس العالم" }],
    });
    expect([one.decision, wordReasons(one.because, "en")[0]]).toEqual(["none", '"كأس العالم" is under `unless`']);
  });
});

describe("a first letter", () => {
  it("is no conjunction where the lexicon knows the whole word", () => {
    const asksForLid = { places: [{ name: "البوكمال" }], terms: [{ text: "ليد" }] };
    expect(verdict("وليد في البوكمال", asksForLid)).toBe("none");
    expect(verdict("ولصيد في البوكمال", { ...asksForLid, terms: [{ text: "لصيد" }] })).toBe("alert");
  });
});

describe("a `when` tree", () => {
  const term = (text: string) => ({ term: { text } });
  const place = { place: "any" } as const;
  it.each([
    ["all, both there", { all: [place, term("غارة")] }, "غارة على البوكمال", "alert"],
    ["all, one missing", { all: [place, term("غارة"), term("نزوح")] }, "غارة على البوكمال", "none"],
    ["any", { any: [term("نزوح"), term("غارة")] }, "غارة على البوكمال", "alert"],
    ["none, and it stands there", { all: [place, { none: [term("نفى")] }] }, "نفى قصف البوكمال", "none"],
    ["at least two", { atLeast: 2, of: [term("غارة"), term("نزوح"), term("قصف")] }, "غارة ونزوح في البوكمال", "alert"],
    ["at least two, one there", { atLeast: 2, of: [term("غارة"), term("نزوح")] }, "غارة على البوكمال", "none"],
    ["near: one sentence", { near: "sentence", of: [place, term("غارة")] }, "غارة أمس. هدوء في البوكمال", "none"],
    ["near: one paragraph", { near: "paragraph", of: [place, term("غارة")] }, "غارة أمس. هدوء في البوكمال", "alert"],
    ["near: three words", { near: { words: 3 }, of: [place, term("غارة")] }, "غارة عنيفة على البوكمال", "alert"],
    [
      "near: three words, farther",
      { near: { words: 3 }, of: [place, term("غارة")] },
      "غارة عنيفة جدا وقعت مساء أمس على البوكمال",
      "none",
    ],
  ] as const)("%s", (_, when, text, expected) => {
    expect(verdict(text, { when })).toBe(expected);
  });
});

describe("sources and severity", () => {
  it("looks only at the sources it names", () => {
    const only = { sources: { only: { kinds: ["wire"] } } };
    expect(verdict("قصف على البوكمال", only, { source: { kind: "wire" } })).toBe("alert");
    expect(verdict("قصف على البوكمال", only, { source: { kind: "state" } })).toBe("none");
  });

  it("raises the severity by what happened", () => {
    const severityRules = [{ severity: "critical" as const, terms: [{ concept: "seizure" }] }];
    expect(match("سيطر مسلحون على البوكمال", { severityRules }).match.severity).toBe("critical");
    expect(match("قصف على البوكمال", { severityRules }).match.severity).toBe("medium");
  });
});

describe("an actor whose name changed hands", () => {
  it.each([
    ["2017-07-20T12:00:00Z", "syrian-regime-forces"],
    ["2025-07-20T12:00:00Z", "syrian-government-forces"],
  ])("is told by the date: %s", (publishedAt, expected) => {
    const { mentions } = match("الجيش السوري يدخل البوكمال", {}, { publishedAt });
    expect(mentions.flatMap((mention) => (mention.kind === "term" && mention.actor ? [mention.actor] : []))).toEqual([
      expected,
    ]);
  });
});

describeOnRealInput("the founding report", () => {
  const seed = () => sharedLines<{ title: string; body: string; publishedAt: string }>("seed-article.jsonl")[0]!;

  it("yields its concepts and actors", () => {
    const { mentions } = match(seed(), {}, { publishedAt: seed().publishedAt });
    const told = new Set(
      mentions.flatMap((mention) => (mention.kind === "term" ? [mention.concept ?? mention.actor] : [])),
    );
    for (const expected of [
      "withdrawal",
      "seizure",
      "attack",
      "clash",
      "execution",
      "casualties",
      "syrian-regime-forces",
      "iranian-militias",
      "islamic-state",
      "popular-mobilisation",
      "maghawir",
      "amaq",
    ])
      expect(told, expected).toContain(expected);
  });

  it("is about الوعر on the border, and alerts", () => {
    const { event, match: one } = match(seed());
    expect([event.placeId, one.decision]).toEqual(["sy-iq/al-waar", "alert"]);
  });
});
