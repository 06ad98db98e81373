import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { VERDICTS, type Verdict } from "../../src/domain/alerts/verdict.ts";
import type { Language } from "../../src/domain/language/language.ts";
import { redisToldAlerts } from "../../src/redis/told-alerts.ts";
import { redisVerdictBook } from "../../src/redis/verdict-book.ts";
import { type StatusServer, startStatusServer } from "../../src/web/status-server.ts";
import { verdictKey, verdictLinks } from "../../src/web/verdict-links.ts";
import { answerVerdict } from "../../src/web/verdict-pages.ts";
import { anAlert, anArticle } from "../support/builders.ts";
import { startTestRedis, type TestRedis } from "../support/test-redis.ts";

const DAY_MS = 86_400_000;
const HOSTILE = `قصف "الوعر" </blockquote><script>alert(1)</script><form action=//evil>\u202e\u0007 & 'x'`;
const key = Buffer.alloc(32, 7);

let testRedis: TestRedis;
let redis: Redis;
let server: StatusServer;
let now: Date;
let language: Language;
let given: Verdict[];
let amended: string[];
/** Where the proxy is; it forwards every path as it is, its own prefix included. */
const links = verdictLinks(key, "https://news.example.org/rasid/");
const pathOf = (kind: (typeof VERDICTS)[number], at = now) => new URL(links.linksFor("alert-1", at)[kind]).pathname;
const book = () => redisVerdictBook(redis, 90 * DAY_MS);

beforeAll(async () => {
  testRedis = await startTestRedis();
  redis = testRedis.connect();
  const told = redisToldAlerts(redis, 90 * DAY_MS);
  const ports = {
    ...{ told, links, verdicts: book(), now: () => now, languageOf: () => language },
    alerts: { amend: async (id: string) => void amended.push(id) },
    onGiven: (verdict: Verdict) => void given.push(verdict),
  };
  server = await startStatusServer({
    host: "127.0.0.1",
    port: 0,
    health: () => Promise.reject(new Error("not asked here")),
    isReady: async () => true,
    metrics: async () => ({ contentType: "text/plain", text: "" }),
    verdict: (asked, response) => answerVerdict(asked, response, ports),
  });
});
afterAll(async () => {
  await server.close();
  await testRedis.stop();
});
beforeEach(async () => {
  await redis.flushall();
  [now, language, given, amended] = [new Date("2026-11-24T10:00:00Z"), "ar", [], []];
  const alert = anAlert({ article: anArticle({ title: HOSTILE }) });
  await redisToldAlerts(redis, 90 * DAY_MS).keep(alert, "<ref>", now);
});

const ask = (method: string, path: string) => fetch(`${server.url}${path}`, { method, redirect: "manual" });
const everything = async () => {
  const keys = (await redis.keys("*")).toSorted();
  return Promise.all(keys.map(async (name) => [name, (await redis.dump(name))?.toString()]));
};

