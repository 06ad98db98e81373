import type { Article } from "../article.ts";
import type { Place } from "../gazetteer/place.ts";
import type { Reason } from "../language/reasons.ts";
import type { Concept } from "../reading/concept.ts";
import type { Fact } from "../reading/facts.ts";
import { type FigureKind, largestOfEach } from "../reading/figures.ts";
import type { Mention } from "../reading/mention.ts";
import { type Severity, worst } from "../severity.ts";
import type { StoryTelling, StoryUpdate } from "../stories/story-record.ts";
import type { Decision, Match } from "../watchlists/decision.ts";
import type { Watchlist } from "../watchlists/watchlist.ts";
import { type MarkedText, quoteOf } from "./quote.ts";
import { takes } from "./routing.ts";
import type { Verdict, VerdictLinks } from "./verdict.ts";

/** A place as an alert shows it. */
export interface AlertPlace extends Pick<Place, "id" | "name" | "latin" | "country" | "lat" | "lon"> {
  /** The nearest border and the distance to it, where one is near. */
  readonly border?: { readonly pair: string; readonly km: number } | undefined;
  /** As in words in alerts that were queued before reasons were data. */
  readonly because: readonly (Reason | string)[];
}

/** A watchlist that an alert answers. */
export interface AlertWatchlist {
  readonly id: string;
  readonly title: string;
  readonly because: readonly (Reason | string)[];
}

/** What happened, as an alert shows it. */
export type AlertConcept = Pick<Concept, "id" | "title" | "english" | "broadcast">;

/** What one channel is told of one story. Complete: a channel needs nothing else to word it. */
export interface Alert {
  /** The same for the same article and channel at every try: what makes it sent once. */
  readonly id: string;
  readonly channelId: string;
  readonly storyId: string;
  readonly article: Article;
  readonly watchlists: readonly AlertWatchlist[];
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
  /** How many articles told the story so far. */
  readonly reports?: number | undefined;
  /** What analysts said of it, as far as known when it is worded. */
  readonly verdicts?: readonly Verdict[] | undefined;
  /** Where a channel takes verdicts by links. */
  readonly verdictLinks?: VerdictLinks | undefined;
  /** Set when nobody said a word of that alert in time, and this one says it again. */
  readonly remindsOf?: string | undefined;
  /** The sentence that raised it, and the words in it to be marked, as offsets into the sentence. */
  readonly quote: MarkedText;
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
  readonly watchlists: ReadonlyMap<string, Watchlist>;
  placeOf(id: string): Omit<AlertPlace, "because"> | undefined;
  conceptOf(id: string): AlertConcept | undefined;
  readonly decidedBy: string;
  readonly decidedAt: Date;
  /** Short, stable hash of a text. */
  hash(text: string): string;
}

/** A match that a channel is to be told of. */
export interface RoutedMatch {
  readonly channelId: string;
  readonly match: Match;
  readonly list: Watchlist;
}

/** The matches of one lane with the channels that their watchlists route them to. */
export function routedMatches(parts: AlertParts, lane: Match["decision"]): RoutedMatch[] {
  const { article, decision, watchlists, decidedAt } = parts;
  return decision.matches
    .filter((match) => match.decision === lane)
    .flatMap((match) => {
      const list = watchlists.get(match.watchlist);
      const place = placeIn(match.evidence, parts);
      const routes = list?.channels.filter((route) => takes(route, match.severity, place, article, decidedAt)) ?? [];
      return routes.map(({ channel }) => ({ channelId: channel, match, list: list! }));
    });
}

/** The id of the alert that tells an article to a channel. */
export function alertIdOf(articleId: string, channelId: string, hash: (text: string) => string): string {
  return hash(`${articleId}\n${channelId}`);
}

/**
 * The alerts that matches ask for: one a channel, however many watchlists of that channel match. `telling`: who is to
 * be told of the story; without it, every channel is told as of a new one. `figures`: those of title and lead.
 */
export function alertsOf(
  routed: readonly RoutedMatch[],
  parts: AlertParts,
  figures: Parameters<typeof largestOfEach>[0],
  telling?: StoryTelling,
): Alert[] {
  return [...new Set(routed.map(({ channelId }) => channelId))]
    .filter((id) => !telling || telling.first.includes(id) || telling.updates.some((one) => one.channelId === id))
    .map((id) => {
      const matched = routed.filter(({ channelId }) => channelId === id);
      const story = storyFor(id, telling);
      return { ...alertFor(id, matched, parts, figures, story.update), ...story };
    });
}

/** Updates of one story as one: the latest, with all that is new. */
export function mergedUpdate(updates: readonly Alert[]): Alert {
  const latest = updates.at(-1)!;
  if (!latest.update || updates.length === 1) return latest;
  const changes = updates.flatMap(({ update }) => update?.changes ?? []);
  const figures = largestOfEach(changes.filter((change) => change.change === "figure"));
  const others = changes.filter((change) => change.change !== "figure");
  const distinct = [...new Map([...figures, ...others].map((change) => [JSON.stringify(change), change])).values()];
  return { ...latest, update: { ...latest.update, changes: distinct } };
}

/** What an alert says of its story. */
function storyFor(channelId: string, telling: StoryTelling | undefined): Partial<Alert> {
  if (!telling) return {};
  const { placement, updates, outlets, reports } = telling;
  const before = updates.find((one) => one.channelId === channelId);
  const update = before && { changes: placement.changes, of: before.alertId, toldAt: before.toldAt };
  return { storyId: placement.storyId, outlets, reports, update };
}

function alertFor(
  channelId: string,
  matched: readonly RoutedMatch[],
  parts: AlertParts,
  figures: Parameters<typeof largestOfEach>[0],
  update: StoryUpdate | undefined,
): Alert {
  const { article, decision, decidedBy } = parts;
  const positions = [...new Set(matched.flatMap(({ match }) => match.evidence))];
  const evidence = positions.flatMap((i) => decision.mentions[i] ?? []);
  const turns = update?.changes.flatMap((one) => (one.change === "turn" ? one.concept : [])) ?? [];
  const concepts = new Set([...turns, ...evidence.flatMap((one) => (one.kind === "term" && one.concept) || [])]);
  return {
    id: alertIdOf(article.id, channelId, parts.hash),
    channelId,
    storyId: article.id,
    article,
    watchlists: matched.map(({ list: { id, title }, match: { because } }) => ({ id, title, because })),
    severity: worst(matched.map(({ match }) => match.severity))!,
    place: placeIn(positions, parts),
    concepts: [...concepts].flatMap((id) => parts.conceptOf(id) ?? []),
    figures: largestOfEach(figures).filter(({ kind }) => kind !== "other"),
    facts: [...evidence.flatMap(factOfEvidence), ...parts.factsOf()],
    outlets: [article.source.outlet],
    quote: quoteOf(article, evidence),
    decidedBy,
    decidedAt: parts.decidedAt.toISOString(),
  };
}

/** The place of a match: evidence begins with what decided. */
function placeIn(evidence: readonly number[], { decision, placeOf }: AlertParts): AlertPlace | undefined {
  const best = evidence.map((i) => decision.mentions[i]).find((one) => one?.kind === "place" && one.placeId !== null);
  const place = best?.kind === "place" ? placeOf(best.placeId!) : undefined;
  return place && best?.kind === "place" ? { ...place, because: best.because } : undefined;
}

function factOfEvidence({ field, start, end, surface, ...one }: Mention): Fact[] {
  const [fact, value] = one.kind === "place" ? (["where", one.placeId] as const) : (["what", one.concept] as const);
  return value ? [{ fact, value, field, start, end, surface }] : [];
}
