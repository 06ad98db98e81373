import { countryName } from "../language/country-name.ts";
import { type Labels, labelsIn } from "../language/labels.ts";
import type { Language } from "../language/language.ts";
import { wordReasons } from "../language/reasons.ts";
import type { Fact } from "../reading/facts.ts";
import { cleanLine, shorten } from "../safe-text.ts";
import type { StoryUpdate } from "../stories/story-record.ts";
import type { Alert, AlertPlace } from "./alert.ts";
import { cleanQuote, type MarkedText } from "./quote.ts";
import { VERDICTS } from "./verdict.ts";

interface LabelledLink {
  readonly label: string;
  readonly url: string;
}

/** An alert in words, the same for every channel. Feed text in it is clean, but not escaped for any format. */
export interface AlertWording {
  /** What and where, in one line. */
  readonly headline: string;
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly quote: MarkedText;
  readonly whyLabel: string;
  readonly because: readonly string[];
  /** What an update says of the alert before it. */
  readonly updateNote?: string | undefined;
  readonly repeatNote?: string | undefined;
  readonly article?: LabelledLink | undefined;
  readonly map?: LabelledLink | undefined;
  /** Links that say what one thinks of it. */
  readonly verdicts: readonly LabelledLink[];
}

const TITLE_LIMIT = 400;
const REASONS = 6;
/** So many kinds of events in one headline. */
const MOST_CONCEPTS = 3;

/** Words an alert for people, with labels in their language; what the article says stays in Arabic. */
export function alertWording(alert: Alert, language: Language, possibleRepeat: boolean): AlertWording {
  const labels = labelsIn(language);
  const { place, article, verdictLinks } = alert;
  return {
    headline: cleanLine(headlineOf(alert, language) || article.title) || cleanLine(article.source.outlet),
    title: shorten(cleanLine(article.title) || cleanLine(article.source.outlet), TITLE_LIMIT),
    facts: factLines(alert, language),
    quote: cleanQuote(alert.quote),
    whyLabel: labels.alert.why,
    because: reasonLines(alert, language),
    updateNote: alert.update && updateNote(alert.update, alert, language),
    repeatNote: possibleRepeat ? labels.alert.possibleRepeat : undefined,
    article: article.url === undefined ? undefined : { label: labels.alert.article, url: article.url },
    map: place && { label: labels.alert.map, url: mapUrl(place.lat, place.lon) },
    verdicts: verdictLinks
      ? VERDICTS.map((kind) => ({ label: labels.verdict[kind].label, url: verdictLinks[kind] }))
      : [],
  };
}

function headlineOf({ concepts, place, remindsOf, update }: Alert, language: Language): string {
  const labels = labelsIn(language);
  const what = concepts.map((concept) => titleOf(concept, language)).slice(0, MOST_CONCEPTS);
  const where = place && (language === "ar" ? place.name : `${place.latin} (${place.name})`);
  const event = where ? labels.headline(what.join(labels.comma), where).trim() : what.join(labels.comma);
  const lead = remindsOf !== undefined ? labels.alert.reminder : update && labels.alert.update;
  return [lead, event].filter(Boolean).join(": ");
}

function factLines(alert: Alert, language: Language): AlertWording["facts"] {
  const labels = labelsIn(language);
  const { place, article, facts: told = [], figures = [], outlets = [], reports = 1 } = alert;
  const { outlet, kind } = article.source;
  const when = told.find(({ fact }) => fact === "when");
  const lines: readonly (readonly [keyof Labels["fact"], string | undefined])[] = [
    ["where", place && whereText(place, language)],
    ["when", when && `${when.value} (${when.surface})`],
    ["who", namesOf("who", alert, language)],
    ["lost", namesOf("lost", alert, language)],
    ["gained", namesOf("gained", alert, language)],
    ["howMany", figures.map((figure) => labels.count(figure.kind, figure.value)).join(labels.comma) || undefined],
    ["accordingTo", namesOf("accordingTo", alert, language)],
    ["source", kind ? `${outlet} (${labels.sourceKind[kind]})` : outlet],
    ["outlets", reports > 1 ? labels.reports(outlets.join(labels.comma), reports) : undefined],
    ["published", article.publishedAt ? readableTime(article.publishedAt) : labels.alert.unknown],
    ["watchlist", alert.watchlists.map(({ title }) => title).join(labels.comma)],
    ["level", labels.severity[alert.severity]],
  ];
  return lines.flatMap(([fact, value]) =>
    value === undefined ? [] : [{ label: labels.fact[fact], value: cleanLine(value) }],
  );
}

/** The reasons of the watchlists, then those of the place, each once; and whether the page was read. */
function reasonLines({ watchlists, place, article }: Alert, language: Language): string[] {
  const reasons = [...watchlists.flatMap(({ because }) => because), ...(place?.because ?? [])];
  const lines = [...new Set(wordReasons(reasons, language))].slice(0, REASONS);
  const ofText = article.bodyFrom === "page" ? wordReasons([{ id: "text-from-page" }], language) : [];
  return [...lines, ...ofText].map(cleanLine);
}

function titleOf({ title, english }: Alert["concepts"][number], language: Language): string {
  return language === "ar" ? title : english;
}

function namesOf(wanted: Fact["fact"], { facts = [] }: Alert, language: Language): string | undefined {
  const names = facts
    .filter(({ fact }) => fact === wanted)
    .map(({ value, english }) => (language === "en" && english) || value);
  return names.join(labelsIn(language).comma) || undefined;
}

/** What is new, and when the story was told first. */
function updateNote({ changes, toldAt }: StoryUpdate, { concepts }: Alert, language: Language): string {
  const labels = labelsIn(language);
  const news = changes.flatMap((change) => {
    if (change.change === "figure") return [labels.count(change.kind, change.value)];
    if (change.change !== "turn") return [change.change === "truce" ? labels.alert.truce : labels.alert.followUp];
    const concept = concepts.find(({ id }) => id === change.concept);
    return concept ? [titleOf(concept, language)] : [];
  });
  return cleanLine([...new Set(news), labels.firstTold(readableTime(toldAt))].join(labels.comma));
}

function whereText(place: AlertPlace, language: Language): string {
  const labels = labelsIn(language);
  const name = language === "ar" ? `${place.name} · ${place.latin}` : `${place.latin} · ${place.name}`;
  const border = place.border && labels.fromBorder(Math.round(place.border.km), place.border.pair);
  const point = `${place.lat.toFixed(2)}, ${place.lon.toFixed(2)}`;
  return [name, countryName(place.country, language), border, point].filter(Boolean).join(labels.comma);
}

/** A time as every channel writes it; `iso`: ISO 8601 in UTC. */
export function readableTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

function mapUrl(lat: number, lon: number): string {
  return `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=10/${lat}/${lon}`;
}
