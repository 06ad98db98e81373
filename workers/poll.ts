import type { Redis } from "ioredis";
import { type FeedScheduleParts, scheduleFeeds } from "../src/app/feed-schedule.ts";
import type { LiveConfiguration } from "../src/app/live-configuration.ts";
import { type PollWatchParts, watchPoll } from "../src/app/poll-watch.ts";
import { pollFeed } from "../src/pipeline/poll-feed.ts";
import type { FeedStates, SeenLedger } from "../src/pipeline/poll-ports.ts";
import type { Closable } from "../src/process/run-until-stopped.ts";
import type { ArticleBatches } from "../src/queues/article-queue.ts";
import { startJobWorker } from "../src/queues/job-worker.ts";
import { POLL_QUEUE, type PollJob, type PollSchedule } from "../src/queues/poll-schedule.ts";
import { feedRequest } from "../src/settings/fetch-settings.ts";
import type { ConfiguredFeed, Settings } from "../src/settings/settings.ts";
import { createFeedParser } from "../src/sources/feed/feed-parser.ts";
import { httpFeedSource } from "../src/sources/feed/http-feed-source.ts";
import type { GuardedFetch } from "../src/sources/guarded-fetch.ts";

/** More batches waiting than this, and feeds are not asked until the matchers have caught up: feeds keep what is new. */
const MAX_WAITING_BATCHES = 1000;

/** What polling takes. */
export interface PollingParts extends FeedScheduleParts, PollWatchParts {
  readonly configuration: LiveConfiguration;
  readonly patientRedis: Redis;
  readonly fetch: GuardedFetch;
  readonly feedStates: FeedStates & FeedScheduleParts["feedStates"];
  readonly seen: SeenLedger;
  readonly articles: ArticleBatches;
  readonly schedule: Pick<PollSchedule, "reconcile" | "askNow">;
  wereLedgersLost(): Promise<boolean>;
  onReconnect(listener: () => Promise<void>): void;
  hash(text: string): string;
}

/** Asks feeds by their schedule, or each of them once, and queues what is new. */
export async function startPolling(parts: PollingParts, once = false): Promise<Closable> {
  const { log, configuration, articles, feedStates: states, seen, hash, now } = parts;
  const { settings } = configuration.current();
  const { fetch: limits, polling } = settings.rasid;
  let feeds = feedsOn(settings);
  const parser = createFeedParser(limits.parseTimeout);
  const source = httpFeedSource({
    fetch: parts.fetch,
    parser,
    maxItems: polling.maxItems,
    now,
    requestFor(feedId) {
      const feed = feeds.get(feedId);
      return feed && feedRequest(feed, limits);
    },
  });
  const ports = { source, states, seen, articles, hash };
  const rules = { tellIfNewerThanMs: polling.tellIfNewerThan, fullFetchEveryMs: polling.fullFetchEvery };

  const worker = startJobWorker<PollJob>({
    queue: POLL_QUEUE,
    connection: parts.patientRedis,
    concurrency: polling.feedsAtOnce,
    async work({ feedId }, _, signal) {
      const feed = feeds.get(feedId);
      if (!feed) return { outcome: "done" };
      const { waiting } = await articles.queue.depth();
      if (waiting > MAX_WAITING_BATCHES) {
        log.warn({ feed: feedId, waiting }, "poll put off: matching is behind");
        return { outcome: "done" };
      }
      const { id, title, source: outlet } = feed;
      const afterLoss = await parts.wereLedgersLost();
      const report = await pollFeed({ id, title, source: outlet }, ports, { ...rules, afterLoss }, now(), signal);
      await watchPoll(feedId, report, parts);
      return { outcome: "done" };
    },
    onError: (error, jobId) => log.error({ job: jobId, problem: error.message }, "poll failed"),
  });

  configuration.onChange(async (changed) => {
    feeds = feedsOn(changed.settings);
    if (!once) await scheduleFeeds(parts, changed.settings);
  });
  // The schedule is kept in Redis, and may have been lost with it.
  parts.onReconnect(async () => {
    if (!once) await scheduleFeeds(parts, configuration.current().settings);
  });
  if (once) await parts.schedule.askNow([...feeds.keys()]);
  else await scheduleFeeds(parts, settings);
  return {
    name: "poll",
    async close(deadlineMs) {
      await worker.close(deadlineMs);
      await parser.close();
    },
  };
}

function feedsOn({ feeds }: Settings): ReadonlyMap<string, ConfiguredFeed> {
  return new Map(feeds.filter(({ enabled }) => enabled).map((feed) => [feed.id, feed]));
}
