import { brotliCompressSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createGuardedFetch } from "../../src/sources/guarded-fetch.ts";
import { httpPageSource } from "../../src/sources/page/http-page-source.ts";
import { createPageReader } from "../../src/sources/page/page-reader.ts";
import { aPage, LAYOUTS, PARAGRAPHS, TITLE, TRAPS, windows1256 } from "../support/pages.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

const LIMITS = {
  connectTimeoutMs: 500,
  headersTimeoutMs: 500,
  idleTimeoutMs: 500,
  wholeTimeoutMs: 2000,
  maxBytes: 3_000_000,
  maxRedirects: 3,
  allowAddresses: ["127.0.0.1"],
};
const USER_AGENT = "Rasid/0.1 (observer of Arabic news feeds)";
const never = new AbortController().signal;
const reader = createPageReader(4000, new URL("../../dist/src/sources/page/page-thread.js", import.meta.url));
const fetch = createGuardedFetch(LIMITS);
let now = new Date("2026-11-20T10:00:00Z");
let server: TestServer;
let robots: { status: number; body: string };

const sourceOver = (fetcher = fetch, pauseMs = 0) =>
  httpPageSource({
    fetch: fetcher,
    reader,
    pauseMs,
    requestFor: () => ({ userAgent: USER_AGENT }),
    now: () => now,
  });
let source = sourceOver();
const read = (path: string) =>
  source.read({ url: path.startsWith("http") ? path : server.url + path, feedId: "f" }, never);
const codeOf = async (path: string) => {
  const answer = await read(path);
  return answer.ok ? "text" : answer.code;
};
const robotsAsked = () => server.requests.filter(({ path }) => path === "/robots.txt").length;

beforeAll(async () => {
  const bomb = brotliCompressSync(Buffer.alloc(50_000_000, "<p>"));
  server = await startTestServer((request, response) => {
    const path = request.url!;
    const html = (body: string | Buffer, type = "text/html") =>
      response.writeHead(200, { "content-type": type }).end(body);
    if (path === "/robots.txt") response.writeHead(robots.status, { "content-type": "text/plain" }).end(robots.body);
    else if (path.startsWith("/layout/")) html(aPage(LAYOUTS[path.slice(8) as keyof typeof LAYOUTS]));
    else if (path === "/old-charset") html(windows1256(aPage(LAYOUTS.paragraphs, "windows-1256")));
    else if (path === "/no-charset") html(windows1256(aPage(LAYOUTS.breaks).replace('<meta charset="utf-8">', "")));
    else if (path === "/forbidden") response.writeHead(403).end(aPage(LAYOUTS.paragraphs));
    else if (path === "/pdf") html("%PDF-1.7", "application/pdf");
    else if (path === "/hangs") return;
    else if (path === "/bomb")
      response.writeHead(200, { "content-type": "text/html", "content-encoding": "br" }).end(bomb);
    else if (path === "/deep") html("<div>".repeat(200_000));
    else if (path === "/inside") response.writeHead(302, { location: "http://169.254.169.254/latest" }).end();
    else if (path === "/deleted") response.writeHead(302, { location: "/" }).end();
    else html(aPage(LAYOUTS.paragraphs));
  });
});
afterAll(async () => {
  await Promise.all([reader.close(), fetch.close(), server.close()]);
});
beforeEach(() => {
  robots = { status: 404, body: "" };
  source = sourceOver();
});

