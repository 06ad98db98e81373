import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import type { Rulebook } from "../src/domain/matcher/rulebook.ts";
import type { DeadLetters } from "../src/pipeline/ports.ts";
import type { Logger } from "../src/process/logger.ts";
import { createMetrics, type Metrics } from "../src/process/metrics.ts";
import { shortHash } from "../src/process/short-hash.ts";
import { type AlertQueues, openAlertQueues } from "../src/queues/alert-queue.ts";
import { type ArticleQueueEdge, openArticleQueue } from "../src/queues/article-queue.ts";
import { PAYLOAD_VERSION } from "../src/queues/job-options.ts";
import { type NoticeQueue, openNoticeQueue } from "../src/queues/notice-queue.ts";
import { openPollSchedule, type PollSchedule } from "../src/queues/poll-schedule.ts";
import { closeRedis, connectRedis, type RedisAddress, unsafeSettings } from "../src/redis/connection.ts";
import { redisDeadLetters } from "../src/redis/dead-letters.ts";
import { redisFeedStates } from "../src/redis/feed-states.ts";
import { recogniseLedgers } from "../src/redis/installation.ts";
import { type NoticeBox, redisNoticeBox } from "../src/redis/notice-box.ts";
import { redisTryCounter, type TryCounter } from "../src/redis/try-counter.ts";
import type { Settings } from "../src/settings/settings.ts";

/** What the roles of one process share. */
export interface Runtime {
  readonly settings: Settings;
  readonly rulebook: Rulebook;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** For commands that somebody waits for; fails when Redis is away. */
  readonly redis: Redis;
  /** For workers, which wait for Redis. */
  readonly patientRedis: Redis;
  readonly feedStates: ReturnType<typeof redisFeedStates>;
  readonly deadLetters: DeadLetters;
  readonly tries: TryCounter;
  readonly noticeBox: NoticeBox;
  readonly notices: NoticeQueue;
  readonly schedule: PollSchedule;
  readonly articles: ArticleQueueEdge;
  readonly alerts: AlertQueues;
  /** True when Redis came back without the ledgers this data directory knows. */
  readonly afterLoss: boolean;
  readonly startedAt: Date;
  hash(text: string): string;
  now(): Date;
  close(): Promise<void>;
}

export interface RuntimeOptions {
  readonly settings: Settings;
  readonly rulebook: Rulebook;
  readonly log: Logger;
  readonly address: RedisAddress;
  readonly dataDir: string;
}

/** Connects to Redis and opens everything that the roles share. Throws when Redis does not answer. */
export async function openRuntime({
  settings,
  rulebook,
  log,
  address,
  dataDir,
}: RuntimeOptions): Promise<Runtime> {
  const onError = calmErrors(log);
  const redis = connectRedis(address, onError);
  const patientRedis = connectRedis(address, onError, true);
  const { retention, ops } = settings.rasid;
  const now = () => new Date();
  try {
    await redis.ping();
  } catch (error) {
    redis.disconnect();
    patientRedis.disconnect();
    throw error;
  }
  const unsafe = await unsafeSettings(redis);

  const noticeBox = redisNoticeBox(redis);
  const notices = openNoticeQueue({
    connection: redis,
    box: noticeBox,
    repeatAfterMs: ops.repeatAfter,
    now,
    onNotice: ({ title, lines, key }) => log.warn({ key, lines }, title),
    onError,
  });
  for (const problem of unsafe)
    await notices.tell({
      key: `redis-unsafe-${problem.slice(0, 20)}`,
      title: "Redis is not safe for alerts",
      lines: [problem],
    });
  const ledgers = await recogniseLedgers(redis, dataDir, randomUUID);
  if (ledgers === "lost") {
    const lines = [
      "Redis came back empty. Feeds start from a new baseline; what is told of older articles is marked as a possible repeat.",
    ];
    await notices.tell({ key: "ledgers-lost", title: "The memory of what was told is lost", lines });
  }
  const schedule = openPollSchedule(redis, PAYLOAD_VERSION, onError);
  const articles = openArticleQueue(redis, shortHash, onError);
  const alerts = openAlertQueues(redis, onError);
  return {
    settings,
    rulebook,
    log,
    metrics: createMetrics(),
    redis,
    patientRedis,
    feedStates: redisFeedStates(redis),
    deadLetters: redisDeadLetters(redis, retention.deadLetters),
    tries: redisTryCounter(redis),
    noticeBox,
    notices,
    schedule,
    articles,
    alerts,
    afterLoss: ledgers === "lost",
    startedAt: now(),
    hash: shortHash,
    now,
    async close() {
      await Promise.all([notices.queue.close(), schedule.close(), articles.queue.close(), alerts.close()]);
      await Promise.all([closeRedis(redis), closeRedis(patientRedis)]);
    },
  };
}

const SAME_ERROR_MS = 10_000;

/** Every connection repeats the same trouble several times a second; one line of each kind in ten seconds says it. */
function calmErrors(log: Logger): (error: Error) => void {
  const lastAt = new Map<string, number>();
  return (error) => {
    const last = lastAt.get(error.message) ?? 0;
    if (Date.now() - last < SAME_ERROR_MS) return;
    lastAt.set(error.message, Date.now());
    log.error({ problem: error.message }, "trouble with redis");
  };
}