describe("the page behind a link", () => {
  it.each(VERDICTS)("asks before %s, and changes nothing by GET and HEAD", async (kind) => {
    const before = await everything();
    const page = await ask("GET", pathOf(kind));
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<form method="post"><button>');
    const head = await ask("HEAD", pathOf(kind));
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(await everything()).toEqual(before);
    expect([given, amended]).toEqual([[], []]);
  });

  it("says it by POST, once", async () => {
    const answer = await ask("POST", pathOf("reject"));
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining("سُجّل رأيك")]);
    language = "en";
    expect(await (await ask("POST", pathOf("reject"))).text()).toContain("You said so before.");
    expect(await book().on("article-1")).toMatchObject([
      { kind: "reject", by: "link", channelId: "desk", at: "2026-11-24T10:00:00.000Z" },
    ]);
    expect(await book().counts()).toEqual(
      new Map([
        ["syria-iraq", { reject: 1 }],
        ["syria-iraq shelling", { reject: 1 }],
      ]),
    );
    expect(await book().rejected()).toEqual(["article-1"]);
    expect(given.length).toBe(1);
    expect(amended).toEqual(["alert-1", "alert-1"]);
  });

  it("works wherever the proxy cuts the path, and with what mail readers add to it", async () => {
    for (const path of [pathOf("mute"), pathOf("mute").replace("/rasid", ""), `${pathOf("mute")}?utm_source=x`])
      expect((await ask("GET", path)).status).toBe(200);
  });

  it("shows a hostile title as text, and allows nothing but its own form", async () => {
    const page = await ask("GET", pathOf("reject"));
    const html = await page.text();
    expect(html).toContain(
      "&lt;/blockquote&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;form action=//evil&gt; &amp; &#39;x&#39;",
    );
    expect(html).not.toMatch(/<script|\u202e|\u0007/);
    expect(html).toContain('<html lang="ar" dir="rtl">');
    const headers = Object.fromEntries(page.headers);
    expect(headers["content-security-policy"]).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
    );
    expect(headers).toMatchObject({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
    language = "en";
    expect(await (await ask("GET", pathOf("reject"))).text()).toContain("Nobody will be told of this again.");
  });

  it.each([
    ["an altered alert", (path: string) => path.replace("alert-1", "alert-2")],
    ["an altered verdict", (path: string) => path.replace(".1.", ".0.")],
    ["an altered end", (path: string) => path.replace(/\.(\w+)\.([\w-]{22})$/, ".zzzzzz.$2")],
    ["an altered signature", (path: string) => path.replace(/.{3}$/, "AAA")],
    ["a part of it", (path: string) => path.slice(0, -4)],
    [
      "a signature of another key",
      () => new URL(verdictLinks(Buffer.alloc(32), "http://x").linksFor("alert-1", now).reject).pathname,
    ],
    ["nothing", () => "/v/"],
    ["something endless", (path: string) => `${path}${"A".repeat(5000)}`],
    ["another verdict than there is", (path: string) => path.replace(".1.", ".9.")],
  ])("of %s is not found, by GET and by POST", async (_, change) => {
    for (const method of ["GET", "POST"]) {
      const page = await ask(method, change(pathOf("reject")));
      expect([page.status, await page.text()]).toEqual([404, expect.stringContaining("not one of ours")]);
    }
    expect(given).toEqual([]);
  });

  it("is gone after seven days, and when its alert is", async () => {
    const path = pathOf("reject");
    now = new Date(now.getTime() + 7 * DAY_MS + 1000);
    const expired = await ask("POST", path);
    expect([expired.status, await expired.text()]).toEqual([410, expect.stringContaining("expired")]);
    now = new Date(now.getTime() - 2000);
    expect((await ask("GET", path)).status).toBe(200);
    await redis.flushall();
    const forgotten = await ask("POST", path);
    expect([forgotten.status, await forgotten.text()]).toEqual([410, expect.stringContaining("not kept")]);
    expect(given).toEqual([]);
  });

  it("takes no other method, nor a POST anywhere else", async () => {
    expect((await ask("DELETE", pathOf("reject"))).status).toBe(405);
    expect((await ask("POST", "/metrics")).status).toBe(405);
    expect(given).toEqual([]);
  });

  it("gives a verdict whatever body comes with it, and does not wait for one that does not end", async () => {
    const status = await new Promise((resolve, reject) => {
      const asked = request(`${server.url}${pathOf("mute")}`, { method: "POST", headers: { "content-length": 1e9 } });
      asked.on("response", (response) => {
        resolve(response.statusCode);
        asked.destroy();
      });
      asked.on("error", reject);
      asked.write("x".repeat(1000));
    });
    expect(status).toBe(200);
    expect(given.length).toBe(1);
  });
});

describe("the key that signs links", () => {
  it("is made once, for our user's eyes, and refused when it is damaged", () => {
    const folder = mkdtempSync(join(tmpdir(), "rasid-key-"));
    const first = verdictKey(folder);
    expect(first.length).toBe(32);
    expect(verdictKey(folder)).toEqual(first);
    expect(statSync(join(folder, "verdict-key")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, "verdict-key"))).toEqual(first);
    writeFileSync(join(folder, "verdict-key"), "");
    expect(() => verdictKey(folder)).toThrow(/verdict-key is no key of 32 bytes: remove it/);
  });
});
