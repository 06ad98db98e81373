import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { createGuardedFetch, type GuardedFetch } from "../src/feeds/guarded-fetch.ts";
import type { DeadLetters, DigestBox, Silences, StoryBook, ToldAlerts, VerdictBook } from "../src/pipeline/ports.ts";
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
import { redisDigestBox } from "../src/redis/digest-box.ts";
import { redisFeedStates } from "../src/redis/feed-states.ts";
import { recogniseLedgers, wereLedgersLost } from "../src/redis/installation.ts";
import { type NoticeBox, redisNoticeBox } from "../src/redis/notice-box.ts";
import { redisSilences } from "../src/redis/silences.ts";
import { redisStoryBook } from "../src/redis/story-book.ts";
import { redisToldAlerts } from "../src/redis/told-alerts.ts";
import { redisTryCounter, type TryCounter } from "../src/redis/try-counter.ts";
import { redisVerdictBook } from "../src/redis/verdict-book.ts";
import { fetchLimits } from "../src/settings/fetch-settings.ts";
import type { Settings } from "../src/settings/settings.ts";
import { type VerdictLinkMaker, verdictKey, verdictLinks } from "../src/web/verdict-links.ts";
import {
  type Configuration,
  type ConfigurationSource,
  followConfiguration,
  type LiveConfiguration,
  refusalLines,
} from "./live-configuration.ts";

/** What the roles of one process share. */
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
  readonly feedStates: ReturnType<typeof redisFeedStates>;
  readonly deadLetters: DeadLetters;
  readonly tries: TryCounter;
  readonly noticeBox: NoticeBox;
  readonly notices: NoticeQueue;
  readonly schedule: PollSchedule;
  readonly articles: ArticleQueueEdge;
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
  const redis = connectRedis(address, onError);
  const patientRedis = connectRedis(address, onError, true);
  const { retention, ops, fetch: limits, web } = first.settings.rasid;
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
  const recognise = async () => {
    if ((await recogniseLedgers(redis, dataDir, randomUUID)) !== "lost") return;
    const lines = [
      "Redis came back empty. Feeds start from a new baseline; what is told of older articles is marked as a possible repeat.",
    ];
    await notices.tell({ key: "ledgers-lost", title: "The memory of what was told is lost", lines });
  };
  await recognise();
  const reconnected: (() => Promise<void>)[] = [recognise];
  // A Redis that restarts while we run may come back empty, too.
  const reconnect = async () => {
    for (const listener of reconnected) await listener();
  };
  redis.on("ready", () => void reconnect().catch(onError));
  const configuration = followConfiguration(
    first,
    source && { ...source, ...tellOfEdits(log, notices, first.settings) },
  );
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
    onReconnect: (listener) => void reconnected.push(listener),
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

const EDIT_REFUSED = "edit-refused";
/** What is wired once, when the roles start. */
const AT_START_ONLY = ["fetch", "delivery", "retention", "web", "log"] as const;

/** An edit that is refused changes nothing and is told; one that is right again ends the trouble. */
function tellOfEdits(
  log: Logger,
  notices: NoticeQueue,
  started: Settings,
): Pick<ConfigurationSource, "onRefused" | "onAccepted" | "onTrouble"> {
  return {
    async onRefused(problems) {
      const lines = refusalLines(problems);
      log.error({ problems: lines }, "edit refused; the configuration in force stays");
      await notices.tell({
        key: EDIT_REFUSED,
        title: "An edit of the configuration was refused; what ran before still runs",
        lines,
      });
    },
    async onAccepted({ settings }, wasRefused) {
      log.info({ settings: settings.version }, "edit accepted");
      const later = AT_START_ONLY.filter(
        (part) => JSON.stringify(settings.rasid[part]) !== JSON.stringify(started.rasid[part]),
      );
      if (later.length > 0) log.warn({ parts: later }, "these parts of rasid.yaml take effect at the next start");
      if (wasRefused) await notices.over(EDIT_REFUSED, "The configuration is right again and in force");
    },
    onTrouble: (error) => log.error({ problem: error.message }, "an edit could not be put in force; trying again"),
  };
}
