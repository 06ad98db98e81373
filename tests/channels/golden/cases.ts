import { loadSettings } from "../../../src/app/load-settings.ts";
import type { Alert } from "../../../src/domain/alerts/alert.ts";
import type { Article } from "../../../src/domain/article.ts";
import { factsOf } from "../../../src/domain/reading/facts.ts";
import { matchArticle } from "../../../src/domain/watchlists/match-article.ts";
import type { Outgoing } from "../../../src/pipeline/deliver-ports.ts";
import { matchBatch } from "../../../src/pipeline/match-batch.ts";
import { rulebookOf } from "../../../src/settings/rulebook-of.ts";
import { anAlert, anArticle } from "../../support/builders.ts";

const rulebook = rulebookOf(loadSettings({ shipped: "config", environment: {} }));

const AL_WAAR: NonNullable<Alert["place"]> = {
  id: "sy-iq/al-waar",
  name: "الوعر",
  latin: "al-Wa'r (Sariyat al-Waer)",
  country: "SY",
  lat: 33.88,
  lon: 39.52,
  border: { pair: "SY-IQ", km: 13.2 },
  because: ['the article names "البادية السورية"', "words of an event or a border nearby"],
};

/** An alert that says what the shipped lexicon finds in an article; `marked`: the words of the quote to be marked. */
function toldOf(article: Article, quote: string, marked: readonly string[], given: Partial<Alert> = {}): Alert {
  const decision = matchArticle(article, rulebook, { publishedAt: article.publishedAt });
  const facts = factsOf(article, decision, rulebook);
  const counted = facts.filter(({ fact }) => fact === "killed" || fact === "wounded" || fact === "captured");
  return anAlert({
    article,
    facts,
    figures: counted.map(({ fact, value }) => ({ kind: fact as "killed", value: Number(value) })),
    place: AL_WAAR,
    concepts: [{ id: "seizure", title: "سيطرة على أرض", english: "seizure of ground" }],
    quote: {
      text: quote,
      marks: marked.map((word) => [quote.indexOf(word), quote.indexOf(word) + word.length] as const),
    },
    ...given,
  });
}

const FOUNDING = anArticle({
  source: { outlet: "Desert News", kind: "independent" },
  title: "النظام وإيران يخسران الوعر على الحدود السورية العراقية لصالح تنظيم الدولة",
  body:
    "سيطر تنظيم الدولة فجر الجمعة على منطقة الوعر في البادية السورية، ما أسفر عن مقتل 14 عنصرا وإصابة تسعة آخرين، " +
    "بحسب مصدر عسكري. وقالت شبكات محلية إن من تبقى انسحب باتجاه المحطة الثانية.",
  publishedAt: "2017-06-09T08:30:00.000Z",
});
/** The founding report as the shipped rules tell it. */
const told: Alert[] = [];
await matchBatch(
  { feedId: "feed-1", articles: [FOUNDING] },
  rulebook,
  {
    alerts: { enqueue: async (one) => void told.push(one), amend: async () => undefined },
    gatherMs: () => 0,
    holdReview: async () => undefined,
    fullText: "never",
    readPage: () => Promise.reject(new Error("no page is wanted")),
    hash: (text) => text,
  },
  new Date("2017-06-09T09:00:00Z"),
);
const FOUNDING_ALERT = told[0]!;

const MIXED = anArticle({
  source: { outlet: "وكالة «الفرات» (Euphrates Agency)", kind: "wire" },
  title: 'سقوط 3 طائرات من طراز MQ-9 (Reaper) قرب "T2" في ١٢/٦: «لا إصابات» [محدّث]',
  body: 'قال متحدث باسم "القيادة المركزية" (CENTCOM) إن 3 طائرات من طراز MQ-9 سقطت قرب محطة T2 في الوعر عند 33.88N.',
});
const MIXED_QUOTE =
  'قال متحدث باسم "القيادة المركزية" (CENTCOM) إن 3 طائرات من طراز MQ-9 سقطت قرب محطة T2 في الوعر عند 33.88N';

const LONG = `قصف مدفعي على أطراف بلدة حدودية ${"يتواصل لليوم العاشر على التوالي وسط نزوح الأهالي ".repeat(12)}`;

const HOSTILE =
  '<script>alert("قصف")</script> <img src=x onerror=alert(1)> <!channel> <@U123> <https://evil.example|الخبر> *قصف* _على_ ~الوعر~ `x` ' +
  "\u202Eمقلوب\u202C \u2066معزول \u001b[31mأحمر\u001b[0m &lt;b&gt; {{7*7}} \r\nBcc: evil@example.org";

const alert = (of: Alert, possibleRepeat = false): Outgoing => ({ kind: "alert", alert: of, possibleRepeat });

/** What is told, by the name of its golden files. All texts are ours. */
export const CASES: Readonly<Record<string, Outgoing>> = {
  founding: alert(FOUNDING_ALERT),
  "latin-digits-brackets": alert(toldOf(MIXED, MIXED_QUOTE, ["سقطت", "الوعر"])),
  "long-title": alert(anAlert({ article: anArticle({ title: LONG, url: `https://example.org/${"a".repeat(2500)}` }) })),
  hostile: alert(
    toldOf(
      anArticle({ title: HOSTILE, body: HOSTILE, source: { outlet: HOSTILE.slice(0, 60) } }),
      HOSTILE,
      ["قصف", "الوعر"],
      { watchlists: [{ id: "x", title: HOSTILE, because: [HOSTILE] }] },
    ),
  ),
  update: alert({
    ...FOUNDING_ALERT,
    outlets: ["Desert News", "وكالة الفرات", "شبكة البادية"],
    reports: 5,
    concepts: [{ id: "denial", title: "نفي", english: "official denial" }, ...FOUNDING_ALERT.concepts],
    update: {
      of: "alert-0",
      toldAt: "2017-06-09T09:02:00.000Z",
      changes: [
        { change: "figure", kind: "killed", value: 14 },
        { change: "turn", concept: "denial" },
        { change: "follow-up" },
      ],
    },
  }),
  "possible-repeat": alert(anAlert(), true),
  bare: alert(
    anAlert({
      place: undefined,
      concepts: [],
      article: anArticle({ url: undefined, publishedAt: undefined, source: { outlet: "Desert News" } }),
      quote: { text: "", marks: [] },
    }),
  ),
  notice: {
    kind: "notice",
    notice: {
      key: "feed-desert",
      title: "Feed desert-news failed three times",
      lines: ["desert-news: HTTP 503", "قائمة: <b>الوعر</b>"],
      at: "2026-11-20T08:30:00.000Z",
    },
  },
};
