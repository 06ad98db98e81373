import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startNoticeWorker } from "../../src/app/notices.ts";
import type { Alert } from "../../src/domain/alerts/alert.ts";
import type { DeliveryReport } from "../../src/pipeline/deliver-alert.ts";
import type { Channel, Outgoing } from "../../src/pipeline/deliver-ports.ts";
import { shortHash } from "../../src/process/short-hash.ts";
import { openAlertQueues, startAlertWorker } from "../../src/queues/alert-queue.ts";
import { openArticleQueue, startArticleWorker } from "../../src/queues/article-queue.ts";
import type { JobWorker } from "../../src/queues/job-worker.ts";
import { openNoticeQueue } from "../../src/queues/notice-queue.ts";
import { openPollSchedule } from "../../src/queues/poll-schedule.ts";
import { redisDeadLetters } from "../../src/redis/dead-letters.ts";
import { redisNoticeBox } from "../../src/redis/notice-box.ts";
import { redisTryCounter } from "../../src/redis/try-counter.ts";
import { anAlert, anArticle } from "../support/builders.ts";
import { eventually } from "../support/eventually.ts";
import { startTestRedis, type TestRedis } from "../support/test-redis.ts";

let server: TestRedis;
const workers: JobWorker[] = [];
const closers: (() => Promise<unknown>)[] = [];
const ignore = () => undefined;
const now = () => new Date();

beforeEach(async () => {
  server = await startTestRedis();
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.close(1000)));
  await Promise.all(closers.splice(0).map((close) => close()));
  await server.stop();
});

function articleSetting(work: (id: string) => void | Promise<void>) {
  const redis = server.connect();
  const queue = openArticleQueue(redis, shortHash, ignore);
  closers.push(() => queue.queue.close());
  const deadLetters = redisDeadLetters(redis, 86_400_000);
  const done: string[] = [];
  workers.push(
    startArticleWorker({
      connection: server.connect(),
      queue,
      tries: redisTryCounter(redis),
      maxTries: 3,
      deadLetters,
      concurrency: 4,
      now,
      async work(batch) {
        for (const article of batch.articles) {
          await work(article.id);
          done.push(article.id);
        }
      },
      onDeadLetter: ignore,
      onError: ignore,
    }),
  );
  return { queue, deadLetters, done };
}

const articles = (...ids: string[]) => ids.map((id) => anArticle({ id, title: `خبر ${id}` }));

describe("the article queue", () => {
  it("hands every article of a batch to the matcher", async () => {
    const { queue, done } = articleSetting(ignore);
    await queue.enqueue({ feedId: "one", articles: articles("a", "b", "c") });
    await eventually(
      () => done.toSorted(),
      (ids) => ids.join() === "a,b,c",
    );
  });

  it("takes the same batch once while it is known", async () => {
    const { queue, done } = articleSetting(ignore);
    await queue.enqueue({ feedId: "one", articles: articles("a") });
    await queue.enqueue({ feedId: "one", articles: articles("a") });
    await eventually(
      () => queue.queue.depth(),
      ({ waiting, active }) => waiting + active === 0,
    );
    expect(done).toEqual(["a"]);
  });

  it("cuts a poll with many articles into batches of bounded size", async () => {
    const redis = server.connect();
    const queue = openArticleQueue(redis, shortHash, ignore);
    closers.push(() => queue.queue.close());
    await queue.enqueue({
      feedId: "one",
      articles: articles(...Array.from({ length: 120 }, (_, i) => `n${i}`)),
    });
    expect((await queue.queue.depth()).waiting).toBe(3);
  });

  it("puts a poison article among the dead letters, with the reason, and decides the others", {
    timeout: 40_000,
  }, async () => {
    const { queue, deadLetters, done } = articleSetting((id) => {
      if (id === "poison") throw new Error("cannot read this");
    });
    await queue.enqueue({ feedId: "one", articles: articles("a", "poison", "b") });
    const letters = await eventually(
      () => deadLetters.list(),
      (list) => list.length === 1,
      30_000,
    );
    expect(letters[0]).toMatchObject({
      queue: "articles",
      reason: "failed 3 times: cannot read this",
      payload: { articles: [{ id: "poison" }] },
    });
    expect(new Set(done)).toEqual(new Set(["a", "b"]));
  });
});

