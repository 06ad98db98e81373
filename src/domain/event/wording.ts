import { countryName } from "../gazetteer/country-name.ts";
import type { Alert } from "./alert.ts";
import type { Fact } from "./facts.ts";
import type { FigureKind } from "./figures.ts";
import { cleanLine, cleanText, shorten } from "./safe-text.ts";
import type { StoryUpdate } from "./story-record.ts";
import { VERDICTS, verdictWords } from "./verdict.ts";

export type Language = "ar" | "en";

/** An alert in words, the same for every channel. Feed text in it is clean, but not escaped for any format. */
export interface AlertWording {
  /** What and where, in one line. */
  readonly headline: string;
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly quote: { readonly text: string; readonly marks: readonly (readonly [number, number])[] };
  readonly whyLabel: string;
  readonly because: readonly string[];
  /** What an update says of the alert before it. */
  readonly updateNote?: string | undefined;
  readonly repeatNote?: string | undefined;
  readonly article?: { readonly label: string; readonly url: string } | undefined;
  readonly map?: { readonly label: string; readonly url: string } | undefined;
  /** Links that say what one thinks of it. */
  readonly verdicts: readonly { readonly label: string; readonly url: string }[];
}

/** In Arabic and in English. */
type Words = readonly [string, string];

const LABELS = {
  low: ["منخفضة", "low"],
  medium: ["متوسطة", "medium"],
  high: ["عالية", "high"],
  critical: ["حرجة", "critical"],
  where: ["المكان", "Where"],
  source: ["المصدر", "Source"],
  published: ["النشر", "Published"],
  unknown: ["غير معروف", "unknown"],
  watchlist: ["قائمة المراقبة", "Watchlist"],
  level: ["الأهمية", "Severity"],
  why: ["سبب التنبيه", "Why you are told"],
  read: ["الخبر", "Article"],
  map: ["الخريطة", "Map"],
  repeat: ["تنبيه ربما سبق إرساله", "This alert may be a repeat"],
  who: ["الأطراف", "Who"],
  gained: ["كسب أرضا", "Gained ground"],
  lost: ["خسر أرضا", "Lost ground"],
  accordingTo: ["بحسب", "According to"],
  howMany: ["الحصيلة", "How many"],
  when: ["وقت الحدث", "When"],
  outlets: ["المصادر حتى الآن", "Reported by so far"],
  reports: ["عدد التقارير", "reports"],
  reminder: ["لم يرد أحد بعد", "Nobody answered yet"],
  update: ["تحديث", "Update"],
  firstTold: ["التنبيه الأول", "first told"],
  followUp: ["حصيلة أو متابعة جديدة", "a new count or a follow-up"],
  truce: ["وقف إطلاق النار", "a truce"],
  killed: ["قتلى", "killed"],
  wounded: ["جرحى", "wounded"],
  captured: ["معتقلون", "captured"],
  displaced: ["عائلات نازحة", "displaced"],
  other: ["رقم جديد", "new figure"],
  in: ["في", "in"],
  state: ["رسمي", "state"],
  party: ["حزبي", "party"],
  wire: ["وكالة", "wire"],
  independent: ["مستقل", "independent"],
  comma: ["، ", ", "],
} satisfies Record<string, Words>;

type Label = keyof typeof LABELS;
type Wording = (label: Label) => string;

const TITLE_LIMIT = 400;
const REASONS = 6;

