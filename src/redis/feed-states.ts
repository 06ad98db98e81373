import type { Redis } from "ioredis";
import type { FeedState, FeedStates } from "../pipeline/poll-ports.ts";
import { PREFIX, parsed } from "./connection.ts";

const KEY = `${PREFIX}:feeds`;

/** The states of all feeds, for whoever looks at them together. */
export interface AllFeedStates extends FeedStates {
  /** By feed id. */
  all(): Promise<Map<string, FeedState>>;
}

/** What is remembered of each feed, one hash for all of them. */
export function redisFeedStates(redis: Redis): AllFeedStates {
  return {
    load: async (feedId) => parsed(await redis.hget(KEY, feedId)),
    async save(feedId, state) {
      await redis.hset(KEY, feedId, JSON.stringify(state));
    },
    async all() {
      const states = await redis.hgetall(KEY);
      return new Map(Object.entries(states).map(([id, text]) => [id, JSON.parse(text) as FeedState]));
    },
  };
}
