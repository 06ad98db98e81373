import type { Article } from "../article.ts";
import type { Place } from "../gazetteer/place.ts";
import type { Decision, Match, Mention } from "../matcher/decision.ts";
import { type Concept, type Severity, type Watchlist, worst } from "../matcher/watchlist.ts";
import type { Fact } from "./facts.ts";
import { type FigureKind, largestOfEach } from "./figures.ts";
import type { StoryTelling, StoryUpdate } from "./story-record.ts";

/** A place as an alert shows it. */
export interface AlertPlace extends Pick<Place, "id" | "name" | "latin" | "country" | "lat" | "lon"> {
  /** The nearest border and the distance to it, where one is near. */
  readonly border?: { readonly pair: string; readonly km: number } | undefined;
  readonly because: readonly string[];
}

/** What happened, as an alert shows it. */
export type AlertConcept = Pick<Concept, "id" | "title" | "english">;

/** What one channel is told of one story. Complete: a channel needs nothing else to word it. */
export interface Alert {
  /** The same for the same article and channel at every try: what makes it sent once. */
  readonly id: string;
  readonly channelId: string;
  readonly storyId: string;
  readonly article: Article;
  readonly watchlists: readonly { readonly id: string; readonly title: string; readonly because: readonly string[] }[];
  readonly severity: Severity;
  readonly place?: AlertPlace | undefined;
  readonly concepts: readonly AlertConcept[];
  /** What the article tells, each with its words that say it. Like all that follows, absent from alerts of older versions. */
  readonly facts?: readonly Fact[] | undefined;
  /** How many, the largest figure of each kind that title and lead give. */
  readonly figures?: readonly { readonly kind: FigureKind; readonly value: number }[] | undefined;
  /** Set when the story was told to this channel before. */
  readonly update?: StoryUpdate | undefined;
  /** Who reported the story so far, the first one first. */
  readonly outlets?: readonly string[] | undefined;
  /** The sentence that raised it, and the words in it to be marked, as offsets into the sentence. */
  readonly quote: { readonly text: string; readonly marks: readonly (readonly [number, number])[] };
  /** The rulebook that decided. */
  readonly decidedBy: string;
  /** ISO 8601: when it was decided. */
  readonly decidedAt: string;
}

/** What is needed to turn a decision into alerts. */
export interface AlertParts {
  readonly article: Article;
  readonly decision: Decision;
  /** What title and lead tell besides what happened and where. */
  factsOf(): readonly Fact[];
  /** Figures of its title and lead. */
  readonly figures: readonly { readonly kind: FigureKind; readonly value: number }[];
  /** Who is to be told of its story; without it, every channel is told as of a new one. */
  readonly telling?: StoryTelling | undefined;
  readonly watchlists: ReadonlyMap<string, Watchlist>;
  placeOf(id: string): Omit<AlertPlace, "because"> | undefined;
  conceptOf(id: string): AlertConcept | undefined;
  readonly decidedBy: string;
  readonly decidedAt: Date;
  /** Short, stable hash of a text. */
  hash(text: string): string;
}

/** The channels whose watchlists a decision alerts. */
export function channelsOf(decision: Decision, watchlists: ReadonlyMap<string, Watchlist>): string[] {
  return [...new Set(alerting(decision, watchlists).flatMap(({ list }) => list.channels))];
}

/** The id of the alert that tells an article to a channel. */
export function alertIdOf(articleId: string, channelId: string, hash: (text: string) => string): string {
  return hash(`${articleId}\n${channelId}`);
}

/** A match with the watchlist it is of. */
type Matched = Match & { readonly list: Watchlist };

function alerting({ matches }: Decision, watchlists: ReadonlyMap<string, Watchlist>): Matched[] {
  return matches.flatMap((match) => {
    const list = watchlists.get(match.watchlist);
    return list && match.decision === "alert" ? [{ ...match, list }] : [];
  });
}

/** The alerts a decision asks for: one a channel, however many watchlists of that channel match. */
export function alertsOf(parts: AlertParts): Alert[] {
  const { decision, telling, watchlists } = parts;
  const matched = alerting(decision, watchlists);
  const isTold = (channelId: string) =>
    !telling || telling.first.includes(channelId) || telling.updates.some((one) => one.channelId === channelId);
  const ofChannel = (id: string) => matched.filter(({ list }) => list.channels.includes(id));
  return channelsOf(decision, watchlists)
    .filter(isTold)
    .map((id) => alertFor(id, ofChannel(id), parts));
}

function alertFor(channelId: string, matched: readonly Matched[], parts: AlertParts): Alert {
  const { article, decision, telling, decidedBy } = parts;
  const update = telling?.updates.find((one) => one.channelId === channelId);
  const positions = new Set(matched.flatMap((match) => match.evidence));
  const evidence = [...positions].flatMap((i) => decision.mentions[i] ?? []);
  // The evidence begins with what decided.
  const best = evidence.find((one) => one.kind === "place" && one.placeId !== null);
  const place = best?.kind === "place" ? parts.placeOf(best.placeId!) : undefined;
  const turns = update ? telling!.placement.changes.flatMap((one) => (one.change === "turn" ? one.concept : [])) : [];
  const concepts = new Set([...turns, ...evidence.flatMap((one) => (one.kind === "term" && one.concept) || [])]);
  return {
    id: alertIdOf(article.id, channelId, parts.hash),
    channelId,
    storyId: telling?.placement.storyId ?? article.id,
    article,
    watchlists: matched.map(({ list: { id, title }, because }) => ({ id, title, because })),
    severity: worst(matched.map(({ severity }) => severity))!,
    place: place && best?.kind === "place" ? { ...place, because: best.because } : undefined,
    concepts: [...concepts].flatMap((id) => parts.conceptOf(id) ?? []),
    figures: largestOfEach(parts.figures).filter(({ kind }) => kind !== "other"),
    facts: [...evidence.flatMap(factOfEvidence), ...parts.factsOf()],
    update: update && { changes: telling!.placement.changes, of: update.alertId, toldAt: update.toldAt },
    outlets: telling?.outlets ?? [article.source.outlet],
    quote: quoteOf(article, evidence),
    decidedBy,
    decidedAt: parts.decidedAt.toISOString(),
  };
}

function factOfEvidence({ field, start, end, surface, ...one }: Mention): Fact[] {
  const [fact, value] = one.kind === "place" ? (["where", one.placeId] as const) : (["what", one.concept] as const);
  return value ? [{ fact, value, field, start, end, surface }] : [];
}

const QUOTE_LIMIT = 600;
const SENTENCE_END = /[.!?\u061F\u06D4\n]/;

/** The sentence around the first evidence outside the title (the title is shown anyway), else the title. */
function quoteOf(article: Article, evidence: readonly Mention[]): Alert["quote"] {
  const anchor = evidence.find(({ field }) => field !== "title") ?? evidence[0];
  if (!anchor) return { text: "", marks: [] };
  const text = article[anchor.field];
  let start = anchor.start;
  while (start > 0 && !SENTENCE_END.test(text[start - 1]!) && anchor.start - start < QUOTE_LIMIT / 2) start--;
  let end = anchor.end;
  while (end < text.length && !SENTENCE_END.test(text[end]!) && end - anchor.end < QUOTE_LIMIT / 2) end++;
  start += /^\s*/.exec(text.slice(start, end))![0].length;
  const inside = evidence.filter((one) => one.field === anchor.field && one.start >= start && one.end <= end);
  const marks = inside.map((one) => [one.start - start, one.end - start] as const).toSorted((a, b) => a[0] - b[0]);
  return { text: text.slice(start, end).trimEnd(), marks };
}
