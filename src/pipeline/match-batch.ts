import { type Alert, type AlertParts, alertIdOf, alertsOf, routedMatches } from "../domain/alerts/alert.ts";
import type { Article } from "../domain/article.ts";
import { factsOf } from "../domain/reading/facts.ts";
import { READ_LIMIT } from "../domain/reading/read-article.ts";
import { sketchOf } from "../domain/stories/story-sketch.ts";
import type { Lane } from "../domain/watchlists/decision.ts";
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
  /** Articles that would have alerted, and told a story that was told already, or that analysts `closed`. */
  readonly copies: readonly { readonly article: string; readonly story: string; readonly relation: string }[];
  /** What each watchlist decided, where it decided anything. */
  readonly decisions: readonly { readonly watchlist: string; readonly decision: Lane }[];
  /** Articles of which the matcher did not read all. */
  readonly unread: number;
  /** What came of each page that was asked for; `text` when it is what was matched. */
  readonly pages: readonly { readonly article: string; readonly outcome: string; readonly why?: string | undefined }[];
}

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
  let alerts = 0;
  let unread = 0;
  const decisions: MatchReport["decisions"][number][] = [];
  const pages: MatchReport["pages"][number][] = [];
  const copies: MatchReport["copies"][number][] = [];
  const tell = async (told: ReturnType<typeof decide>) => {
    const { alerts: asked, reviews: doubtful, telling } = await alertsFor(told, rulebook, ports, now);
    for (const alert of asked) {
      const isLater = alert.update && telling?.notBefore !== undefined;
      const delayMs = isLater ? Date.parse(telling.notBefore!) - now.getTime() : ports.gatherMs(alert);
      await ports.alerts.enqueue(alert, batch.afterLoss ?? false, Math.max(0, delayMs) || undefined);
    }
    for (const review of doubtful) await ports.holdReview(review);
    for (const alertId of telling?.copies ?? []) await ports.alerts.amend(alertId);
    const isClosed = (telling?.closed ?? []).length > 0;
    if (telling && (isClosed || asked.length === 0)) {
      const { storyId: story, relation } = telling.placement;
      copies.push({ article: told.article.id, story, relation: isClosed ? "closed" : relation });
    }
    alerts += asked.length;
    if (told.article.body.length > READ_LIMIT) unread++;
    decisions.push(...told.decisions);
  };

  const isPageWanted = pageIsWanted(ports.fullText, rulebook);
  const waiting: ReturnType<typeof decide>[] = [];
  for (const article of batch.articles) {
    const told = decide(article, rulebook);
    if (isPageWanted(article, told.decision)) waiting.push(told);
    else await tell(told);
  }
  for (const told of waiting) {
    const { article } = told;
    const page = await ports.readPage(article);
    const fault = page.ok ? pageFault(article, page) : page;
    await tell(page.ok && !fault ? decide({ ...article, body: page.body, bodyFrom: "page" }, rulebook) : told);
    pages.push({ article: article.id, outcome: fault?.code ?? "text", why: fault?.why });
  }
  const reviews = decisions.filter(({ decision }) => decision === "review").length;
  return { articles: batch.articles.length, alerts, reviews, copies, decisions, unread, pages };
}

function decide(article: Article, rulebook: Rulebook) {
  const { feedId, source, publishedAt } = article;
  const { kind, country } = source;
  const decision = matchArticle(article, rulebook, { publishedAt, source: { feedId, kind, country } });
  const decisions = decision.matches
    .filter((match) => match.decision !== "none")
    .map(({ watchlist, decision: verdict }) => ({ watchlist, decision: verdict }));
  return { article, decision, decisions };
}

async function alertsFor(
  { article, decision }: ReturnType<typeof decide>,
  rulebook: Rulebook,
  ports: MatchPorts,
  now: Date,
) {
  const parts: AlertParts = {
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

function alertPlace(rulebook: Rulebook, id: string) {
  const place = rulebook.gazetteer.places.get(id);
  if (!place) return undefined;
  const { name, latin, country, lat, lon } = place;
  const [nearest] = Object.entries(place.kmToBorder).toSorted((a, b) => a[1] - b[1]);
  return { id, name, latin, country, lat, lon, border: nearest && { pair: nearest[0], km: nearest[1] } };
}
