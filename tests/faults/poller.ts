import type { Article } from "../../src/domain/article.ts";
import { type PollReport, pollFeed } from "../../src/pipeline/poll-feed.ts";
import { shortHash } from "../../src/process/short-hash.ts";
import { redisFeedStates } from "../../src/redis/feed-states.ts";
import { redisSeenLedger } from "../../src/redis/seen-ledger.ts";
import { createFeedParser } from "../../src/sources/feed/feed-parser.ts";
import { httpFeedSource } from "../../src/sources/feed/http-feed-source.ts";
import { createGuardedFetch, type FetchLimits } from "../../src/sources/guarded-fetch.ts";
import { startTestRedis } from "../support/test-redis.ts";
import { startTestServer } from "../support/test-server.ts";
import type { Context } from "./scenario.ts";

/** The shipped limits. */
export const LIMITS: FetchLimits = {
  connectTimeoutMs: 5000,
  headersTimeoutMs: 10_000,
  idleTimeoutMs: 5000,
  wholeTimeoutMs: 20_000,
  maxBytes: 8_000_000,
  maxRedirects: 5,
  allowAddresses: ["127.0.0.0/8"],
};
const DAY_MS = 86_400_000;
const never = new AbortController().signal;

/** The real steps of a poll, from HTTP to the ledgers, with a clock of its own; what is handed on is kept. */
export interface Poller {
  readonly told: Article[];
  /** What a feed answers next, by its id. */
  serve(id: string, body: string | Buffer): void;
  poll(id: string): Promise<PollReport>;
  /** Added to the clock. */
  skewMs: number;
}

export async function aPoller(context: Context, maxItems = 5000): Promise<Poller> {
  const redisServer = await startTestRedis();
  context.closing(() => redisServer.stop());
  const redis = redisServer.connect();
  const bodies = new Map<string, string | Buffer>();
  const server = await startTestServer((request, response) =>
    response.writeHead(200).end(bodies.get(request.url!.slice(1)) ?? ""),
  );
  context.closing(() => server.close());
  const fetch = createGuardedFetch(LIMITS);
  const parser = createFeedParser(5000);
  context.closing(() => Promise.all([fetch.close(), parser.close()]));
  const now = () => new Date(Date.now() + poller.skewMs);
  const source = httpFeedSource({
    fetch,
    parser,
    maxItems,
    now,
    requestFor: (id) => ({ urls: [`${server.url}/${id}`], userAgent: "faults", headers: {} }),
  });
  const told: Article[] = [];
  const ports = {
    source,
    states: redisFeedStates(redis),
    seen: redisSeenLedger(redis, 90 * DAY_MS),
    articles: {
      async enqueue({ articles }: { articles: readonly Article[] }) {
        told.push(...articles);
      },
    },
    hash: shortHash,
  };
  const rules = { tellIfNewerThanMs: DAY_MS, fullFetchEveryMs: 0, afterLoss: false };
  const poller: Poller = {
    told,
    skewMs: 0,
    serve: (id, body) => void bodies.set(id, body),
    poll: (id) => pollFeed({ id, title: id, source: { outlet: id } }, ports, rules, now(), never),
  };
  return poller;
}

/** A poller whose feeds have had their baseline, so that whatever comes is told. */
export async function aSettledPoller(context: Context, ...ids: string[]): Promise<Poller> {
  const poller = await aPoller(context);
  for (const id of ids) {
    poller.serve(id, "<rss version='2.0'><channel><title>t</title></channel></rss>");
    await poller.poll(id);
  }
  return poller;
}
