import {
  type Alert,
  type AlertParts,
  type AlertPlace,
  alertIdOf,
  alertsOf,
  routedMatches,
} from "../domain/alerts/alert.ts";
import type { Article } from "../domain/article.ts";
import { factsOf } from "../domain/reading/facts.ts";
import { READ_LIMIT } from "../domain/reading/read-article.ts";
import type { StoryTelling } from "../domain/stories/story-record.ts";
import { sketchOf } from "../domain/stories/story-sketch.ts";
import type { Decision, Lane } from "../domain/watchlists/decision.ts";
import { type FullText, pageFault, pageIsWanted } from "../domain/watchlists/full-text.ts";
import { matchArticle } from "../domain/watchlists/match-article.ts";
import type { Rulebook } from "../domain/watchlists/rulebook.ts";
import type { AlertQueue, PageAnswer, StoryBook } from "./match-ports.ts";
import type { ArticleBatch } from "./poll-ports.ts";

export interface MatchPorts {
  readonly alerts: AlertQueue;
  /** Absent where every article is told by itself. */
  readonly stories?: StoryBook | undefined;
  readonly fullText: FullText;
  /** Asks for an article's page, in bounded time. */
  readPage(article: Article): Promise<PageAnswer>;
  /** How long an alert waits for others of its place. */
  gatherMs(alert: Alert): number;
  /** Keeps for its channel's digest what is plausible and not certain. */
  holdReview(review: Alert): Promise<void>;
  hash(text: string): string;
}

/** What a batch came to, for the log and the metrics. */
export interface MatchReport {
  readonly articles: number;
  readonly alerts: number;
  readonly reviews: number;
  readonly copies: readonly ToldBefore[];
  /** What each watchlist decided, where it decided anything. */
  readonly decisions: readonly WatchlistDecision[];
  /** Articles of which the matcher did not read all. */
  readonly unread: number;
  readonly pages: readonly PageOutcome[];
}

/** An article that would have alerted, and told a story that was told already, or that analysts `closed`. */
interface ToldBefore {
  readonly article: string;
  readonly story: string;
  readonly relation: string;
}

interface WatchlistDecision {
  readonly watchlist: string;
  readonly decision: Lane;
}

/** What came of a page that was asked for; `text` when it is what was matched. */
interface PageOutcome {
  readonly article: string;
  readonly outcome: string;
  readonly why?: string | undefined;
}

interface DecidedArticle {
  readonly article: Article;
  readonly decision: Decision;
}

/** What an article asks for: `alerts` now, `reviews` for the digest, and what its story says, if one was asked. */
interface Asked {
  readonly alerts: readonly Alert[];
  readonly reviews: readonly Alert[];
  readonly telling?: StoryTelling | undefined;
}

type ToldArticle = DecidedArticle & Asked;

/**
 * Decides every article of a batch by one rulebook and queues the alerts; doing it again queues nothing twice. Those
 * whose pages are wanted come last: they are decided by the page, or by the feed's text where that cannot be had.
 */
export async function matchBatch(
  batch: ArticleBatch,
  rulebook: Rulebook,
  ports: MatchPorts,
  now: Date,
): Promise<MatchReport> {
  const isPageWanted = pageIsWanted(ports.fullText, rulebook);
  const told: ToldArticle[] = [];
  const tell = async (decided: DecidedArticle) => {
    const asked = await askedBy(decided, rulebook, ports, now);
    await queueAsked(asked, batch.afterLoss ?? false, ports, now);
    told.push({ ...decided, ...asked });
  };

  const waiting: DecidedArticle[] = [];
  for (const article of batch.articles) {
    const decided = decide(article, rulebook);
    if (isPageWanted(article, decided.decision)) waiting.push(decided);
    else await tell(decided);
  }
  const pages: PageOutcome[] = [];
  for (const byFeed of waiting) {
    const { byPage, outcome } = await decideByPage(byFeed.article, rulebook, ports);
    await tell(byPage ?? byFeed);
    pages.push(outcome);
  }

  const decisions = told.flatMap(({ decision }) => decisionsOf(decision));
  return {
    articles: batch.articles.length,
    alerts: told.reduce((sum, { alerts }) => sum + alerts.length, 0),
    reviews: decisions.filter(({ decision }) => decision === "review").length,
    copies: told.flatMap((one) => toldBefore(one) ?? []),
    decisions,
    unread: told.filter(({ article }) => article.body.length > READ_LIMIT).length,
    pages,
  };
}

