import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import type { DeadLetters } from "../pipeline/dead-letter.ts";
import type { DigestBox, SentLedger, Silences, ToldAlerts, VerdictBook } from "../pipeline/deliver-ports.ts";
import type { StoryBook } from "../pipeline/match-ports.ts";
import type { SeenLedger } from "../pipeline/poll-ports.ts";
import type { Logger } from "../process/logger.ts";
import { createMetrics, type Metrics } from "../process/metrics.ts";
import { shortHash } from "../process/short-hash.ts";
import { type AlertQueues, openAlertQueues } from "../queues/alert-queue.ts";
import { type ArticleBatches, openArticleQueue } from "../queues/article-queue.ts";
import { PAYLOAD_VERSION } from "../queues/job-options.ts";
import { type NoticeQueue, openNoticeQueue } from "../queues/notice-queue.ts";
import { openPollSchedule, type PollSchedule } from "../queues/poll-schedule.ts";
import { closeRedis, connectRedis, type RedisAddress, unsafeSettings } from "../redis/connection.ts";
import { redisDeadLetters } from "../redis/dead-letters.ts";
import { redisDigestBox } from "../redis/digest-box.ts";
import { type AllFeedStates, redisFeedStates } from "../redis/feed-states.ts";
import { recogniseLedgers, wereLedgersLost } from "../redis/installation.ts";
import { type NoticeBox, redisNoticeBox } from "../redis/notice-box.ts";
import { redisSeenLedger } from "../redis/seen-ledger.ts";
import { redisSentLedger } from "../redis/sent-ledger.ts";
import { redisSilences } from "../redis/silences.ts";
import { redisStoryBook } from "../redis/story-book.ts";
import { redisToldAlerts } from "../redis/told-alerts.ts";
import { redisTryCounter, type TryCounter } from "../redis/try-counter.ts";
import { redisVerdictBook } from "../redis/verdict-book.ts";
import { fetchLimits } from "../settings/fetch-settings.ts";
import { createGuardedFetch, type GuardedFetch } from "../sources/guarded-fetch.ts";
import { type VerdictLinkMaker, verdictKey, verdictLinks } from "../web/verdict-links.ts";
import { toldEdits } from "./edit-notices.ts";
import {
  type Configuration,
  type ConfigurationSource,
  followConfiguration,
  type LiveConfiguration,
} from "./live-configuration.ts";

/** Everything that one process opens. Each role names what it takes of it, and is handed no more by type. */
export interface Runtime {
  readonly configuration: LiveConfiguration;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** For commands that somebody waits for; fails when Redis is away. */
  readonly redis: Redis;
  /** For workers, which wait for Redis. */
  readonly patientRedis: Redis;
  /** One for feeds and pages, so that a host is asked for one thing at a time. */
  readonly fetch: GuardedFetch;
  readonly feedStates: AllFeedStates;
  readonly seen: SeenLedger;
  readonly sent: SentLedger;
  readonly deadLetters: DeadLetters;
  readonly tries: TryCounter;
  readonly noticeBox: NoticeBox;
  readonly notices: NoticeQueue;
  readonly schedule: PollSchedule;
  readonly articles: ArticleBatches;
  readonly alerts: AlertQueues;
  readonly stories: StoryBook;
  readonly told: ToldAlerts;
  readonly verdicts: VerdictBook;
  readonly digests: DigestBox;
  readonly silences: Silences;
  /** Absent where no address is known under which people reach this server. */
  readonly verdictLinks?: VerdictLinkMaker | undefined;
  /** Whether Redis lately came back without the ledgers this data directory knows. */
  wereLedgersLost(): Promise<boolean>;
  /** Called when Redis is back after it was away, once it is known whether it still holds the ledgers. */
  onReconnect(listener: () => Promise<void>): void;
  readonly startedAt: Date;
  hash(text: string): string;
  now(): Date;
  close(): Promise<void>;
}

export interface RuntimeOptions {
  readonly first: Configuration;
  /** Where the configuration came from, to follow it; absent when it cannot change. */
  readonly source?: Pick<ConfigurationSource, "folders" | "load" | "reloadOnHangUp"> | undefined;
  readonly log: Logger;
  readonly address: RedisAddress;
  readonly dataDir: string;
}

