import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { PAYLOAD_VERSION } from "../../src/queues/job-options.ts";
import { openPollSchedule } from "../../src/queues/poll-schedule.ts";
import { eventually } from "../support/eventually.ts";
import { news, type Story, titlesOf } from "./news.ts";
import { type Process, SHIPPED, startRasid } from "./processes.ts";
import { type Context, PATIENCE_MS } from "./scenario.ts";
import { type FeedServer, startFeeds } from "./servers.ts";
import { type Sink, startSink, tally } from "./sink.ts";
import { HOOK, type SiteParts, writeSite } from "./site.ts";

export const KEY = "signing-key-of-the-runs";

export const feedIds = (count: number) => Array.from({ length: count }, (_, i) => `feed-${i}`);

/** Feeds on loopback, a counting sink, and a site that leads from the ones to the other. */
export interface Rig {
  readonly feeds: FeedServer;
  readonly sink: Sink;
  readonly ids: readonly string[];
  readonly site: string;
  readonly data: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What the site is laid over; undefined for the small installation. */
  readonly installation: string | undefined;
  /** Titles of all articles published so far that must be told. */
  readonly expected: string[];
  /** Publishes articles, evenly over the feeds. */
  publish(count: number, expected: number): void;
  publishStories(path: string, stories: readonly Story[]): void;
}

export async function aRig(context: Context, feedCount: number, parts: Partial<SiteParts> = {}): Promise<Rig> {
  const feeds = await startFeeds(context);
  const sink = await startSink(context);
  const ids = feedIds(feedCount);
  const site = writeSite(context, {
    feeds: Object.fromEntries(ids.map((id) => [id, `${feeds.url}/${id}`])),
    channels: { sink: HOOK },
    ...parts,
  });
  const expected: string[] = [];
  const publishStories = (path: string, stories: readonly Story[]) => {
    feeds.publish(path, stories);
    expected.push(...titlesOf(stories));
  };
  return {
    feeds,
    sink,
    ids,
    site,
    data: context.folder(),
    installation: parts.isOverShipped ? SHIPPED : undefined,
    environment: { HOOK_URL: `${sink.server.url}/hook`, HOOK_KEY: KEY },
    expected,
    publishStories,
    publish(count, wanted) {
      const stories = news(count, wanted, context.random);
      ids.forEach((id, i) => {
        publishStories(
          `/${id}`,
          stories.filter((_, n) => n % ids.length === i),
        );
      });
    },
  };
}

/** Asks feeds now, as their schedule would. */
export function asker(context: Context, redis: Redis) {
  const schedule = openPollSchedule(redis, PAYLOAD_VERSION, () => undefined);
  context.closing(() => schedule.close());
  return (ids: readonly string[]) => schedule.askNow(ids);
}

/** A connection to the private Redis of a daemon. */
export function privateRedis(context: Context, data: string): Redis {
  const redis = new Redis({
    path: join(data, "redis.sock"),
    maxRetriesPerRequest: null,
    retryStrategy: () => 50,
  });
  redis.on("error", () => undefined);
  context.closing(() => redis.disconnect());
  return redis;
}

/** A daemon whose feeds have had their baseline: what is published from now on is told. */
export async function aSettledDaemon(
  context: Context,
  rig: Rig,
  environment: Readonly<Record<string, string>> = {},
): Promise<Process> {
  const daemon = startRasid(context, rig.site, rig.data, { ...rig.environment, ...environment }, rig.installation);
  await daemon.said('"rasid runs"');
  await settled(rig).catch((error: unknown) => {
    console.error(daemon.output().slice(-10_000));
    throw error;
  });
  return daemon;
}

/** Every feed was asked, and the answer noted. */
export async function settled({ feeds, ids }: Rig): Promise<void> {
  await eventually(
    () => new Set(feeds.requests.map(({ path }) => path)).size,
    (count) => count >= ids.length,
    PATIENCE_MS,
  );
  await sleep(500);
}

/** Waits until everything expected was told, and a little longer for what was not. */
export async function delivered(rig: Rig, withinMs: number, graceMs = 1500): Promise<void> {
  await eventually(
    () => tally(rig.expected, rig.sink.received).lost,
    (lost) => lost === 0,
    withinMs,
  ).catch(() => undefined);
  await sleep(graceMs);
}

/** What two looks of BullMQ at its locks do once the process that held them is gone; in life it takes 40 seconds. */
export async function letLocksExpire(redis: Redis, queue: string): Promise<void> {
  const key = `rasid:queue:${queue}`;
  const active = await redis.lrange(`${key}:active`, 0, -1);
  if (active.length > 0) await redis.sadd(`${key}:stalled`, ...active);
  await redis.del(`${key}:stalled-check`, ...active.map((id) => `${key}:${id}:lock`));
}

export async function deadLetters(redis: Redis): Promise<{ about: string; reason: string }[]> {
  return Object.values(await redis.hgetall("rasid:dead")).map((text) => JSON.parse(text));
}
