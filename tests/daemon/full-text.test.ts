import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../support/eventually.ts";
import { aPage, LAYOUTS, TITLE, TRAPS } from "../support/pages.ts";
import { aDataDir, aSite, rasid, startDaemon } from "../support/run-rasid.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

const items: { readonly path: string; readonly title: string; readonly summary: string }[] = [];
const TEASERS = [
  { path: "/n/village", title: TITLE, summary: "قال مصدر محلي إن مجموعة انسحبت من نقطة في البادية." },
  { path: "/n/trap", title: TITLE, summary: "انسحاب مجموعة من نقطة في البادية السورية، اقرأ المزيد." },
  { path: "/n/refused", title: "هجوم على أطراف البوكمال", summary: "هجوم على أطراف البوكمال يوقع جرحى." },
];
let site: TestServer;
let hook: TestServer;
let config: string;

beforeAll(async () => {
  site = await startTestServer((request, response) => {
    const path = request.url!;
    const html = (text: string) => response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(text);
    if (path === "/feed") response.writeHead(200, { "content-type": "application/rss+xml" }).end(feedXml());
    else if (path === "/n/village") html(aPage(LAYOUTS.related));
    else if (path === "/n/trap") html(aPage(LAYOUTS.related.replace("البوكمال", "البلدة")));
    else if (path === "/n/refused") request.socket.destroy();
    else response.writeHead(404).end();
  });
  hook = await startTestServer((_, response) => response.end("ok"));
  const shipped = readFileSync("config/feeds.yaml", "utf8");
  const off = [...shipped.matchAll(/^ {2}- id: (\S+)/gm)].map(([, id]) => `  - id: ${id}\n    remove: true\n`).join("");
  config = aSite({
    "feeds.yaml": `feeds:\n${off}  - id: loop\n    title: t\n    every: 15s\n    urls:\n      - ${site.url}/feed\n    source:\n      outlet: Loopback\n`,
    "channels.yaml": "channels:\n  - id: hook\n    kind: webhook\n    urlEnv: HOOK\n    signingKeyEnv: KEY\n",
    "watchlists/syria-iraq.yaml": "id: syria-iraq\nchannels:\n  - hook\n",
    "rasid.yaml": "fetch:\n  allowAddresses:\n    - 127.0.0.1\nweb:\n  port: 0\n",
  });
});
afterAll(async () => {
  await Promise.all([site.close(), hook.close()]);
});

function feedXml(): string {
  const entries = items.map(
    ({ path, title, summary }) =>
      `<item><guid isPermaLink="false">${path}</guid><title>${title}</title><description>${summary}</description><link>${site.url}${path}</link></item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>t</title>${entries.join("")}</channel></rss>`;
}

const pagesAsked = () => site.requests.map(({ path }) => path).filter((path) => path !== "/feed");

describe("a feed that has only teasers", () => {
  it("alerts by the page, names the village there, falls back where the page fails, and asks for no page twice", {
    timeout: 180_000,
  }, async () => {
    const daemon = startDaemon(["--config", config, "--data", aDataDir()], {
      HOOK: `${hook.url}/`,
      KEY: "k".repeat(32),
    });
    const polls = () => daemon.entries().filter(({ msg }) => msg === "feed asked").length;
    await daemon.waitFor("baseline", ({ msg }) => msg === "feed asked", 60_000);
    items.push(...TEASERS);
    await daemon.waitFor("decision", ({ msg }) => msg === "articles decided", 60_000);
    await eventually(
      () => hook.requests.length,
      (count) => count >= 2,
      30_000,
    );
    const status = daemon.entries().find(({ msg }) => msg === "rasid runs")?.status;
    const metrics = await (await fetch(`${status}/metrics`)).text();
    const before = polls();
    await eventually(polls, (count) => count > before, 40_000);
    expect(await daemon.stop()).toBe(0);

    const alerts = hook.requests.map(({ body }) => JSON.parse(body).alert);
    const byPath = (path: string) => alerts.filter(({ article }) => article.url.endsWith(path));
    expect(alerts.length).toBe(2);
    const [village] = byPath("/n/village");
    expect([village.place.id, village.article.bodyFrom]).toEqual(["sy-iq/abu-kamal", "page"]);
    expect(village.quote.text).toContain("البوكمال");
    for (const trap of TRAPS) expect(hook.requests[0]?.body).not.toContain(trap);
    expect(byPath("/n/trap")).toEqual([]);
    const [refused] = byPath("/n/refused");
    expect([refused.place.id, refused.article.bodyFrom]).toEqual(["sy-iq/abu-kamal", undefined]);

    const missed = daemon.entries().find(({ msg }) => String(msg).startsWith("page not used"));
    expect(missed).toMatchObject({ feed: "loop", article: refused.article.id, outcome: "UND_ERR_SOCKET" });
    expect(metrics).toContain('rasid_pages_total{feed="loop",outcome="text"} 2');
    expect(metrics).toContain('rasid_pages_total{feed="loop",outcome="UND_ERR_SOCKET"} 1');
    expect(pagesAsked().toSorted()).toEqual(["/n/refused", "/n/trap", "/n/village", "/robots.txt"]);
  });
});

it("explain reads the page of an address as the daemon does, and says so", { timeout: 90_000 }, async () => {
  const environment = { ...process.env, NO_COLOR: "1", HOOK: "http://127.0.0.1/", KEY: "k".repeat(32) };
  const args = ["bin/rasid.js", "explain", "--config", config, `${site.url}/n/village`];
  const { stdout: told } = await promisify(execFile)(process.execPath, args, { env: environment });
  expect(told).toContain("body, full text from the page");
  expect(told).toContain("sy-iq/abu-kamal");
  for (const trap of TRAPS) expect(told).not.toContain(trap);
  expect(rasid(["explain", "http://127.0.0.1:1/n"]).stderr).toContain("ADDRESS_REFUSED");
});