function decide(article: Article, rulebook: Rulebook): DecidedArticle {
  const { feedId, source, publishedAt } = article;
  const { kind, country } = source;
  return { article, decision: matchArticle(article, rulebook, { publishedAt, source: { feedId, kind, country } }) };
}

/** Asks for the page; `byPage` is absent where it cannot be had, or is not the article's. */
async function decideByPage(
  article: Article,
  rulebook: Rulebook,
  ports: MatchPorts,
): Promise<{ readonly byPage?: DecidedArticle | undefined; readonly outcome: PageOutcome }> {
  const page = await ports.readPage(article);
  const fault = page.ok ? pageFault(article, page) : page;
  const byPage = page.ok && !fault ? decide({ ...article, body: page.body, bodyFrom: "page" }, rulebook) : undefined;
  return { byPage, outcome: { article: article.id, outcome: fault?.code ?? "text", why: fault?.why } };
}

function decisionsOf({ matches }: Decision): WatchlistDecision[] {
  return matches
    .filter(({ decision }) => decision !== "none")
    .map(({ watchlist, decision }) => ({ watchlist, decision }));
}

function toldBefore({ article, alerts, telling }: ToldArticle): ToldBefore | undefined {
  const isClosed = (telling?.closed ?? []).length > 0;
  if (!telling || (alerts.length > 0 && !isClosed)) return undefined;
  const { storyId, relation } = telling.placement;
  return { article: article.id, story: storyId, relation: isClosed ? "closed" : relation };
}

async function queueAsked(
  { alerts, reviews, telling }: Asked,
  afterLoss: boolean,
  ports: MatchPorts,
  now: Date,
): Promise<void> {
  for (const alert of alerts) {
    const isLater = alert.update && telling?.notBefore !== undefined;
    const delayMs = isLater ? Date.parse(telling.notBefore!) - now.getTime() : ports.gatherMs(alert);
    await ports.alerts.enqueue(alert, afterLoss, Math.max(0, delayMs) || undefined);
  }
  for (const review of reviews) await ports.holdReview(review);
  for (const alertId of telling?.copies ?? []) await ports.alerts.amend(alertId);
}

async function askedBy(decided: DecidedArticle, rulebook: Rulebook, ports: MatchPorts, now: Date): Promise<Asked> {
  const { article, decision } = decided;
  const parts = alertParts(decided, rulebook, ports, now);
  const routed = routedMatches(parts, "alert");
  const channels = [...new Set(routed.map(({ channelId }) => channelId))];
  const doubtful = routedMatches(parts, "review").filter(({ channelId }) => !channels.includes(channelId));
  const reviews = alertsOf(doubtful, parts, []);
  if (channels.length === 0) return { alerts: [], reviews };
  const publishedMs = Date.parse(article.publishedAt ?? "") || now.getTime();
  const sketch = sketchOf(article.id, article, decision, rulebook, Math.min(now.getTime(), publishedMs));
  const telling = await ports.stories?.tell({
    sketch,
    outlet: article.source.outlet,
    channels,
    rules: rulebook.stories,
    alertIdOf: (channelId) => alertIdOf(article.id, channelId, ports.hash),
    now,
  });
  return { alerts: alertsOf(routed, parts, sketch.figures, telling), reviews, telling };
}

function alertParts(
  { article, decision }: DecidedArticle,
  rulebook: Rulebook,
  ports: MatchPorts,
  now: Date,
): AlertParts {
  return {
    article,
    decision,
    factsOf: () => factsOf(article, decision, rulebook),
    watchlists: rulebook.watchlistById,
    placeOf: (id) => alertPlace(rulebook, id),
    conceptOf(id) {
      const concept = rulebook.conceptById.get(id);
      return concept && { id, title: concept.title, english: concept.english, broadcast: concept.broadcast };
    },
    decidedBy: rulebook.version,
    decidedAt: now,
    hash: ports.hash,
  };
}

function alertPlace(rulebook: Rulebook, id: string): Omit<AlertPlace, "because"> | undefined {
  const place = rulebook.gazetteer.places.get(id);
  if (!place) return undefined;
  const { name, latin, country, lat, lon } = place;
  const [nearest] = Object.entries(place.kmToBorder).toSorted((a, b) => a[1] - b[1]);
  return { id, name, latin, country, lat, lon, border: nearest && { pair: nearest[0], km: nearest[1] } };
}
