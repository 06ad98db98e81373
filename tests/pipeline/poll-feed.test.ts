import { describe, expect, it } from "vitest";
import type { FeedItem } from "../../src/domain/feed-item.ts";
import { type PollPorts, pollFeed } from "../../src/pipeline/poll-feed.ts";
import type { ArticleBatch, FeedAnswer, FeedState } from "../../src/pipeline/poll-ports.ts";
import { anItem } from "../support/builders.ts";

const FEED = { id: "one", title: "One", source: { outlet: "One" } };
const RULES = { tellIfNewerThanMs: 24 * 3_600_000, fullFetchEveryMs: 6 * 3_600_000, afterLoss: false };
const never = new AbortController().signal;

/** Ports held in memory that note the order of effects. */
function memory() {
  const states = new Map<string, FeedState>();
  const seen = new Map<string, Set<string>>();
  const batches: ArticleBatch[] = [];
  const effects: string[] = [];
  const asked: unknown[] = [];
  let answer: FeedAnswer = { outcome: "unchanged" };
  let failAt: string | undefined;
  const effect = (name: string) => {
    if (failAt === name) throw new Error(`crash at ${name}`);
    effects.push(name);
  };
  const ports: PollPorts = {
    source: {
      async ask(_, known) {
        asked.push(known);
        return answer;
      },
    },
    states: {
      load: async (id) => states.get(id),
      async save(id, state) {
        effect("save");
        states.set(id, state);
      },
    },
    seen: {
      seen: async (feedId, keys) => keys.map((key) => seen.get(feedId)?.has(key) ?? false),
      async remember(feedId, keys) {
        effect("remember");
        seen.set(feedId, new Set([...(seen.get(feedId) ?? []), ...keys]));
      },
    },
    articles: {
      async enqueue(batch) {
        effect("enqueue");
        batches.push(batch);
      },
    },
    hash: (text) => text,
  };
  return {
    ports,
    effects,
    asked,
    states,
    titles: () => batches.flatMap((batch) => batch.articles.map((article) => article.title)),
    crashAt: (name: string | undefined) => {
      failAt = name;
    },
    answers(given: FeedAnswer) {
      answer = given;
    },
    serves(...items: Partial<FeedItem>[]) {
      answer = {
        outcome: "items",
        items: items.map(anItem),
        leftOut: 0,
        stage: "rss-parser",
        charset: "utf-8",
        validators: { url: "u", etag: '"1"' },
      };
    },
    poll: (now = new Date("2026-11-20T12:00:00Z"), rules = RULES) => pollFeed(FEED, ports, rules, now, never),
  };
}

/** A feed whose baseline is taken already. */
async function settled() {
  const feed = memory();
  feed.serves();
  await feed.poll();
  return feed;
}

describe("the first sight of a feed", () => {
  it("is a baseline: old articles and those without a date are remembered, not told", async () => {
    const feed = memory();
    feed.serves(
      { guid: "1", title: "قديم", publishedAt: "2026-11-01T00:00:00.000Z" },
      { guid: "2", title: "بلا تاريخ" },
      { guid: "3", title: "جديد", publishedAt: "2026-11-20T11:00:00.000Z" },
    );
    const report = await feed.poll();
    expect(feed.titles()).toEqual(["جديد"]);
    expect([report.fresh, report.baseline]).toEqual([1, 2]);
    await feed.poll();
    expect(feed.titles()).toEqual(["جديد"]);
  });

  it("is marked when the ledgers were lost", async () => {
    const feed = memory();
    feed.serves({ guid: "3", title: "جديد", publishedAt: "2026-11-20T11:00:00.000Z" });
    let marked: boolean | undefined;
    feed.ports.articles.enqueue = async (batch) => {
      marked = batch.afterLoss;
    };
    await feed.poll(undefined, { ...RULES, afterLoss: true });
    expect(marked).toBe(true);
  });
});

