import type { Redis } from "ioredis";
import { batchPages } from "../src/app/batch-pages.ts";
import type { Configuration, LiveConfiguration } from "../src/app/live-configuration.ts";
import { type MatchWatchParts, watchMatch } from "../src/app/match-watch.ts";
import { startWatchdog } from "../src/app/watchdog.ts";
import type { Alert } from "../src/domain/alerts/alert.ts";
import type { Pace } from "../src/domain/alerts/pace.ts";
import type { DeadLetters } from "../src/pipeline/dead-letter.ts";
import type { DigestBox } from "../src/pipeline/deliver-ports.ts";
import { type MatchPorts, matchBatch } from "../src/pipeline/match-batch.ts";
import type { AlertQueue, StoryBook } from "../src/pipeline/match-ports.ts";
import type { OpsNotices } from "../src/pipeline/ops-notice.ts";
import type { Closable } from "../src/process/run-until-stopped.ts";
import { type ArticleBatches, startArticleWorker } from "../src/queues/article-queue.ts";
import { cachedPages } from "../src/redis/page-cache.ts";
import type { TryCounter } from "../src/redis/try-counter.ts";
import type { GuardedFetch } from "../src/sources/guarded-fetch.ts";
import { httpPageSource } from "../src/sources/page/http-page-source.ts";
import { createPageReader } from "../src/sources/page/page-reader.ts";

/**
 * Deciding is work for one core anyway. And an article that ends the process must not take the tries of others with
 * it, each time that they begin together.
 */
const BATCHES_AT_ONCE = 1;
/** A batch takes a second or two. */
const SILENT_MS = 30_000;
const PAGE_PAUSE_MS = 1000;

/** What matching takes. */
export interface MatchingParts extends MatchWatchParts {
  readonly configuration: LiveConfiguration;
  readonly notices: OpsNotices;
  readonly redis: Redis;
  readonly patientRedis: Redis;
  readonly fetch: GuardedFetch;
  readonly articles: ArticleBatches;
  readonly alerts: AlertQueue;
  readonly stories: StoryBook;
  readonly digests: Pick<DigestBox, "hold">;
  readonly deadLetters: DeadLetters;
  readonly tries: TryCounter;
  hash(text: string): string;
  now(): Date;
}

/** Decides queued articles and queues their alerts; ends the process when that takes longer than it ever should. */
export async function startMatching(parts: MatchingParts, silentMs = SILENT_MS): Promise<Closable> {
  const { log, notices, configuration, hash, now } = parts;
  const { fetch: limits, delivery } = configuration.current().settings.rasid;
  const reader = createPageReader(limits.parseTimeout);
  const pageSource = httpPageSource({
    fetch: parts.fetch,
    reader,
    pauseMs: PAGE_PAUSE_MS,
    now,
    requestFor(feedId) {
      const { userAgent = limits.userAgent, proxy } = feedOf(configuration.current(), feedId) ?? {};
      return { userAgent, proxy };
    },
  });
  const pages = cachedPages(parts.redis, pageSource, hash);
  const worker = startArticleWorker({
    connection: parts.patientRedis,
    queue: parts.articles,
    tries: parts.tries,
    maxTries: delivery.tries,
    deadLetters: parts.deadLetters,
    concurrency: BATCHES_AT_ONCE,
    now,
    async work(batch, signal) {
      const current = configuration.current();
      const ports = { ...portsFor(batch.feedId, current, parts), readPage: batchPages(pages, signal) };
      const report = await matchBatch(batch, current.rulebook, ports, now());
      watchMatch(batch.feedId, report, current.rulebook.version, parts);
    },
    onDeadLetter(about, reason) {
      log.error({ about, reason }, "an article could not be decided");
      void notices.tell({
        key: `dead-${hash(about)}`,
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

function feedOf({ settings }: Configuration, feedId: string) {
  return settings.feeds.find((feed) => feed.id === feedId);
}

/** What a batch of this feed is matched with, by the configuration in force. */
function portsFor(feedId: string, current: Configuration, parts: MatchingParts): Omit<MatchPorts, "readPage"> {
  const { rasid, channels } = current.settings;
  const paceOf = ({ channelId }: Alert): Pace | undefined =>
    channels.find(({ entry }) => entry.id === channelId)?.entry.pace;
  return {
    alerts: parts.alerts,
    stories: rasid.stories.together ? parts.stories : undefined,
    hash: parts.hash,
    fullText: feedOf(current, feedId)?.fullText ?? rasid.polling.fullText,
    gatherMs: (alert) => (alert.severity === "critical" ? 0 : (paceOf(alert)?.group?.waitMs ?? 0)),
    async holdReview(alert) {
      if (paceOf(alert)?.digestAt.length) await parts.digests.hold({ alert, why: "review" });
    },
  };
}
