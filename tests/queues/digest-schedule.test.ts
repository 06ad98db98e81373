import { Queue } from "bullmq";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Delivery } from "../../src/pipeline/deliver-ports.ts";
import { AMENDMENT_QUEUE, type AmendmentJob, openAlertQueues } from "../../src/queues/alert-queue.ts";
import { DIGEST_QUEUE, type DigestJob, openDigestSchedule } from "../../src/queues/digest-schedule.ts";
import { QUEUE_PREFIX } from "../../src/queues/job-options.ts";
import { outcomeOf, startJobWorker } from "../../src/queues/job-worker.ts";
import { PLAIN_PACE } from "../support/delivery.ts";
import { eventually } from "../support/eventually.ts";
import { startTestRedis, type TestRedis } from "../support/test-redis.ts";

let server: TestRedis;
const closers: (() => Promise<unknown>)[] = [];
const ignore = () => undefined;
const LATER: Delivery = { outcome: "later", why: "HTTP 429", afterMs: 20 };

beforeEach(async () => {
  server = await startTestRedis();
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await server.stop();
});

function digestSetting() {
  const schedule = openDigestSchedule(server.connect(), ignore);
  const queue = new Queue("digests", { connection: server.connect(), prefix: QUEUE_PREFIX });
  closers.push(
    () => schedule.close(),
    () => queue.close(),
  );
  const channel = (id: string, timeZone: string, ...digestAt: string[]) => ({
    id,
    pace: { ...PLAIN_PACE, timeZone, digestAt },
  });
  const planned = async () => {
    const all = await queue.getJobSchedulers();
    return new Map(all.map(({ key, next }) => [key, new Date(next!)]));
  };
  return { schedule, queue, channel, planned };
}

const clockIn = (zone: string, at: Date) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(at);

describe("the schedule of digests", () => {
  it("is due at the times of day of each channel's zone, within a day", async () => {
    const { schedule, channel, planned } = digestSetting();
    const desk = channel("desk", "Asia/Kathmandu", "07:00", "19:30");
    await schedule.reconcile([desk, channel("duty", "America/New_York", "07:00"), channel("log", "UTC", "hourly")]);
    const next = await planned();
    expect([...next.keys()].toSorted()).toEqual(["desk@0700", "desk@1930", "duty@0700", "log@hourly"]);
    expect(clockIn("Asia/Kathmandu", next.get("desk@0700")!)).toBe("07:00");
    expect(clockIn("Asia/Kathmandu", next.get("desk@1930")!)).toBe("19:30");
    expect(clockIn("America/New_York", next.get("duty@0700")!)).toBe("07:00");
    expect(next.get("log@hourly")!.getUTCMinutes()).toBe(0);
    for (const at of next.values()) {
      expect(at.getTime()).toBeGreaterThan(Date.now());
      expect(at.getTime()).toBeLessThanOrEqual(Date.now() + 25 * 3_600_000);
    }
  });

  it("follows an edit: what is new is added, what is gone is removed, a changed zone moves the time", async () => {
    const { schedule, queue, channel, planned } = digestSetting();
    await schedule.reconcile([channel("desk", "UTC", "07:00"), channel("duty", "UTC", "08:00")]);
    await schedule.reconcile([channel("desk", "Asia/Kathmandu", "07:00", "12:00"), channel("quiet", "UTC")]);
    const next = await planned();
    expect([...next.keys()].toSorted()).toEqual(["desk@0700", "desk@1200"]);
    expect(clockIn("Asia/Kathmandu", next.get("desk@0700")!)).toBe("07:00");
    const jobs = await queue.getDelayed();
    expect(jobs.map(({ data }) => data)).toEqual([{ channelId: "desk" }, { channelId: "desk" }]);
  });

  it("sends what is due, and tries again what is put off, by the same id", async () => {
    const { schedule, queue, channel, planned } = digestSetting();
    const asked: string[][] = [];
    const answers: Delivery[] = [LATER, LATER];
    const outcomes: string[] = [];
    const worker = startJobWorker<DigestJob>({
      ...{ queue: DIGEST_QUEUE, connection: server.connect(), concurrency: 1, onError: ignore },
      async work({ channelId }, { id }) {
        asked.push([id, channelId]);
        const delivery = answers.shift() ?? ({ outcome: "done" } as const);
        outcomes.push(delivery.outcome);
        return outcomeOf(delivery, 60_000);
      },
    });
    closers.unshift(() => worker.close(1000));
    await schedule.reconcile([channel("desk", "UTC", "07:00")]);
    const [first] = await queue.getDelayed();
    await first!.promote();
    await eventually(
      () => outcomes,
      (all) => all.includes("done"),
    );
    expect(outcomes).toEqual(["later", "later", "done"]);
    expect(new Set(asked.map(([id]) => id)).size).toBe(1);
    expect(asked[0]![1]).toBe("desk");
    // The next one is another digest.
    const second = await eventually(
      async () => (await queue.getDelayed())[0],
      (job) => job !== undefined,
    );
    await second!.promote();
    await eventually(
      () => outcomes.length,
      (count) => count === 4,
    );
    expect(asked[3]![0]).not.toBe(asked[0]![0]);
    expect([...(await planned()).keys()]).toEqual(["desk@0700"]);
  });
});

describe("the queue of messages to be written again", () => {
  function amendmentSetting(answers: Delivery[]) {
    const amended: string[] = [];
    const amendments = openAlertQueues(server.connect(), ignore);
    const queue = new Queue("amendments", { connection: server.connect(), prefix: QUEUE_PREFIX });
    const worker = startJobWorker<AmendmentJob>({
      ...{ queue: AMENDMENT_QUEUE, connection: server.connect(), concurrency: 1, onError: ignore },
      async work({ alertId }) {
        amended.push(alertId);
        return outcomeOf(answers.shift() ?? { outcome: "done" }, 60_000);
      },
    });
    closers.push(
      () => worker.close(1000),
      () => amendments.close(),
      () => queue.close(),
    );
    /** Brings what waits to its time, since no test waits for it. */
    const fire = async () => {
      for (const job of await queue.getDelayed()) await job.promote();
    };
    return { amendments, queue, amended, fire };
  }

  it("takes wishes for one message at once as one or two, and each message for itself", async () => {
    const { amendments, queue, amended, fire } = amendmentSetting([]);
    await Promise.all(["a", "a", "a", "a", "a", "a", "b"].map((id) => amendments.amend(id)));
    const waiting = await queue.getDelayedCount();
    // A new stretch of three seconds may begin between two of them.
    expect([2, 3, 4]).toContain(waiting);
    await fire();
    await eventually(
      () => amended.length,
      (count) => count === waiting,
    );
    expect(new Set(amended)).toEqual(new Set(["a", "b"]));
  });

  it("tries again what is put off", async () => {
    const { amendments, amended, fire } = amendmentSetting([LATER, LATER]);
    await amendments.amend("a");
    await fire();
    await eventually(
      () => amended.length,
      (count) => count === 3,
    );
    expect(amended).toEqual(["a", "a", "a"]);
  });

  it("gives up what is refused", async () => {
    const { amendments, queue, amended, fire } = amendmentSetting([{ outcome: "never", why: "Slack says no" }]);
    await amendments.amend("a");
    await fire();
    await eventually(
      () => queue.getCompletedCount(),
      (count) => count === 1,
    );
    expect(amended).toEqual(["a"]);
  });
});
