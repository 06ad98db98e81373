import type { Article } from "../domain/article.ts";
import { alertsOf } from "../domain/event/alert.ts";
import type { Verdict } from "../domain/matcher/decision.ts";
import { matchArticle } from "../domain/matcher/match-article.ts";
import type { Rulebook } from "../domain/matcher/rulebook.ts";
import type { AlertQueue, ArticleBatch } from "./ports.ts";

export interface MatchPorts {
  readonly alerts: AlertQueue;
  hash(text: string): string;
}

/** What a batch came to, for the log and the metrics. */
export interface MatchReport {
  readonly articles: number;
  readonly alerts: number;
  readonly reviews: number;
  /** What each watchlist decided, where it decided anything. */
  readonly decisions: readonly { readonly watchlist: string; readonly decision: Verdict }[];
}

/** Decides every article of a batch by one rulebook and queues the alerts; doing it again queues nothing twice. */
export async function matchBatch(
  batch: ArticleBatch,
  rulebook: Rulebook,
  ports: MatchPorts,
  now: Date,
): Promise<MatchReport> {
  let alerts = 0;
  const decisions: MatchReport["decisions"][number][] = [];
  for (const article of batch.articles) {
    const told = decide(article, rulebook, ports, now);
    for (const alert of told.alerts) await ports.alerts.enqueue(alert, batch.afterLoss ?? false);
    alerts += told.alerts.length;
    decisions.push(...told.decisions);
  }
  const reviews = decisions.filter(({ decision }) => decision === "review").length;
  return { articles: batch.articles.length, alerts, reviews, decisions };
}

function decide(article: Article, rulebook: Rulebook, ports: MatchPorts, now: Date) {
  const decision = matchArticle(article, rulebook, factsOf(article));
  const alerts = alertsOf({
    article,
    decision,
    watchlists: rulebook.watchlistById,
    placeOf: (id) => alertPlace(rulebook, id),
    conceptOf(id) {
      const concept = rulebook.conceptById.get(id);
      return concept && { id, title: concept.title, english: concept.english };
    },
    decidedBy: rulebook.version,
    decidedAt: now,
    hash: ports.hash,
  });
  const decisions = decision.matches
    .filter((match) => match.decision !== "none")
    .map(({ watchlist, decision: verdict }) => ({ watchlist, decision: verdict }));
  return { alerts, decisions };
}

function alertPlace(rulebook: Rulebook, id: string) {
  const place = rulebook.gazetteer.places.get(id);
  if (!place) return undefined;
  const { name, latin, country, lat, lon } = place;
  const [nearest] = Object.entries(place.kmToBorder).toSorted((a, b) => a[1] - b[1]);
  return { id, name, latin, country, lat, lon, border: nearest && { pair: nearest[0], km: nearest[1] } };
}

function factsOf({ feedId, source: { kind, country }, publishedAt }: Article) {
  return { publishedAt, sourceCountry: country, source: { feedId, kind, country } };
}