/** Connects to Redis and opens everything that the roles share. Throws when Redis does not answer. */
export async function openRuntime({ first, source, log, address, dataDir }: RuntimeOptions): Promise<Runtime> {
  const onError = calmErrors(log);
  const { redis, patientRedis } = await connectBoth(address, onError);
  const { retention, ops, fetch: limits, web } = first.settings.rasid;
  const now = () => new Date();
  const noticeBox = redisNoticeBox(redis);
  const notices = openNoticeQueue({
    connection: redis,
    box: noticeBox,
    repeatAfterMs: ops.repeatAfter,
    now,
    onNotice: ({ title, lines, key }) => log.warn({ key, lines }, title),
    onError,
  });
  await tellOfUnsafeRedis(redis, notices);
  const onReconnect = await recogniseOnReconnect(redis, dataDir, notices, onError);
  const edits = source && { ...source, ...toldEdits(log, notices, first.settings) };
  const configuration = followConfiguration(first, edits);
  const fetch = createGuardedFetch(fetchLimits(limits));
  const schedule = openPollSchedule(redis, PAYLOAD_VERSION, onError);
  const articles = openArticleQueue(redis, shortHash, onError);
  const alerts = openAlertQueues(redis, onError);
  const verdicts = redisVerdictBook(redis, retention.sent);
  return {
    configuration,
    log,
    metrics: createMetrics(),
    redis,
    patientRedis,
    fetch,
    feedStates: redisFeedStates(redis),
    seen: redisSeenLedger(redis, retention.seen),
    sent: redisSentLedger(redis, retention.sent),
    deadLetters: redisDeadLetters(redis, retention.deadLetters),
    tries: redisTryCounter(redis),
    noticeBox,
    notices,
    schedule,
    articles,
    alerts,
    stories: redisStoryBook(redis, verdicts),
    told: redisToldAlerts(redis, retention.sent),
    digests: redisDigestBox(redis),
    silences: redisSilences(redis, now),
    verdicts,
    verdictLinks: web.publicUrl === undefined ? undefined : verdictLinks(verdictKey(dataDir), web.publicUrl),
    wereLedgersLost: () => wereLedgersLost(redis),
    onReconnect,
    startedAt: now(),
    hash: shortHash,
    now,
    async close() {
      await configuration.close(0);
      await fetch.close();
      await Promise.all([notices.queue.close(), schedule.close(), articles.queue.close(), alerts.close()]);
      await Promise.all([closeRedis(redis), closeRedis(patientRedis)]);
    },
  };
}

async function connectBoth(
  address: RedisAddress,
  onError: (error: Error) => void,
): Promise<Pick<Runtime, "redis" | "patientRedis">> {
  const redis = connectRedis(address, onError);
  const patientRedis = connectRedis(address, onError, true);
  try {
    await redis.ping();
  } catch (error) {
    redis.disconnect();
    patientRedis.disconnect();
    throw error;
  }
  return { redis, patientRedis };
}

async function tellOfUnsafeRedis(redis: Redis, notices: NoticeQueue): Promise<void> {
  for (const problem of await unsafeSettings(redis))
    await notices.tell({
      key: `redis-unsafe-${problem.slice(0, 20)}`,
      title: "Redis is not safe for alerts",
      lines: [problem],
    });
}

/** Looks now and at each reconnection whether Redis still holds our ledgers: one that restarts may come back empty. */
async function recogniseOnReconnect(
  redis: Redis,
  dataDir: string,
  notices: NoticeQueue,
  onError: (error: Error) => void,
): Promise<Runtime["onReconnect"]> {
  const recognise = async () => {
    if ((await recogniseLedgers(redis, dataDir, randomUUID)) !== "lost") return;
    const lines = [
      "Redis came back empty. Feeds start from a new baseline; what is told of older articles is marked as a possible repeat.",
    ];
    await notices.tell({ key: "ledgers-lost", title: "The memory of what was told is lost", lines });
  };
  await recognise();
  const listeners: (() => Promise<void>)[] = [recognise];
  const reconnect = async () => {
    for (const listener of listeners) await listener();
  };
  redis.on("ready", () => void reconnect().catch(onError));
  return (listener) => void listeners.push(listener);
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
