import type { Logger } from "../process/logger.ts";
import type { PollSchedule } from "../queues/poll-schedule.ts";
import type { AllFeedStates } from "../redis/feed-states.ts";
import type { Settings } from "../settings/settings.ts";

export interface FeedScheduleParts {
  readonly schedule: Pick<PollSchedule, "reconcile">;
  readonly feedStates: Pick<AllFeedStates, "all">;
  readonly log: Logger;
  now(): Date;
}

/** Makes the schedule follow the settings, and asks at once whatever is due by now. */
export async function scheduleFeeds(
  { schedule, feedStates, log, now }: FeedScheduleParts,
  settings: Settings,
): Promise<void> {
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
