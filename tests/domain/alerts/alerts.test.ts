import { describe, expect, it } from "vitest";
import { type AlertParts, alertIdOf, alertsOf, mergedUpdate, routedMatches } from "../../../src/domain/alerts/alert.ts";
import { type Digest, digestWording, type HeldAlert } from "../../../src/domain/alerts/digest.ts";
import { isWithin, minuteOfDay, timeOfDay } from "../../../src/domain/alerts/hours.ts";
import { type Pace, whyHeld } from "../../../src/domain/alerts/pace.ts";
import { plainAlert, plainDigest } from "../../../src/domain/alerts/plain-alert.ts";
import { cleanQuote, quoteOf, quotePieces } from "../../../src/domain/alerts/quote.ts";
import type { Silence } from "../../../src/domain/alerts/silence.ts";
import { alertWording } from "../../../src/domain/alerts/wording.ts";
import { isAtLeast, worst } from "../../../src/domain/severity.ts";
import { matchArticle } from "../../../src/domain/watchlists/match-article.ts";
import { bandWatchlist } from "../../../src/domain/watchlists/watchlist.ts";
import { anAlert, anArticle } from "../../support/builders.ts";
import { CONCEPTS, smallRulebook } from "../../support/small-rules.ts";

const NOW = new Date("2026-03-01T20:00:00Z");

describe("the alerts of a decision", () => {
  const article = anArticle({ title: "قصف على البوكمال", body: "قصف عنيف على البوكمال فجر اليوم. وهدوء بعده." });
  const list = {
    ...bandWatchlist("band", "SY-IQ", 50),
    channels: [{ channel: "desk" }, { channel: "night", from: "high" as const }],
  };
  const rules = smallRulebook(list);
  const parts: AlertParts = {
    article,
    decision: matchArticle(article, rules),
    factsOf: () => [],
    watchlists: rules.watchlistById,
    placeOf: (id) => rules.gazetteer.places.get(id),
    conceptOf: (id) => CONCEPTS.find((concept) => concept.id === id),
    decidedBy: "small",
    decidedAt: NOW,
    hash: (text) => text,
  };

  it("are one a channel that the watchlist routes it to, with place, concepts and the sentence that raised it", () => {
    const [alert, ...others] = alertsOf(routedMatches(parts, "alert"), parts, [{ kind: "killed", value: 3 }]);
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      id: alertIdOf(article.id, "desk", parts.hash),
      channelId: "desk",
      severity: "medium",
    });
    expect([alert?.place?.id, alert?.concepts[0]?.id]).toEqual(["sy-iq/abu-kamal", "shelling"]);
    expect(alert?.quote.text).toBe("قصف عنيف على البوكمال فجر اليوم");
  });

  it("of one story that wait are joined to the latest, with all that is new", () => {
    const update = (value: number) => ({
      of: "a",
      toldAt: "",
      changes: [{ change: "figure" as const, kind: "killed" as const, value }],
    });
    const merged = mergedUpdate([anAlert({ id: "a1", update: update(3) }), anAlert({ id: "a2", update: update(9) })]);
    expect([merged.id, merged.update?.changes]).toEqual(["a2", [{ change: "figure", kind: "killed", value: 9 }]]);
  });
});

describe("an alert in words", () => {
  it("is worded in the language of its channel", () => {
    const alert = anAlert({ figures: [{ kind: "killed", value: 11 }] });
    const [ar, en] = [alertWording(alert, "ar", false), alertWording(alert, "en", true)];
    expect([ar.headline, en.headline]).toEqual(["قصف في البوكمال", "shelling in Abu Kamal (البوكمال)"]);
    expect(ar.facts.find(({ label }) => label === "الحصيلة")?.value).toBe("11 قتيلاً");
    expect([ar.repeatNote, en.repeatNote]).toEqual([undefined, "This alert may be a repeat"]);
  });

  it("is handed to programs with reasons in English", () => {
    const alert = anAlert({ watchlists: [{ id: "l", title: "l", because: [{ id: "own-country" }] }] });
    expect(plainAlert(alert)).toMatchObject({ watchlists: [{ because: ["the article names its country"] }] });
  });
});

