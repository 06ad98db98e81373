import type { MatchReport } from "../pipeline/match-batch.ts";
import type { Logger } from "../process/logger.ts";
import type { Metrics } from "../process/metrics.ts";

export interface MatchWatchParts {
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Counts and logs what a batch came to; `rulebook`: the version that decided. */
export function watchMatch(
  feedId: string,
  report: MatchReport,
  rulebook: string,
  { log, metrics }: MatchWatchParts,
): void {
  const { articles, decisions, unread, copies, pages } = report;
  metrics.decided.inc(articles);
  for (const { watchlist, decision } of decisions) metrics.alerts.inc({ watchlist, decision });
  if (unread > 0) metrics.dropped.inc({ reason: "text beyond the matcher's limit" }, unread);
  for (const copy of copies) {
    const isClosed = copy.relation === "closed";
    metrics.dropped.inc({ reason: isClosed ? "rejected or muted" : "told already as part of its story" });
    const what = isClosed ? "its story was rejected or muted" : "told already; counted with its story";
    log.info({ feed: feedId, ...copy }, what);
  }
  for (const { article, outcome, why } of pages) {
    metrics.pages.inc({ feed: feedId, outcome });
    if (outcome !== "text")
      log.info({ feed: feedId, article, outcome, why }, "page not used; the feed's text is matched");
  }
  const facts = { ...report, copies: copies.length, pages: pages.length, rulebook };
  log.info({ feed: feedId, ...facts }, "articles decided");
}