function alertSetting(reports: (alert: Alert) => DeliveryReport, channelId = "desk") {
  const redis = server.connect();
  const queues = openAlertQueues(redis, ignore);
  closers.push(() => queues.close());
  const deadLetters = redisDeadLetters(redis, 86_400_000);
  const tried: { id: string; at: number }[] = [];
  workers.push(
    startAlertWorker({
      channelId,
      connection: server.connect(),
      tries: redisTryCounter(redis),
      maxTries: 2,
      perMinute: 100,
      queue: queues.queueFor(channelId),
      gathersPlaces: () => false,
      deadLetters,
      now,
      async deliver([{ alert }]) {
        tried.push({ id: alert.id, at: Date.now() });
        return reports(alert);
      },
      onDelivery: ignore,
      onDeadLetter: ignore,
      onError: ignore,
    }),
  );
  return { queues, deadLetters, tried };
}

describe("an alert queue", () => {
  it("waits as long as the channel asks, without spending a try", async () => {
    let calls = 0;
    const { queues, deadLetters, tried } = alertSetting(() =>
      ++calls < 5
        ? { outcome: "later", why: "HTTP 429", afterMs: 150, possibleRepeat: false, held: [] }
        : { outcome: "done", possibleRepeat: false, held: [] },
    );
    await queues.enqueue(anAlert(), false);
    await eventually(
      () => tried.length,
      (count) => count === 5,
    );
    expect(tried[1]!.at - tried[0]!.at).toBeGreaterThanOrEqual(140);
    expect(await deadLetters.count()).toBe(0);
  });

  it("keeps what a channel will never take as a dead letter", async () => {
    const { queues, deadLetters } = alertSetting(() => ({
      outcome: "never",
      why: "HTTP 404",
      possibleRepeat: false,
      held: [],
    }));
    await queues.enqueue(anAlert(), false);
    const letters = await eventually(
      () => deadLetters.list(),
      (list) => list.length === 1,
    );
    expect(letters[0]).toMatchObject({ id: "alert-1", queue: "alerts", reason: "HTTP 404" });
  });

  it("is not held up by another channel that hangs", async () => {
    const hanging = alertSetting(
      () => ({ outcome: "later", why: "stopped", afterMs: 60_000, possibleRepeat: false, held: [] }),
      "dead",
    );
    const alive = alertSetting(() => ({ outcome: "done", possibleRepeat: false, held: [] }), "alive");
    for (let i = 0; i < 20; i++) await hanging.queues.enqueue(anAlert({ id: `d${i}`, channelId: "dead" }), false);
    await alive.queues.enqueue(anAlert({ id: "x", channelId: "alive" }), false);
    const tried = await eventually(
      () => alive.tried,
      (list) => list.length === 1,
      3000,
    );
    expect(tried[0]!.id).toBe("x");
  });
});

describe("the schedule", () => {
  it("holds exactly the configured feeds, and asks at once those that are due", async () => {
    const redis = server.connect();
    const schedule = openPollSchedule(redis, 1, ignore);
    closers.push(() => schedule.close());
    const feed = (id: string, isDue: boolean) => ({
      id,
      everyMs: 3_600_000,
      priority: "normal" as const,
      isDue,
    });
    expect(await schedule.reconcile([feed("a", true), feed("b", false)])).toEqual({ added: 2, removed: 0 });
    expect(await schedule.isIdle()).toBe(false);
    expect(await schedule.reconcile([feed("b", false), feed("c", false)])).toEqual({ added: 1, removed: 1 });
  });
});

describe("notices to ops", () => {
  it("gather for a while and are told together, each trouble once", { timeout: 40_000 }, async () => {
    const redis = server.connect();
    const box = redisNoticeBox(redis);
    const logged: string[] = [];
    const notices = openNoticeQueue({
      connection: redis,
      box,
      repeatAfterMs: 60_000,
      now,
      onNotice: ({ title }) => void logged.push(title),
      onError: ignore,
    });
    closers.push(() => notices.queue.close());
    const told: Outgoing[] = [];
    const channel: Channel = {
      id: "ops",
      async send(message) {
        told.push(message);
        return { outcome: "done" };
      },
      check: async () => ({ outcome: "done" }),
    };
    workers.push(
      startNoticeWorker({
        connection: server.connect(),
        box,
        channels: () => [channel],
        timeoutMs: 1000,
        onError: ignore,
      }),
    );
    await notices.tell({ key: "a", title: "Feed a failed", lines: ["HTTP_500"] });
    await notices.tell({ key: "a", title: "Feed a failed", lines: ["HTTP_500"] });
    await notices.tell({ key: "b", title: "Feed b failed", lines: [] });
    expect(logged).toEqual(["Feed a failed", "Feed b failed"]);
    await eventually(
      () => told.length,
      (count) => count >= 1,
      35_000,
    );
    const lines = told.flatMap((message) =>
      message.kind === "notice" ? [message.notice.title, ...message.notice.lines] : [],
    );
    expect(lines.filter((line) => line === "Feed a failed").length).toBe(1);
  });
});
