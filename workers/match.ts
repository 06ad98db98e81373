import { READ_LIMIT } from "../src/domain/matcher/read-article.ts";
import { matchBatch } from "../src/pipeline/match-batch.ts";
import type { Closable } from "../src/process/run-until-stopped.ts";
import { startArticleWorker } from "../src/queues/article-queue.ts";
import type { Runtime } from "./runtime.ts";
import { startWatchdog } from "./watchdog.ts";

/**
 * Deciding is work for one core anyway. And an article that ends the process must not take the tries of others with
 * it, each time that they begin together.
 */
const BATCHES_AT_ONCE = 1;
/** A batch takes a second or two. */
const SILENT_MS = 30_000;

/** Decides queued articles and queues their alerts; ends the process when that takes longer than it ever should. */
export async function startMatching(runtime: Runtime, silentMs = SILENT_MS): Promise<Closable> {
  const { log, metrics, notices, configuration } = runtime;
  const worker = startArticleWorker({
    connection: runtime.patientRedis,
    queue: runtime.articles,
    tries: runtime.tries,
    maxTries: configuration.current().settings.rasid.delivery.tries,
    deadLetters: runtime.deadLetters,
    concurrency: BATCHES_AT_ONCE,
    now: runtime.now,
    async work(batch) {
      const { rulebook } = configuration.current();
      const report = await matchBatch(batch, rulebook, runtime, runtime.now());
      metrics.decided.inc(report.articles);
      for (const { watchlist, decision } of report.decisions) metrics.alerts.inc({ watchlist, decision });
      const unread = batch.articles.filter(({ body }) => body.length > READ_LIMIT).length;
      if (unread > 0) metrics.dropped.inc({ reason: "text beyond the matcher's limit" }, unread);
      const { decisions, ...counts } = report;
      log.info({ feed: batch.feedId, ...counts, unread, decisions, rulebook: rulebook.version }, "articles decided");
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
      await watchdog.close();
    },
  };
}
