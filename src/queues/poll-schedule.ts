import type { Redis } from "ioredis";
import { connectQueue, reconcile } from "./bullmq-queue.ts";
import { withinAddTimeout } from "./job-options.ts";

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

const PRIORITY = { high: 1, normal: 5, low: 10 } as const;
/** The next poll is due soon anyway, so a poll that fails is not tried again. */
const POLL_OPTIONS = {
  removeOnComplete: { age: 600, count: 500 },
  removeOnFail: { age: 3600, count: 500 },
  attempts: 1,
};

/** When feeds are asked. */
export interface PollSchedule {
  /** Asks each of these feeds once, now. */
  askNow(feedIds: readonly string[]): Promise<void>;
  /** Makes the schedule hold exactly these feeds, spread over their intervals, and asks those that are due. */
  reconcile(feeds: readonly ScheduledFeed[]): Promise<{ readonly added: number; readonly removed: number }>;
  /** True when no poll waits or runs. */
  isIdle(): Promise<boolean>;
  close(): Promise<void>;
}

export function openPollSchedule(connection: Redis, version: number, onError: (error: Error) => void): PollSchedule {
  const queue = connectQueue(POLL_QUEUE, connection, onError, POLL_OPTIONS);
  const jobOf = (feedId: string, priority: ScheduledFeed["priority"]) => ({
    name: POLL_QUEUE,
    data: { v: version, feedId } satisfies PollJob,
    opts: { priority: PRIORITY[priority] },
  });

  async function askNow(feedIds: readonly string[]): Promise<void> {
    await withinAddTimeout(queue.addBulk(feedIds.map((id) => jobOf(id, "high"))));
  }

  return {
    askNow,
    async reconcile(feeds) {
      const scheduled = feeds.map(({ id, everyMs, priority }) => ({
        key: id,
        when: { every: everyMs, offset: offsetOf(id, everyMs) },
        ...jobOf(id, priority),
      }));
      const changes = await reconcile(queue, scheduled);
      await askNow(feeds.filter((feed) => feed.isDue).map((feed) => feed.id));
      return changes;
    },
    async isIdle() {
      const counts = await queue.getJobCounts("waiting", "prioritized", "active");
      return Object.values(counts).every((count) => count === 0);
    },
    close: () => queue.close(),
  };
}

/** The same feed always gets the same place in its interval, and feeds are spread evenly over it. */
function offsetOf(id: string, everyMs: number): number {
  let hash = 2166136261;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 16777619);
  return (hash >>> 0) % everyMs;
}