describe("a later poll", () => {
  it("tells what is new, oldest first, dated or not", async () => {
    const feed = await settled();
    feed.serves({ guid: "2", title: "ثان" }, { guid: "1", title: "أول", publishedAt: "2020-01-01T00:00:00.000Z" });
    await feed.poll();
    expect(feed.titles()).toEqual(["أول", "ثان"]);
  });

  it("does not tell an edit again", async () => {
    const feed = await settled();
    feed.serves({ guid: "1", title: "أول" });
    await feed.poll();
    feed.serves({ guid: "1", title: "أول (محدث)", publishedAt: "2026-11-20T11:59:00.000Z" });
    await feed.poll();
    expect(feed.titles()).toEqual(["أول"]);
  });

  it("does not tell a flapping feed twice", async () => {
    const feed = await settled();
    for (let i = 0; i < 10; i++) {
      if (i % 2 === 0) feed.serves({ guid: "1", title: "أول" });
      else feed.serves({ guid: "2", title: "ثان" });
      await feed.poll();
    }
    expect(feed.titles()).toEqual(["أول", "ثان"]);
  });

  it("notices a feed that gives everything new ids", async () => {
    const feed = await settled();
    const items = (poll: number) =>
      Array.from({ length: 6 }, (_, i) => ({
        guid: `${poll}-${i}`,
        title: `خبر ${i}`,
        url: `https://example.org/${i}`,
      }));
    feed.serves(...items(1));
    await feed.poll();
    feed.serves(...items(2));
    expect((await feed.poll()).renumbered).toBe(6);
    expect(feed.titles().length).toBe(6);
  });

  it("notices it also when the addresses change with the ids", async () => {
    const feed = await settled();
    const items = (poll: number) =>
      Array.from({ length: 6 }, (_, i) => ({
        guid: `${poll}-${i}`,
        title: `خبر ${i}`,
        url: `https://example.org/${poll}/${i}`,
      }));
    feed.serves(...items(1));
    await feed.poll();
    feed.serves(...items(2));
    await feed.poll();
    expect(feed.titles().length).toBe(6);
  });

  it("tells each of five awkward articles once: no guid, shared link, one guid twice", async () => {
    const feed = await settled();
    const items = [
      { title: "بلا معرف", url: "https://example.org/1" },
      { title: "رابط مشترك أول", url: "https://example.org/" },
      { title: "رابط مشترك ثان", url: "https://example.org/" },
      { guid: "x", title: "معرف مكرر أول", url: "https://example.org/4" },
      { guid: "x", title: "معرف مكرر ثان", url: "https://example.org/5" },
    ];
    feed.serves(...items);
    await feed.poll();
    await feed.poll();
    expect(feed.titles().toSorted()).toEqual(items.map((item) => item.title).toSorted());
  });
});

describe("breaking news that all link to one page", () => {
  it("are told each, though title and address are the same", async () => {
    const feed = await settled();
    const item = (guid: string, body: string) => ({ guid, title: "عاجل", url: "https://example.org/", body });
    feed.serves(item("1", "قصف على البوكمال"), item("2", "إغلاق معبر القائم"));
    await feed.poll();
    feed.serves(item("3", "غارة على الباغوز"), item("1", "قصف على البوكمال"), item("2", "إغلاق معبر القائم"));
    const report = await feed.poll();
    expect([feed.titles().length, report.renumbered]).toEqual([3, 0]);
  });
});

describe("a crash", () => {
  it("happens after enqueueing and before remembering, in this order of effects", async () => {
    const feed = await settled();
    feed.effects.length = 0;
    feed.serves({ guid: "1", title: "أول" });
    await feed.poll();
    expect(feed.effects).toEqual(["enqueue", "remember", "save"]);
  });

  it.each(["enqueue", "remember", "save"])("at %s loses nothing", async (step) => {
    const feed = await settled();
    feed.serves({ guid: "1", title: "أول" });
    feed.crashAt(step);
    await expect(feed.poll()).rejects.toThrow("crash");
    feed.crashAt(undefined);
    await feed.poll();
    expect(new Set(feed.titles())).toEqual(new Set(["أول"]));
  });
});

describe("asking", () => {
  it("sends the validators, and now and then none", async () => {
    const feed = await settled();
    await feed.poll(new Date("2026-11-20T12:05:00Z"));
    await feed.poll(new Date("2026-11-20T19:00:00Z"));
    expect(feed.asked.slice(1)).toEqual([{ url: "u", etag: '"1"' }, undefined]);
  });

  it("waits as long as the server asked", async () => {
    const feed = await settled();
    feed.answers({ outcome: "failed", code: "HTTP_429", why: "asked too often", retryAfterMs: 600_000 });
    await feed.poll(new Date("2026-11-20T12:00:00Z"));
    const report = await feed.poll(new Date("2026-11-20T12:05:00Z"));
    expect([report.outcome, feed.asked.length]).toEqual(["waiting", 2]);
  });

  it("counts failures in a row and forgets them on success", async () => {
    const feed = await settled();
    feed.answers({ outcome: "failed", code: "HTTP_500", why: "the server has a fault" });
    await feed.poll();
    expect((await feed.poll()).failures).toBe(2);
    feed.serves();
    expect((await feed.poll()).failures).toBe(0);
    expect(feed.states.get("one")?.lastError).toBeUndefined();
  });
});