/** Words an alert for people, with labels in their language; what the article says stays in Arabic. */
export function alertWording(alert: Alert, language: Language, possibleRepeat: boolean): AlertWording {
  const inWords = wordingIn(language);
  const { place, article, facts: told = [], figures = [], outlets = [], reports = 1, verdictLinks } = alert;
  const when = told.find(({ fact }) => fact === "when");
  const what = alert.concepts.map((concept) => titleOf(concept, language)).slice(0, 3);
  const whereName = place && (language === "ar" ? place.name : `${place.latin} (${place.name})`);
  const event = [what.join(inWords("comma")), whereName && `${inWords("in")} ${whereName}`].filter(Boolean).join(" ");
  const lead = alert.remindsOf !== undefined ? inWords("reminder") : alert.update && inWords("update");
  const headline = [lead, event].filter(Boolean).join(": ");
  const { outlet, kind } = article.source;
  // Cleaning removes characters, so the marks are moved with the text they mark.
  const cleanedAt = (at: number) => cleanText(alert.quote.text.slice(0, at)).length;
  const marks = alert.quote.marks.map(([from, to]) => [cleanedAt(from), cleanedAt(to)] as const);
  const facts: readonly [Label, string | false | undefined][] = [
    ["where", place && whereText(place, language)],
    ["when", when && `${when.value} (${when.surface})`],
    ["who", namesOf("who", alert, language)],
    ["lost", namesOf("lost", alert, language)],
    ["gained", namesOf("gained", alert, language)],
    ["howMany", figures.length > 0 && figures.map((one) => countText(one, inWords)).join(inWords("comma"))],
    ["accordingTo", namesOf("accordingTo", alert, language)],
    ["source", kind ? `${outlet} (${inWords(kind)})` : outlet],
    ["outlets", reports > 1 && `${outlets.join(inWords("comma"))} (${inWords("reports")}: ${reports})`],
    ["published", article.publishedAt ? readableTime(article.publishedAt) : inWords("unknown")],
    ["watchlist", alert.watchlists.map((one) => one.title).join(inWords("comma"))],
    ["level", inWords(alert.severity)],
  ];
  return {
    headline: cleanLine(headline || article.title) || cleanLine(outlet),
    title: shorten(cleanLine(article.title) || cleanLine(outlet), TITLE_LIMIT),
    facts: facts.flatMap(([label, value]) =>
      typeof value === "string" ? [{ label: inWords(label), value: cleanLine(value) }] : [],
    ),
    quote: { text: cleanText(alert.quote.text), marks },
    whyLabel: inWords("why"),
    because: [...new Set([...alert.watchlists.flatMap(({ because }) => because), ...(place?.because ?? [])])]
      .slice(0, REASONS)
      .concat(article.bodyFrom === "page" ? ["full text from the page"] : [])
      .map(cleanLine),
    updateNote: alert.update && updateText(alert.update, alert, language),
    repeatNote: possibleRepeat ? inWords("repeat") : undefined,
    article: article.url === undefined ? undefined : { label: inWords("read"), url: article.url },
    map: place && { label: inWords("map"), url: mapUrl(place.lat, place.lon) },
    verdicts: verdictLinks
      ? VERDICTS.map((kind) => ({ label: verdictWords(kind, language).label, url: verdictLinks[kind] }))
      : [],
  };
}

function wordingIn(language: Language): Wording {
  return (label) => LABELS[label][language === "ar" ? 0 : 1];
}

function titleOf({ title, english }: Alert["concepts"][number], language: Language): string {
  return language === "ar" ? title : english;
}

function namesOf(fact: Fact["fact"], { facts = [] }: Alert, language: Language): string | undefined {
  const names = facts
    .filter((one) => one.fact === fact)
    .map(({ value, english }) => (language === "en" && english) || value);
  return names.join(wordingIn(language)("comma")) || undefined;
}

function countText({ kind, value }: { kind: FigureKind; value: number }, inWords: Wording): string {
  return `${inWords(kind)}: ${value}`;
}

/** What is new, and when the story was told first. */
function updateText({ changes, toldAt }: StoryUpdate, { concepts }: Alert, language: Language): string {
  const inWords = wordingIn(language);
  const news = changes.flatMap((change) => {
    if (change.change === "figure") return [countText(change, inWords)];
    if (change.change !== "turn") return [inWords(change.change === "truce" ? "truce" : "followUp")];
    const concept = concepts.find(({ id }) => id === change.concept);
    return concept ? [titleOf(concept, language)] : [];
  });
  const first = `${inWords("firstTold")}: ${readableTime(toldAt)}`;
  return cleanLine([...new Set(news), first].join(inWords("comma")));
}

function whereText(place: NonNullable<Alert["place"]>, language: Language): string {
  const isArabic = language === "ar";
  const countryOf = (code: string) => countryName(code, language);
  const name = isArabic ? `${place.name} · ${place.latin}` : `${place.latin} · ${place.name}`;
  const pair = place.border?.pair
    .split("-")
    .map(countryOf)
    .join(isArabic ? " و" : "-");
  const km = Math.round(place.border?.km ?? 0);
  const border = pair && (isArabic ? `على بعد ${km} كم من حدود ${pair}` : `${km} km from the ${pair} border`);
  const point = `${place.lat.toFixed(2)}, ${place.lon.toFixed(2)}`;
  return [name, countryOf(place.country), border, point].filter(Boolean).join(wordingIn(language)("comma"));
}

export function readableTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

function mapUrl(lat: number, lon: number): string {
  return `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=10/${lat}/${lon}`;
}

/** The quote cut into marked and unmarked pieces, in order; overlapping marks are joined. */
export function quotePieces({ text, marks }: AlertWording["quote"]): { text: string; marked: boolean }[] {
  const pieces: { text: string; marked: boolean }[] = [];
  let at = 0;
  for (const [start, end] of marks) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    if (from > at) pieces.push({ text: text.slice(at, from), marked: false });
    pieces.push({ text: text.slice(from, end), marked: true });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), marked: false });
  return pieces;
}
