import type { Redis } from "ioredis";
import { canonicalUrl } from "../domain/article-identity.ts";
import type { PageAnswer, PageSource } from "../pipeline/match-ports.ts";
import { PREFIX, parsed } from "./connection.ts";

const KEEP_MS = 3_600_000;
const MAX_PAGES = 500;
const RECENT = `${PREFIX}:pages`;

/** Remembers for an hour what came of reading a page: a batch that is tried again or split asks no host twice. */
export function cachedPages(redis: Redis, source: PageSource, hash: (text: string) => string): PageSource {
  return {
    async read(article, signal) {
      const key = `${PREFIX}:page:${hash(canonicalUrl(article.url ?? ""))}`;
      const kept = parsed<PageAnswer>(await redis.get(key));
      if (kept) return kept;
      const answer = await source.read(article, signal);
      await redis.set(key, JSON.stringify(answer), "PX", KEEP_MS);
      const surplus = (await redis.lpush(RECENT, key)) > MAX_PAGES ? await redis.rpop(RECENT) : null;
      if (surplus !== null) await redis.del(surplus);
      return answer;
    },
  };
}
