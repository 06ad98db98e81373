import type { OpsNotices } from "../pipeline/ops-notice.ts";
import { DEAD_AFTER, type PollReport } from "../pipeline/poll-feed.ts";
import type { Logger } from "../process/logger.ts";
import type { Metrics } from "../process/metrics.ts";

/** A feed that failed so often in a row is worth a word to ops. */
const FAILURES_BEFORE_NOTICE = 3;
/** So many known articles under new ids are no accident. */
const RENUMBERED_BEFORE_NOTICE = 5;

export interface PollWatchParts {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly notices: OpsNotices;
}

/** Counts and logs what a poll found, and tells ops of a feed that fails, dies, answers again or renumbers itself. */
export async function watchPoll(feedId: string, report: PollReport, parts: PollWatchParts): Promise<void> {
  countPoll(feedId, report, parts);
  const { notices } = parts;
  const { outcome, failures, renumbered, why } = report;
  const failing = `feed-failing-${feedId}`;
  if (failures === FAILURES_BEFORE_NOTICE)
    await notices.tell({
      key: failing,
      title: `Feed ${feedId} failed ${failures} times in a row`,
      lines: [why ?? ""],
    });
  if (failures === DEAD_AFTER)
    await notices.tell({
      key: `feed-dead-${feedId}`,
      title: `Feed ${feedId} is dead: it failed ${failures} times in a row`,
      lines: [why ?? "", "Correct its address, or switch it off."],
    });
  if (outcome === "items" || outcome === "unchanged") await notices.over(failing, `Feed ${feedId} answers again`);
  if (renumbered >= RENUMBERED_BEFORE_NOTICE)
    await notices.tell({
      key: `feed-renumbered-${feedId}`,
      title: `Feed ${feedId} gave ${renumbered} known articles new ids`,
      lines: ["They were not told again."],
    });
}

function countPoll(feedId: string, report: PollReport, { log, metrics }: PollWatchParts): void {
  const { outcome, why, ...facts } = report;
  metrics.polls.inc({ feed: feedId, outcome });
  metrics.articles.inc({ feed: feedId }, report.fresh);
  if (report.leftOut > 0) metrics.dropped.inc({ reason: "more items than polling.maxItems" }, report.leftOut);
  if (report.baseline > 0) metrics.dropped.inc({ reason: "older than the baseline" }, report.baseline);
  if (outcome === "failed") log.info({ feed: feedId, why, failures: report.failures }, "feed failed");
  else log.info({ feed: feedId, outcome, ...facts }, "feed asked");
}