describe("the main text of a page", () => {
  it.each(["paragraphs", "breaks", "divisions", "related"])("is found in %s, whole and alone", async (layout) => {
    const answer = await read(`/layout/${layout}`);
    expect(answer).toEqual({ ok: true, title: expect.stringContaining(TITLE), body: PARAGRAPHS.join("\n\n") });
    for (const trap of TRAPS) expect(JSON.stringify(answer)).not.toContain(trap);
  });

  it.each(["/old-charset", "/no-charset"])("is read from windows-1256 (%s)", async (path) => {
    expect(await read(path)).toMatchObject({ ok: true, body: PARAGRAPHS.join("\n\n") });
  });

  it.each([
    ["/layout/tiny", "NO_TEXT"],
    ["/forbidden", "HTTP_403"],
    ["/pdf", "NOT_HTML"],
    ["/hangs", "UND_ERR_HEADERS_TIMEOUT"],
    ["/bomb", "TOO_LARGE"],
    ["/deep", "NO_TEXT"],
    ["/inside", "ADDRESS_REFUSED"],
    ["/deleted", "HOME_PAGE"],
    ["http://[", "BAD_ADDRESS"],
    ["http://user:pass@127.0.0.1/", "BAD_ADDRESS"],
  ])("%s has none: %s", async (path, code) => {
    expect(await codeOf(path)).toBe(code);
    expect(await codeOf("/layout/breaks")).toBe("text");
  });

  it("is never asked for at a private address", async () => {
    const closed = createGuardedFetch({ ...LIMITS, allowAddresses: [] });
    const before = server.requests.length;
    const answer = await sourceOver(closed).read({ url: `${server.url}/a`, feedId: "f" }, never);
    expect(answer).toMatchObject({ ok: false, code: "ADDRESS_REFUSED" });
    expect(server.requests.length).toBe(before);
    await closed.close();
  });

  it("is asked for without what belongs to the feed alone, and given up when the caller gives up", async () => {
    await read("/a");
    expect(server.requests.at(-1)?.headers).not.toHaveProperty("authorization");
    const stop = new AbortController();
    const asked = source.read({ url: `${server.url}/hangs`, feedId: "f" }, stop.signal);
    stop.abort(new Error("enough"));
    await expect(asked).rejects.toThrow("enough");
  });
});

describe("robots.txt", () => {
  it.each([
    ["forbids us", 200, "User-agent: Rasid\nDisallow: /n/", "ROBOTS"],
    ["forbids everybody", 200, "User-agent: *\nDisallow: /", "ROBOTS"],
    ["allows us and nobody else", 200, "User-agent: Rasid\nAllow: /\n\nUser-agent: *\nDisallow: /", "text"],
    ["forbids something else", 200, "User-agent: *\nDisallow: /admin", "text"],
    ["does not exist", 404, "", "text"],
    ["is refused", 403, "User-agent: *\nDisallow: /", "text"],
    ["cannot be had", 503, "", "ROBOTS"],
    ["asks for patience", 429, "", "ROBOTS"],
    ["is a bomb", 200, "user-agent: a\n".repeat(17_000) + "disallow: /x\n".repeat(20_000), "ROBOTS"],
  ])("that %s decides", async (_, status, body, code) => {
    robots = { status, body };
    const before = server.requests.length;
    expect(await codeOf("/n/1")).toBe(code);
    expect(server.requests.slice(before).map(({ path }) => path)).toEqual(
      code === "text" ? ["/robots.txt", "/n/1"] : ["/robots.txt"],
    );
  });

  it("is read to 500 KiB and asked for once an hour", async () => {
    robots = { status: 200, body: `${"# \n".repeat(200_000)}User-agent: *\nDisallow: /` };
    const before = robotsAsked();
    expect([await codeOf("/a"), await codeOf("/b")]).toEqual(["text", "text"]);
    expect(robotsAsked()).toBe(before + 1);
    now = new Date(now.getTime() + 3_600_000);
    await read("/a");
    expect(robotsAsked()).toBe(before + 2);
  });
});

it("leaves a host alone after each request", async () => {
  const slow = sourceOver(fetch, 150);
  const began = Date.now();
  await Promise.all(["/a", "/b"].map((path) => slow.read({ url: server.url + path, feedId: "f" }, never)));
  expect(Date.now() - began).toBeGreaterThanOrEqual(300);
});
