import { createFeedParser } from "../src/feeds/deadline-thread.ts";
import { httpFeedSource } from "../src/feeds/http-feed-source.ts";
import { DEAD_AFTER, type PollReport, pollFeed } from "../src/pipeline/poll-feed.ts";
import type { Closable } from "../src/process/run-until-stopped.ts";
import { startJobWorker } from "../src/queues/job-worker.ts";
import { POLL_QUEUE, type PollJob } from "../src/queues/poll-schedule.ts";
import { redisSeenLedger } from "../src/redis/seen-ledger.ts";
import { feedRequest } from "../src/settings/fetch-settings.ts";
import type { Settings } from "../src/settings/settings.ts";
import type { Runtime } from "./runtime.ts";

/** More batches waiting than this, and feeds are not asked until the matchers have caught up: feeds keep what is new. */
const MAX_WAITING_BATCHES = 1000;
/** A feed that failed so often in a row is worth a word to ops. */
const FAILURES_BEFORE_NOTICE = 3;

/** Asks feeds by their schedule, or each of them once, and queues what is new. */
export async function startPolling(runtime: Runtime, once = false): Promise<Closable> {
  const { log, metrics, notices, configuration } = runtime;
  const { settings } = configuration.current();
  const { fetch: limits, polling, retention } = settings.rasid;
  const feedsOf = (current: Settings) =>
    new Map(current.feeds.filter((feed) => feed.enabled).map((feed) => [feed.id, feed]));
  let feeds = feedsOf(settings);
  const parser = createFeedParser(limits.parseTimeout);
  const source = httpFeedSource({
    fetch: runtime.fetch,
    parser,
    maxItems: polling.maxItems,
    now: runtime.now,
    requestFor(feedId) {
      const feed = feeds.get(feedId);
      return feed && feedRequest(feed, limits);
    },
  });
  const ports = {
    source,
    states: runtime.feedStates,
    seen: redisSeenLedger(runtime.redis, retention.seen),
    articles: runtime.articles,
    hash: runtime.hash,
  };
  const rules = {
    tellIfNewerThanMs: polling.tellIfNewerThan,
    fullFetchEveryMs: polling.fullFetchEvery,
  };

  const worker = startJobWorker<PollJob>({
    queue: POLL_QUEUE,
    connection: runtime.patientRedis,
    concurrency: polling.feedsAtOnce,
    async work({ feedId }, _, signal) {
      const feed = feeds.get(feedId);
      if (!feed) return { outcome: "done" };
      const { waiting } = await runtime.articles.queue.depth();
      if (waiting > MAX_WAITING_BATCHES) {
        log.warn({ feed: feedId, waiting }, "poll put off: matching is behind");
        return { outcome: "done" };
      }
      const report = await pollFeed(
        { id: feed.id, title: feed.title, source: feed.source },
        ports,
        { ...rules, afterLoss: await runtime.wereLedgersLost() },
        runtime.now(),
        signal,
      );
      await note(feedId, report);
      return { outcome: "done" };
    },
    onError: (error, jobId) => log.error({ job: jobId, problem: error.message }, "poll failed"),
  });

  async function note(feedId: string, report: PollReport): Promise<void> {
    metrics.polls.inc({ feed: feedId, outcome: report.outcome });
    metrics.articles.inc({ feed: feedId }, report.fresh);
    if (report.leftOut > 0) metrics.dropped.inc({ reason: "more items than polling.maxItems" }, report.leftOut);
    if (report.baseline > 0) metrics.dropped.inc({ reason: "older than the baseline" }, report.baseline);
    const { outcome, why, ...facts } = report;
    if (outcome === "failed") log.info({ feed: feedId, why, failures: report.failures }, "feed failed");
    else log.info({ feed: feedId, outcome, ...facts }, "feed asked");
    const key = `feed-failing-${feedId}`;
    if (report.failures === FAILURES_BEFORE_NOTICE)
      await notices.tell({
        key,
        title: `Feed ${feedId} failed ${report.failures} times in a row`,
        lines: [why ?? ""],
      });
    if (report.failures === DEAD_AFTER)
      await notices.tell({
        key: `feed-dead-${feedId}`,
        title: `Feed ${feedId} is dead: it failed ${report.failures} times in a row`,
        lines: [why ?? "", "Correct its address, or switch it off."],
      });
    if (outcome === "items" || outcome === "unchanged") await notices.over(key, `Feed ${feedId} answers again`);
    if (report.renumbered >= 5)
      await notices.tell({
        key: `feed-renumbered-${feedId}`,
        title: `Feed ${feedId} gave ${report.renumbered} known articles new ids`,
        lines: ["They were not told again."],
      });
  }

  configuration.onChange(async (changed) => {
    feeds = feedsOf(changed.settings);
    if (!once) await scheduleFeeds(runtime, changed.settings);
  });
  // The schedule is kept in Redis, and may have been lost with it.
  runtime.onReconnect(async () => {
    if (!once) await scheduleFeeds(runtime, configuration.current().settings);
  });
  if (once) await runtime.schedule.askNow([...feeds.keys()]);
  else await scheduleFeeds(runtime, settings);
  return {
    name: "poll",
    async close(deadlineMs) {
      await worker.close(deadlineMs);
      await parser.close();
    },
  };
}

/** Makes the schedule follow the settings, and asks at once whatever is due by now. */
async function scheduleFeeds({ schedule, feedStates, log, now }: Runtime, settings: Settings): Promise<void> {
  const states = await feedStates.all();
  const feeds = settings.feeds
    .filter((feed) => feed.enabled)
    .map((feed) => {
      const everyMs = feed.every ?? settings.rasid.polling.every;
      const askedAt = states.get(feed.id)?.askedAt;
      const isDue = askedAt === undefined || now().getTime() - Date.parse(askedAt) >= everyMs;
      return { id: feed.id, everyMs, priority: feed.priority, isDue };
    });
  const { added, removed } = await schedule.reconcile(feeds);
  log.info({ feeds: feeds.length, added, removed }, "schedule follows the settings");
}
