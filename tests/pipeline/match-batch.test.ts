import { describe, expect, it } from "vitest";
import { loadSettings } from "../../src/app/load-settings.ts";
import type { Alert } from "../../src/domain/alerts/alert.ts";
import { alertWording } from "../../src/domain/alerts/wording.ts";
import type { Article } from "../../src/domain/article.ts";
import type { TermAsked } from "../../src/domain/reading/term.ts";
import { FULL_TEXT, type FullText } from "../../src/domain/watchlists/full-text.ts";
import type { PlaceAsked } from "../../src/domain/watchlists/watchlist.ts";
import { matchBatch } from "../../src/pipeline/match-batch.ts";
import type { PageAnswer } from "../../src/pipeline/match-ports.ts";
import { rulebookOf } from "../../src/settings/rulebook-of.ts";
import { anArticle } from "../support/builders.ts";
import { PARAGRAPHS, TITLE } from "../support/pages.ts";

const settings = loadSettings({ shipped: "config", environment: {} });
const BODY = PARAGRAPHS.join("\n\n");
const PAGE: PageAnswer = { ok: true, title: `${TITLE} - وكالة المثال`, body: BODY };
const teaser = (given: Partial<Article> = {}) => anArticle({ title: TITLE, body: "", ...given });
const NEITHER = teaser({ title: "افتتاح معرض للكتاب في تونس", body: "افتتح أمس معرض للكتاب." });
const MATCHED = anArticle({ id: "matched" });

interface Case {
  readonly fullText?: FullText;
  readonly page?: PageAnswer;
  readonly terms?: readonly TermAsked[];
  readonly places?: readonly PlaceAsked[];
}

async function matched(articles: readonly Article[], given: Case = {}) {
  const { fullText = "auto", page = PAGE, terms = settings.watchlists[0]!.terms } = given;
  const { places = [{ border: "SY-IQ", withinKm: 50 }] } = given;
  const [shipped] = settings.watchlists;
  const rulebook = rulebookOf(settings, [{ ...shipped!, channels: [{ channel: "desk" }], terms, places }]);
  const alerts: Alert[] = [];
  const reviews: Alert[] = [];
  const asked: string[] = [];
  const ports = {
    alerts: { enqueue: async (alert: Alert) => void alerts.push(alert), amend: async () => undefined },
    gatherMs: () => 0,
    holdReview: async (alert: Alert) => void reviews.push(alert),
    fullText,
    async readPage({ id }: Article) {
      asked.push(id);
      return page;
    },
    hash: (text: string) => text,
  };
  const report = await matchBatch({ feedId: "feed-1", articles }, rulebook, ports, new Date());
  return { report, alerts, reviews, asked };
}

describe("an article whose page is wanted", () => {
  it("is matched by the page: the alert names the village, marks its words there, and says where the text is from", async () => {
    const { alerts, report } = await matched([teaser()]);
    expect(report.pages).toEqual([{ article: "article-1", outcome: "text", why: undefined }]);
    const [alert] = alerts;
    expect(alert?.place?.id).toBe("sy-iq/abu-kamal");
    expect(alert?.article).toMatchObject({ id: "article-1", title: TITLE, body: BODY, bodyFrom: "page" });
    expect(BODY).toContain(alert!.quote.text);
    const marked = alert!.quote.marks.map(([start, end]) => alert!.quote.text.slice(start, end));
    expect(marked).toContain("البوكمال");
    expect(alertWording(alert!, "en", false).because).toContain("full text from the page");
  });

  it("has the same alert id as without its page, so that neither is told twice", async () => {
    const [byFeed, byPage] = [
      await matched([MATCHED], { fullText: "never" }),
      await matched([{ ...MATCHED, title: TITLE }]),
    ];
    expect(byFeed.alerts[0]?.id).toBe(byPage.alerts[0]?.id);
  });

  it.each([
    ["HTTP_403", { ok: false, code: "HTTP_403", why: "refused" }, MATCHED],
    ["SHORTER", { ...PAGE, body: "نص قصير" }, MATCHED],
    ["OTHER_REPORT", { ok: true, title: "تسجيل الدخول", body: "سقوط سنجار بيد مسلحين. ".repeat(20) }, MATCHED],
  ] as const)("is matched by the feed's text when the page will not do: %s", async (outcome, page, article) => {
    const { alerts, report } = await matched([article], { page });
    expect(report.pages).toEqual([{ article: article.id, outcome, why: expect.stringMatching(/\w/) }]);
    expect(alerts.map((alert) => [alert.place?.id, alert.article.bodyFrom])).toEqual([["sy-iq/abu-kamal", undefined]]);
    expect(alertWording(alerts[0]!, "en", false).because).not.toContain("full text from the page");
  });

  it("does not hold up those of its batch that need none", async () => {
    const order: string[] = [];
    const long = anArticle({ id: "long", body: `${anArticle().body}\n\n${"نص إضافي. ".repeat(80)}` });
    const { alerts, report } = await matched([teaser(), long]);
    order.push(...alerts.map(({ article }) => article.id));
    expect(order).toEqual(["long", "article-1"]);
    expect(report).toMatchObject({ articles: 2, alerts: 2, unread: 0 });
  });

  it("is counted where the matcher reads only the beginning of its page", async () => {
    const { report } = await matched([teaser()], { page: { ...PAGE, body: BODY.repeat(80) } });
    expect(report.unread).toBe(1);
  });
});

describe("which pages are asked for", () => {
  const long = anArticle({ id: "long", title: TITLE, body: "نص. ".repeat(200) });
  const all = [
    teaser({ id: "teaser" }),
    { ...NEITHER, id: "neither" },
    MATCHED,
    long,
    teaser({ id: "no-url", url: undefined }),
  ];
  it.each([
    ["auto", ["teaser", "matched"]],
    ["always", ["teaser", "neither", "matched", "long"]],
    ["matched", ["matched"]],
    ["never", []],
  ] as const)("%s", async (fullText, expected) => {
    expect((await matched(all, { fullText })).asked).toEqual(expected);
    expect(FULL_TEXT).toContain(fullText);
  });

  it.each([
    ["a country of the list", "الرئيس العراقي يستقبل وفداً", [{ concept: "attack" }], undefined, true],
    ["a country of a place that is named", "وصول وفد إلى العراق", [{ concept: "attack" }], [{ name: "الرطبة" }], true],
    ["a place in a country of the list", "اجتماع في دير الزور", [{ concept: "attack" }], undefined, true],
    ["a concept it asks for", "مقتل جنود في هجوم مسلح", [{ concept: "attack" }], undefined, true],
    ["a keyword it asks for", "ازدحام عند المعبر", [{ text: "المعبر" }], undefined, true],
    ["a concept it does not ask for", "مقتل جنود في هجوم مسلح", [{ concept: "smuggling" }], undefined, false],
    ["an event, where any will do", "مقتل جنود في هجوم مسلح", [], undefined, false],
    ["another country", "وصول وفد إلى المغرب", [{ concept: "attack" }], undefined, false],
  ] as const)("a teaser with %s", async (_, title, terms, places, isAsked) => {
    const { asked } = await matched([teaser({ title })], { terms, ...(places && { places }) });
    expect(asked.length > 0).toBe(isAsked);
  });
});
