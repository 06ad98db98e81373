import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { QUEUE_PREFIX, withinAddTimeout } from "./job-options.ts";

export const POLL_QUEUE = "poll";

/** What a poll job says. */
export interface PollJob {
  readonly v: number;
  readonly feedId: string;
}

/** A feed with how often it is asked. */
export interface ScheduledFeed {
  readonly id: string;
  readonly everyMs: number;
  readonly priority: "high" | "normal" | "low";
  /** Ask it at once, whatever its schedule says. */
  readonly isDue: boolean;
}

export interface PollSchedule {
  /** Makes the schedule hold exactly these feeds, spread over their intervals, and asks those that are due. */
  reconcile(feeds: readonly ScheduledFeed[]): Promise<{ added: number; removed: number }>;
  /** Asks each of these feeds once, now. */
  askNow(feedIds: readonly string[]): Promise<void>;
  /** True when no poll waits or runs. */
  isIdle(): Promise<boolean>;
  close(): Promise<void>;
}

const PRIORITY = { high: 1, normal: 5, low: 10 } as const;
/** The next poll is due soon anyway, so a poll that fails is not tried again. */
const POLL_OPTIONS = {
  removeOnComplete: { age: 600, count: 500 },
  removeOnFail: { age: 3600, count: 500 },
  attempts: 1,
};

export function openPollSchedule(connection: Redis, version: number, onError: (error: Error) => void): PollSchedule {
  const streams = { events: { maxLen: 1000 } };
  const queue = new Queue<PollJob>(POLL_QUEUE, { connection, prefix: QUEUE_PREFIX, streams });
  queue.on("error", onError);

  const jobOf = (feedId: string, priority: ScheduledFeed["priority"]) => ({
    name: POLL_QUEUE,
    data: { v: version, feedId },
    opts: { ...POLL_OPTIONS, priority: PRIORITY[priority] },
  });

  async function askNow(feedIds: readonly string[]): Promise<void> {
    await withinAddTimeout(queue.addBulk(feedIds.map((id) => jobOf(id, "high"))));
  }

  return {
    askNow,
    async reconcile(feeds) {
      const wanted = new Map(feeds.map((feed) => [feed.id, feed]));
      const present = await queue.getJobSchedulers();
      const gone = present.filter(({ key }) => !wanted.has(key));
      for (const { key } of gone) await queue.removeJobScheduler(key);
      for (const feed of feeds) {
        const when = { every: feed.everyMs, offset: offsetOf(feed) };
        await queue.upsertJobScheduler(feed.id, when, jobOf(feed.id, feed.priority));
      }
      await askNow(feeds.filter((feed) => feed.isDue).map((feed) => feed.id));
      const known = new Set(present.map(({ key }) => key));
      return { added: feeds.filter((feed) => !known.has(feed.id)).length, removed: gone.length };
    },
    async isIdle() {
      const counts = await queue.getJobCounts("waiting", "prioritized", "active");
      return Object.values(counts).every((count) => count === 0);
    },
    close: () => queue.close(),
  };
}

/** The same feed always gets the same place in its interval, and feeds are spread evenly over it. */
function offsetOf({ id, everyMs }: ScheduledFeed): number {
  let hash = 2166136261;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 16777619);
  return (hash >>> 0) % everyMs;
}
