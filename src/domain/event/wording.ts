import type { Severity } from "../matcher/watchlist.ts";
import type { Alert } from "./alert.ts";
import type { FigureKind } from "./figures.ts";
import { cleanLine, cleanText, shorten } from "./safe-text.ts";
import type { StoryUpdate } from "./story-record.ts";

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
}

interface Labels {
  readonly severity: Readonly<Record<Severity, string>>;
  readonly where: string;
  readonly source: string;
  readonly published: string;
  readonly unknown: string;
  readonly watchlist: string;
  readonly level: string;
  readonly why: string;
  readonly read: string;
  readonly map: string;
  readonly repeat: string;
  readonly who: string;
  readonly howMany: string;
  readonly when: string;
  readonly outlets: string;
  readonly update: string;
  readonly firstTold: string;
  readonly truce: string;
  readonly counts: Readonly<Record<FigureKind, string>>;
  readonly in: string;
  readonly fromBorder: (km: number, pair: string) => string;
  readonly kinds: Readonly<Record<string, string>>;
}

const COUNTRY: Readonly<Record<string, readonly [string, string]>> = {
  SY: ["سوريا", "Syria"],
  IQ: ["العراق", "Iraq"],
  TR: ["تركيا", "Turkey"],
  JO: ["الأردن", "Jordan"],
  LB: ["لبنان", "Lebanon"],
  IR: ["إيران", "Iran"],
  SA: ["السعودية", "Saudi Arabia"],
  KW: ["الكويت", "Kuwait"],
};

const LABELS: Readonly<Record<Language, Labels>> = {
  ar: {
    severity: { low: "منخفضة", medium: "متوسطة", high: "عالية", critical: "حرجة" },
    where: "المكان",
    source: "المصدر",
    published: "النشر",
    unknown: "غير معروف",
    watchlist: "قائمة المراقبة",
    level: "الأهمية",
    why: "سبب التنبيه",
    read: "الخبر",
    map: "الخريطة",
    repeat: "تنبيه ربما سبق إرساله",
    who: "الأطراف",
    howMany: "الحصيلة",
    when: "وقت الحدث",
    outlets: "المصادر حتى الآن",
    update: "تحديث",
    firstTold: "التنبيه الأول",
    truce: "وقف إطلاق النار",
    counts: { killed: "قتلى", wounded: "جرحى", captured: "معتقلون", displaced: "عائلات نازحة", other: "رقم جديد" },
    in: "في",
    fromBorder: (km, pair) => `على بعد ${km} كم من حدود ${pairName(pair, 0)}`,
    kinds: { state: "رسمي", party: "حزبي", wire: "وكالة", independent: "مستقل" },
  },
  en: {
    severity: { low: "low", medium: "medium", high: "high", critical: "critical" },
    where: "Where",
    source: "Source",
    published: "Published",
    unknown: "unknown",
    watchlist: "Watchlist",
    level: "Severity",
    why: "Why you are told",
    read: "Article",
    map: "Map",
    repeat: "This alert may be a repeat",
    who: "Who",
    howMany: "How many",
    when: "When",
    outlets: "Reported by so far",
    update: "Update",
    firstTold: "first told",
    truce: "a truce",
    counts: { killed: "killed", wounded: "wounded", captured: "captured", displaced: "displaced", other: "new figure" },
    in: "in",
    fromBorder: (km, pair) => `${km} km from the ${pairName(pair, 1)} border`,
    kinds: { state: "state", party: "party", wire: "wire", independent: "independent" },
  },
};

const TITLE_LIMIT = 400;
const REASONS = 6;

