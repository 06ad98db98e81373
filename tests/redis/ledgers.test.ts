import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import { recogniseLedgers, wereLedgersLost } from "../../src/redis/installation.ts";
import { redisNoticeBox } from "../../src/redis/notice-box.ts";
import { cachedPages } from "../../src/redis/page-cache.ts";
import { redisTryCounter } from "../../src/redis/try-counter.ts";
import { withFreshRedis } from "../support/fresh-redis.ts";

let redis: Redis;
withFreshRedis((connected) => {
  redis = connected;
});

describe("the page cache", () => {
  const never = new AbortController().signal;
  const at = (url: string) => ({ url, feedId: "f" });

  it("asks for a page once, by whatever link, whether or not it had a text; and again after one that was broken off", async () => {
    const asked: string[] = [];
    const pages = cachedPages(
      redis,
      {
        async read({ url = "" }) {
          asked.push(url);
          if (url.endsWith("/cut") && asked.length === 1) throw new Error("broken off");
          return url.includes("/no")
            ? { ok: false, code: "HTTP_403", why: "refused" }
            : { ok: true, title: "عنوان", body: "نص الخبر" };
        },
      },
      (text) => text,
    );
    await expect(pages.read(at("https://n.example/cut"), never)).rejects.toThrow("broken off");
    const urls = [
      "https://n.example/cut",
      "https://n.example/1",
      "http://n.example/1/?utm_source=rss",
      "https://n.example/no",
    ];
    for (const url of [...urls, ...urls]) await pages.read(at(url), never);
    expect(asked).toEqual([
      "https://n.example/cut",
      "https://n.example/cut",
      "https://n.example/1",
      "https://n.example/no",
    ]);
    expect(await pages.read(at("https://n.example/1"), never)).toEqual({ ok: true, title: "عنوان", body: "نص الخبر" });
  });

  it("keeps so many pages and no more, each for an hour", async () => {
    const pages = cachedPages(redis, { read: async () => ({ ok: true, title: "", body: "x" }) }, (text) => text);
    for (let i = 0; i < 510; i++) await pages.read(at(`https://n.example/${i}`), never);
    const keys = await redis.keys("rasid:page:*");
    expect(keys.length).toBe(500);
    expect(await redis.pttl(keys[0]!)).toBeGreaterThan(3_000_000);
  });
});

describe("the count of tries", () => {
  it("counts each begun try until it is forgotten", async () => {
    const tries = redisTryCounter(redis);
    expect([await tries.begin("j"), await tries.begin("j")]).toEqual([1, 2]);
    await tries.forget("j");
    expect(await tries.begin("j")).toBe(1);
  });
});

describe("notices", () => {
  it("are put in once while they are fresh, and again when the trouble came back", async () => {
    const box = redisNoticeBox(redis);
    const notice = { key: "feed-x", title: "t", lines: [], at: "2026-01-01T00:00:00Z" };
    expect([await box.put(notice, 60_000), await box.put(notice, 60_000)]).toEqual([true, false]);
    expect((await box.pending()).length).toBe(1);
    await box.remove(1);
    expect(await box.forget("feed-x")).toBe(true);
    expect(await box.put(notice, 60_000)).toBe(true);
  });
});

describe("the ledgers of an installation", () => {
  it("are new, then known, then lost when Redis comes back empty, then known again", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rasid-inst-"));
    const look = () => recogniseLedgers(redis, folder, () => "id-1");
    expect(await look()).toBe("new");
    expect(await look()).toBe("known");
    await redis.flushall();
    expect(await look()).toBe("lost");
    expect(await look()).toBe("known");
  });

  it("are lost for a data directory that another Redis answers", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rasid-inst-"));
    await recogniseLedgers(redis, folder, () => "id-1");
    await redis.set("rasid:installation", "id-of-another");
    expect(await recogniseLedgers(redis, folder, () => "id-2")).toBe("lost");
    expect(await wereLedgersLost(redis)).toBe(true);
    expect(await recogniseLedgers(redis, folder, () => "id-2")).toBe("known");
  });

  it("are known to a second machine on the same Redis", async () => {
    await recogniseLedgers(redis, mkdtempSync(join(tmpdir(), "rasid-inst-")), () => "id-1");
    expect(await recogniseLedgers(redis, mkdtempSync(join(tmpdir(), "rasid-inst-")), () => "id-2")).toBe("known");
  });
});