describe("the quote of an alert", () => {
  const article = anArticle({ body: "هدوء. قصف على البوكمال! هدوء." });
  const evidence = [{ kind: "term" as const, name: "قصف", field: "body" as const, start: 6, end: 9, surface: "قصف" }];

  it("is the sentence around the first evidence outside the title, with it marked", () => {
    expect(quoteOf(article, evidence)).toEqual({ text: "قصف على البوكمال", marks: [[0, 3]] });
    expect(quoteOf(article, [])).toEqual({ text: "", marks: [] });
  });

  it("keeps its marks on their words when it is cleaned, and falls into pieces", () => {
    expect(cleanQuote({ text: "\u202eقصف", marks: [[1, 4]] })).toEqual({ text: "قصف", marks: [[0, 3]] });
    expect(
      quotePieces({
        text: "abcd",
        marks: [
          [1, 2],
          [1, 3],
        ],
      }).map(({ text, marked }) => [text, marked]),
    ).toEqual([
      ["a", false],
      ["b", true],
      ["c", true],
      ["d", false],
    ]);
  });
});

describe("when a channel is told", () => {
  const pace: Pace = {
    timeZone: "Asia/Baghdad",
    escalate: [],
    digestAt: ["07:00"],
    perHour: 2,
    quiet: { from: 22 * 60, to: 360, unless: "critical" },
  };
  const known: Parameters<typeof whyHeld>[2] = { verdicts: [], silences: [], toldLastHour: 0, now: NOW };
  const silence: Silence = {
    id: "s",
    by: "ops",
    reason: "drill",
    until: "2026-03-02T00:00:00Z",
    place: "sy-iq/abu-kamal",
  };

  it("an alert is held back by quiet hours, a rate, a silence or what was said of it, in this order of reasons", () => {
    const held = (given: Partial<typeof known> = {}) => whyHeld(anAlert(), pace, { ...known, ...given })?.why;
    expect(held()).toBe("quiet-hours");
    expect(held({ now: new Date("2026-03-01T12:00:00Z") })).toBeUndefined();
    expect(held({ now: new Date("2026-03-01T12:00:00Z"), toldLastHour: 2 })).toBe("too-many");
    expect(held({ silences: [silence] })).toBe("silence");
    expect(whyHeld(anAlert({ severity: "critical" }), pace, { ...known, toldLastHour: 9 })).toBeUndefined();
  });

  it("hours may reach over midnight, by the clocks of their zone", () => {
    const night = { from: minuteOfDay("22:00"), to: minuteOfDay("06:00") };
    expect([isWithin(NOW, night, "Asia/Baghdad"), isWithin(NOW, night, "UTC")]).toEqual([true, false]);
    expect(timeOfDay(450)).toBe("07:30");
  });

  it("severities have an order", () => {
    expect([isAtLeast("high", "medium"), worst(["low", "high"]), worst([])]).toEqual([true, "high", undefined]);
  });
});

describe("a digest in words", () => {
  const held = (id: string, why: HeldAlert["why"], title: string): HeldAlert => ({
    ...{ why, note: why === "silence" ? "ops: drill" : undefined },
    alert: anAlert({ id, article: anArticle({ title }) }),
  });
  const digest: Digest = {
    ...{
      id: "d",
      kind: "digest",
      leftOut: 3,
      at: "2026-03-02T07:00:00Z",
      verdicts: { band: { acknowledge: 3, reject: 1 } },
    },
    held: [
      held("a", "quiet-hours", "قصف أول"),
      held("b", "quiet-hours", "قصف أول"),
      held("c", "review", "نظرة"),
      held("e", "silence", "صامت"),
    ],
  };

  it("says how much was held back for what, then what, copies as one", () => {
    const { title, sections } = digestWording(digest, "ar");
    expect(title).toBe("موجز راصد 2026-03-02");
    expect(sections.map(({ heading, lines }) => [heading, lines[0]?.text])).toEqual([
      ["الخلاصة", "ساعات الهدوء: 2 · للمراجعة: 1 · مسكتة: 1 · أخرى: 3"],
      ["لم تُرسل في حينها", "قصف أول (البوكمال) ×2"],
      ["للمراجعة", "نظرة (البوكمال)"],
      ["مسكتة", "1 × ops: drill"],
      ["دقة قوائم المراقبة", "band: تأكيد 3، رفض 1، المكان خاطئ 0، كتم 0؛ الدقة 75%"],
    ]);
  });

  it("of alerts that are told together is one list", () => {
    const together = { ...digest, kind: "together" as const };
    expect(digestWording(together, "ar").title).toBe("4 تنبيهات معاً");
    expect(digestWording(together, "en").title).toBe("4 alerts together");
    expect(plainDigest(together)).toMatchObject({ held: [{ alert: { id: "a" } }, {}, {}, {}] });
  });
});