/** Words an alert for people, with labels in their language; what the article says stays in Arabic. */
export function alertWording(alert: Alert, language: Language, possibleRepeat: boolean): AlertWording {
  const labels = LABELS[language];
  const { place, article, actors = [], figures = [], outlets = [] } = alert;
  const what = alert.concepts
    .map((concept) => (language === "ar" ? concept.title : concept.english))
    .slice(0, 3)
    .join(language === "ar" ? "، " : ", ");
  const whereName = place && (language === "ar" ? place.name : `${place.latin} (${place.name})`);
  const event = [what, whereName && `${labels.in} ${whereName}`].filter(Boolean).join(" ");
  const headline = alert.update ? `${labels.update}: ${event}` : event;
  const facts = [
    place && { label: labels.where, value: whereText(place, language) },
    alert.when && { label: labels.when, value: alert.when.date + (alert.when.basis ? ` (${alert.when.basis})` : "") },
    actors.length > 0 && { label: labels.who, value: actors.join("، ") },
    figures.length > 0 && { label: labels.howMany, value: figures.map((one) => countText(one, labels)).join("، ") },
    { label: labels.source, value: sourceText(alert, labels) },
    outlets.length > 1 && { label: labels.outlets, value: outlets.join("، ") },
    { label: labels.published, value: article.publishedAt ? readableTime(article.publishedAt) : labels.unknown },
    { label: labels.watchlist, value: alert.watchlists.map(({ title }) => title).join("، ") },
    { label: labels.level, value: labels.severity[alert.severity] },
  ].filter((fact) => fact !== undefined && fact !== false);
  return {
    headline: cleanLine(headline || article.title) || cleanLine(article.source.outlet),
    title: shorten(cleanLine(article.title) || cleanLine(article.source.outlet), TITLE_LIMIT),
    facts: facts.map(({ label, value }) => ({ label, value: cleanLine(value) })),
    quote: cleanQuote(alert.quote),
    whyLabel: labels.why,
    because: [...new Set([...alert.watchlists.flatMap(({ because }) => because), ...(place?.because ?? [])])]
      .slice(0, REASONS)
      .concat(article.bodyFrom === "page" ? ["full text from the page"] : [])
      .map(cleanLine),
    updateNote: alert.update && updateText(alert.update, alert, language),
    repeatNote: possibleRepeat ? labels.repeat : undefined,
    article: article.url === undefined ? undefined : { label: labels.read, url: article.url },
    map: place && { label: labels.map, url: mapUrl(place.lat, place.lon) },
  };
}

function countText({ kind, value }: { kind: FigureKind; value: number }, { counts }: Labels): string {
  return `${counts[kind]}: ${value}`;
}

/** What is new, and when the story was told first. */
function updateText({ changes, toldAt }: StoryUpdate, { concepts }: Alert, language: Language): string {
  const labels = LABELS[language];
  const news = changes.flatMap((change) => {
    if (change.change === "figure") return [countText(change, labels)];
    if (change.change === "truce") return [labels.truce];
    const concept = change.change === "turn" ? concepts.find(({ id }) => id === change.concept) : undefined;
    return concept ? [language === "ar" ? concept.title : concept.english] : [];
  });
  const first = `${labels.firstTold}: ${readableTime(toldAt)}`;
  return cleanLine([...new Set(news), first].join(language === "ar" ? "، " : ", "));
}

/** Short enough for eight lines to be one section of a Slack message. */
const LINE_LIMITS = { title: 120, url: 150 } as const;

/** An alert as one line among others: what the article says, and where it stands. */
export function alertLine({ article }: Alert, possibleRepeat: boolean): string {
  const title = shorten(cleanLine(article.title) || cleanLine(article.source.outlet), LINE_LIMITS.title);
  const url = article.url !== undefined && article.url.length <= LINE_LIMITS.url ? ` — ${article.url}` : "";
  return `${title}${possibleRepeat ? ` (${LABELS.ar.repeat})` : ""}${url}`;
}

function whereText(place: NonNullable<Alert["place"]>, language: Language): string {
  const labels = LABELS[language];
  const country = COUNTRY[place.country]?.[language === "ar" ? 0 : 1] ?? place.country;
  const name = language === "ar" ? `${place.name} · ${place.latin}` : `${place.latin} · ${place.name}`;
  const point = `${place.lat.toFixed(2)}, ${place.lon.toFixed(2)}`;
  const border = place.border && labels.fromBorder(Math.round(place.border.km), place.border.pair);
  return [name, country, border, point].filter(Boolean).join(language === "ar" ? "، " : ", ");
}

function sourceText({ article }: Alert, labels: Labels): string {
  const { outlet, kind } = article.source;
  return kind ? `${outlet} (${labels.kinds[kind]})` : outlet;
}

function pairName(pair: string, index: 0 | 1): string {
  return pair
    .split("-")
    .map((code) => COUNTRY[code]?.[index] ?? code)
    .join(index === 0 ? " و" : "-");
}

function readableTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

function mapUrl(lat: number, lon: number): string {
  return `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=10/${lat}/${lon}`;
}

/** Cleaning removes characters, so the marks are moved with the text they mark. */
function cleanQuote(quote: Alert["quote"]): AlertWording["quote"] {
  const place = (at: number) => cleanText(quote.text.slice(0, at)).length;
  return { text: cleanText(quote.text), marks: quote.marks.map(([start, end]) => [place(start), place(end)] as const) };
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
