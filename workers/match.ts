import type { Article } from "../src/domain/article.ts";
import type { Alert } from "../src/domain/event/alert.ts";
import { createPageReader } from "../src/feeds/deadline-thread.ts";
import { httpPageSource } from "../src/feeds/http-page-source.ts";
import { matchBatch } from "../src/pipeline/match-batch.ts";
import type { PageAnswer } from "../src/pipeline/ports.ts";
import { within } from "../src/pipeline/time-limit.ts";
import type { Closable } from "../src/process/run-until-stopped.ts";
import { startArticleWorker } from "../src/queues/article-queue.ts";
import { cachedPages } from "../src/redis/page-cache.ts";
import type { Runtime } from "./runtime.ts";
import { startWatchdog } from "./watchdog.ts";

/**
 * Deciding is work for one core anyway. And an article that ends the process must not take the tries of others with
 * it, each time that they begin together.
 */
const BATCHES_AT_ONCE = 1;
/** A batch takes a second or two. */
const SILENT_MS = 30_000;
/** Pages may hold up a batch, and what waits behind it, for so long. */
const PAGES_WITHIN_MS = 20_000;
const PAGE_PAUSE_MS = 1000;

/** Decides queued articles and queues their alerts; ends the process when that takes longer than it ever should. */
export async function startMatching(runtime: Runtime, silentMs = SILENT_MS): Promise<Closable> {
  const { log, metrics, notices, configuration } = runtime;
  const { fetch: limits, delivery } = configuration.current().settings.rasid;
  const feedOf = (id: string) => configuration.current().settings.feeds.find((feed) => feed.id === id);
  const reader = createPageReader(limits.parseTimeout);
  const pageSource = httpPageSource({
    fetch: runtime.fetch,
    reader,
    pauseMs: PAGE_PAUSE_MS,
    now: runtime.now,
    requestFor: (feedId) => ({
      userAgent: feedOf(feedId)?.userAgent ?? limits.userAgent,
      proxy: feedOf(feedId)?.proxy,
    }),
  });
  const pages = cachedPages(runtime.redis, pageSource, runtime.hash);
  /** The pages of one batch, until its time is over; ends the batch when the worker has to stop. */
  const pagesUntil = (stop: AbortSignal) => {
    const deadline = within(PAGES_WITHIN_MS, stop);
    const isOver = new Promise<"over">((resolve) => {
      deadline.addEventListener("abort", () => resolve("over"), { once: true });
    });
    return async (article: Article): Promise<PageAnswer> => {
      const page = deadline.aborted ? "over" : await Promise.race([isOver, pages.read(article, deadline)]);
      stop.throwIfAborted();
      if (page !== "over") return page;
      return { ok: false, code: "OUT_OF_TIME", why: "the time for the pages of a batch was over" };
    };
  };

  const worker = startArticleWorker({
    connection: runtime.patientRedis,
    queue: runtime.articles,
    tries: runtime.tries,
    maxTries: delivery.tries,
    deadLetters: runtime.deadLetters,
    concurrency: BATCHES_AT_ONCE,
    now: runtime.now,
    async work(batch, signal) {
      const { rulebook, settings } = configuration.current();
      const fullText = feedOf(batch.feedId)?.fullText ?? settings.rasid.polling.fullText;
      const paceOf = ({ channelId }: Alert) =>
        settings.channels.find(({ entry }) => entry.id === channelId)?.entry.pace;
      const ports = {
        alerts: runtime.alerts,
        stories: settings.rasid.stories.together ? runtime.stories : undefined,
        hash: runtime.hash,
        fullText,
        readPage: pagesUntil(signal),
        gatherMs: (alert: Alert) => (alert.severity === "critical" ? 0 : (paceOf(alert)?.group?.waitMs ?? 0)),
        async holdReview(alert: Alert) {
          if (paceOf(alert)?.digestAt.length) await runtime.digests.hold({ alert, why: "review" });
        },
      };
      const report = await matchBatch(batch, rulebook, ports, runtime.now());
      const { articles, decisions, unread } = report;
      metrics.decided.inc(articles);
      for (const { watchlist, decision } of decisions) metrics.alerts.inc({ watchlist, decision });
      if (unread > 0) metrics.dropped.inc({ reason: "text beyond the matcher's limit" }, unread);
      for (const copy of report.copies) {
        const isClosed = copy.relation === "closed";
        metrics.dropped.inc({ reason: isClosed ? "rejected or muted" : "told already as part of its story" });
        const what = isClosed ? "its story was rejected or muted" : "told already; counted with its story";
        log.info({ feed: batch.feedId, ...copy }, what);
      }
      for (const { article, outcome, why } of report.pages) {
        metrics.pages.inc({ feed: batch.feedId, outcome });
        if (outcome !== "text")
          log.info({ feed: batch.feedId, article, outcome, why }, "page not used; the feed's text is matched");
      }
      const facts = { ...report, copies: report.copies.length, pages: report.pages.length, rulebook: rulebook.version };
      log.info({ feed: batch.feedId, ...facts }, "articles decided");
    },
    onDeadLetter(about, reason) {
      log.error({ about, reason }, "an article could not be decided");
      void notices.tell({
        key: `dead-${runtime.hash(about)}`,
        title: "An article could not be decided",
        lines: [about, reason, "See `rasid dead list`."],
      });
    },
    onError: (error, jobId) => log.error({ job: jobId, problem: error.message }, "matching failed"),
  });
  const watchdog = startWatchdog(silentMs);
  return {
    name: "match",
    async close(deadlineMs) {
      await worker.close(deadlineMs);
      await reader.close();
      await watchdog.close();
    },
  };
}
