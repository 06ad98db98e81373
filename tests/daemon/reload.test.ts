import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PAYLOAD_VERSION } from "../../src/queues/job-options.ts";
import { openPollSchedule } from "../../src/queues/poll-schedule.ts";
import { eventually } from "../support/eventually.ts";
import { aDataDir, aSite, startDaemon } from "../support/run-rasid.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let feed: TestServer;
let published = 0;
beforeAll(async () => {
  feed = await startTestServer((_, response) => {
    const items = Array.from(
      { length: published },
      (_, i) =>
        `<item><guid isPermaLink="false">a${i}</guid><title>قصف على أطراف البوكمال ${i}</title><link>https://example.org/${i}</link></item>`,
    );
    response.end(
      `<rss version="2.0"><channel><title>t</title>${items.toReversed().slice(0, 100).join("")}</channel></rss>`,
    );
  });
});
afterAll(() => feed.close());

const WATCHLIST = "id: syria-iraq\ntitle: قائمة\nchannels:\n  - terminal\nplaces:\n  - البوكمال\nterms:\n  - قصف\n";
const BROKEN = WATCHLIST.replace("terms:", "termz:");
const OTHER = WATCHLIST.replace("- قصف", "- غارة");
const FAILING_EXAMPLE = `${WATCHLIST}examples:\n  must:\n    - لا شيء هنا\n`;

it("articles flow while files are edited: a good edit takes effect, a broken one is refused and told, none is lost", {
  timeout: 120_000,
}, async () => {
  const off = [...readFileSync("config/feeds.yaml", "utf8").matchAll(/^ {2}- id: (\S+)/gm)]
    .map(([, id]) => `  - id: ${id}\n    remove: true\n`)
    .join("");
  const site = aSite({
    "feeds.yaml": `feeds:\n${off}  - id: loop\n    title: t\n    every: 1h\n    urls:\n      - ${feed.url}/feed\n    source:\n      outlet: Loopback\n`,
    "watchlists/syria-iraq.yaml": "id: syria-iraq\nremove: true\n",
    "watchlists/mine.yaml": WATCHLIST.replace("id: syria-iraq", "id: mine"),
    "rasid.yaml":
      "polling:\n  fullText: never\nstories:\n  together: false\nfetch:\n  allowAddresses:\n    - 127.0.0.1\nweb:\n  port: 0\n",
  });
  const file = join(site, "watchlists/mine.yaml");
  const edit = (text: string) => writeFileSync(file, text.replace("id: syria-iraq", "id: mine"));
  const data = aDataDir();
  const daemon = startDaemon(["--config", site, "--data", data]);
  const { status: url } = await daemon.waitFor("start", (entry) => entry.msg === "rasid runs");
  await daemon.waitFor("baseline", (entry) => entry.msg === "feed asked");
  const redis = new Redis({ path: join(data, "redis.sock"), maxRetriesPerRequest: null });
  const schedule = openPollSchedule(redis, PAYLOAD_VERSION, () => undefined);
  const decided = () => daemon.entries().filter((entry) => entry.msg === "articles decided");
  const count = () => decided().reduce((sum, entry) => sum + Number(entry.articles), 0);
  const publish = async (articles: number) => {
    published += articles;
    await schedule.askNow(["loop"]);
    await eventually(count, (total) => total >= published);
  };

  await publish(10);
  const before = decided().at(-1)!;
  expect(before.alerts).toBe(10);

  // Articles flow while each edit is made.
  const flow = publish(20);
  const edited = Date.now();
  edit(BROKEN);
  const refused = await daemon.waitFor(
    "refusal",
    (entry) => entry.msg === "edit refused; the configuration in force stays",
  );
  expect(Date.now() - edited).toBeLessThan(2000);
  expect(String(refused.problems)).toMatch(/watchlists\/mine\.yaml:7:1: unknown key `termz`: did you mean `terms`\?/);
  await flow;
  const health = (await (await fetch(`${url}/healthz`)).json()) as { status: string; problems: string[] };
  expect(health.status).toBe("degraded");
  expect(health.problems.join("\n")).toContain("unknown key `termz`");
  expect((await redis.lrange("rasid:notices", 0, -1).then((texts) => texts.join())) + daemon.output()).toContain(
    "An edit of the configuration was refused",
  );
  await publish(10);
  expect(decided().every((entry) => entry.rulebook === before.rulebook)).toBe(true);

  edit(FAILING_EXAMPLE);
  await daemon.waitFor("refusal of an example", (entry) =>
    String(entry.problems).includes("an example that has to alert gives none"),
  );

  const flowing = publish(20);
  edit(OTHER);
  await daemon.waitFor("acceptance", (entry) => entry.msg === "edit accepted");
  await flowing;
  await publish(10);
  const after = decided().at(-1)!;
  expect(after.rulebook).not.toBe(before.rulebook);
  expect(after.alerts).toBe(0);

  // The lexicon and the channels are followed as well, at once on SIGHUP.
  mkdirSync(join(site, "lexicon"));
  writeFileSync(
    join(site, "lexicon/concepts.yaml"),
    "concepts:\n  - id: flood\n    title: فيضان\n    english: flood\n    worth: alert\n    forms:\n      - فيضان\n",
  );
  writeFileSync(join(site, "channels.yaml"), "channels:\n  - id: second\n    kind: terminal\n");
  daemon.child.kill("SIGHUP");
  await eventually(
    () => daemon.entries().filter((entry) => entry.msg === "edit accepted").length,
    (accepted) => accepted >= 2,
  );

  await schedule.close();
  redis.disconnect();
  expect(await daemon.stop()).toBe(0);
  // None lost, none twice, and each batch whole by one version: all of it alerted or none.
  expect(count()).toBe(published);
  for (const entry of decided()) expect([0, Number(entry.articles)]).toContain(entry.alerts);
});
