import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import { expect, it } from "vitest";
import { PAYLOAD_VERSION } from "../../src/queues/job-options.ts";
import { openPollSchedule } from "../../src/queues/poll-schedule.ts";
import { eventually } from "../support/eventually.ts";
import { aDataDir, aSite, startDaemon } from "../support/run-rasid.ts";
import { describeOnRealInput, sharedPath } from "../support/shared-data.ts";
import { startTestServer } from "../support/test-server.ts";

interface ServedFeed {
  readonly id: string;
  readonly path: string;
}

const YAML_TITLE = "خلاصة";

/** A site that asks these feeds and no others, on loopback, as often as it may. */
function aSiteFor(url: string, feeds: readonly ServedFeed[], extra = ""): string {
  const shipped = readFileSync("config/feeds.yaml", "utf8");
  const removed = [...shipped.matchAll(/^ {2}- id: (\S+)/gm)].map(([, id]) => `  - id: ${id}\n    remove: true\n`);
  const own = feeds.map(
    ({ id, path }) =>
      `  - id: ${id}\n    title: ${YAML_TITLE}\n    urls:\n      - ${url}${path}\n    source:\n      outlet: ${id}\n`,
  );
  return aSite({
    "feeds.yaml": `feeds:\n${removed.join("")}${own.join("")}`,
    "rasid.yaml": `polling:\n  every: 1h\n  fullText: never\n  tellIfNewerThan: 20000d\nfetch:\n  allowAddresses:\n    - 127.0.0.1\nweb:\n  port: 0\n${extra}`,
  });
}

/** A daemon whose polls the test asks for itself. */
async function aPolledDaemon(config: string, feedIds: readonly string[]) {
  const data = aDataDir();
  const daemon = startDaemon(["--config", config, "--data", data]);
  await daemon.waitFor("start", (entry) => entry.msg === "rasid runs");
  const redis = new Redis({ path: join(data, "redis.sock"), maxRetriesPerRequest: null });
  const schedule = openPollSchedule(redis, PAYLOAD_VERSION, () => undefined);
  let polls = 0;
  const asked = () => daemon.entries().filter((entry) => entry.msg === "feed asked");
  const finished = async () => {
    polls += feedIds.length;
    await eventually(
      () => asked().length,
      (count) => count >= polls,
      60_000,
    );
  };
  // The first poll is made at start, since the feeds are due.
  await finished();
  return {
    /** Articles that were handed on or kept as the baseline, by feed, over all polls so far. */
    articles: () => articlesByFeed(asked()),
    async poll() {
      await schedule.askNow(feedIds);
      await finished();
    },
    async stop() {
      await schedule.close();
      redis.disconnect();
      expect(await daemon.stop()).toBe(0);
    },
  };
}

function articlesByFeed(polls: readonly Record<string, unknown>[]): Map<string, number> {
  const articles = new Map<string, number>();
  for (const { feed, fresh, baseline } of polls) {
    articles.set(String(feed), (articles.get(String(feed)) ?? 0) + Number(fresh) + Number(baseline));
  }
  return articles;
}

describeOnRealInput("the daemon on real feeds", () => {
  it("sees each article once in the successive versions of one feed", { timeout: 120_000 }, async () => {
    const folder = sharedPath("feeds", "arabic", "abdallamaklad+doyouknow.app@seq");
    const versions = readdirSync(folder)
      .toSorted()
      .map((name) => readFileSync(`${folder}/${name}`));
    let current = 0;
    const server = await startTestServer((_, response) =>
      response.writeHead(200, { "content-type": "application/xml" }).end(versions[current]),
    );
    const daemon = await aPolledDaemon(aSiteFor(server.url, [{ id: "sequence", path: "/feed" }]), ["sequence"]);
    for (current = 1; current < versions.length; current++) await daemon.poll();
    await daemon.stop();
    await server.close();
    const guids = new Set(
      versions.flatMap((bytes) => [...bytes.toString("utf8").matchAll(/<guid[^>]*>([^<]*)/g)].map(([, guid]) => guid)),
    );
    // The whole sequence is 51 versions with 401 ids; a copy that lacks one of them has as many fewer.
    console.log(`successive versions: ${versions.length}, distinct ids: ${guids.size}`);
    expect(versions.length === 51 ? 401 : guids.size).toBe(guids.size);
    expect(daemon.articles().get("sequence")).toBe(guids.size);
  });

  it("reads every Arabic feed and every encoding, and each article once, over two polls", {
    timeout: 120_000,
  }, async () => {
    const arabic = readdirSync(sharedPath("feeds", "arabic"), { recursive: true })
      .map(String)
      .filter((name) => /\.(xml|rss|atom|json)$/.test(name) && !name.includes("@seq"));
    const traps = readdirSync(sharedPath("feeds", "derived-encodings")).filter((name) => name.endsWith(".xml"));
    const files = [
      ...arabic.map((name) => sharedPath("feeds", "arabic", name)),
      ...traps.map((name) => sharedPath("feeds", "derived-encodings", name)),
    ];
    const server = await startTestServer((request, response) =>
      response.writeHead(200).end(readFileSync(files[Number(request.url!.slice(1))]!)),
    );
    const feeds = files.map((_, i) => ({ id: `feed-${i}`, path: `/${i}` }));
    const daemon = await aPolledDaemon(
      aSiteFor(server.url, feeds),
      feeds.map(({ id }) => id),
    );
    const first = daemon.articles();
    await daemon.poll();
    const both = daemon.articles();
    await daemon.stop();
    await server.close();

    const counts = new Map(traps.map((name) => [name.split(".")[0]!, new Set<number | undefined>()]));
    traps.forEach((name, i) => void counts.get(name.split(".")[0]!)!.add(first.get(`feed-${arabic.length + i}`)));
    expect([...counts].filter(([, different]) => different.size !== 1)).toEqual([]);
    expect(first.size).toBe(files.length);
    expect(both).toEqual(first);
    console.log(
      `real input: ${files.length} feeds, ${[...first.values()].reduce((sum, count) => sum + count, 0)} articles, each seen once`,
    );
  });
});

it("without a network keeps running, says which feeds fail and why, and its health page agrees", {
  timeout: 60_000,
}, async () => {
  const config = aSiteFor("http://127.0.0.1:1", [
    { id: "away", path: "/feed" },
    { id: "also-away", path: "/other" },
  ]);
  const daemon = startDaemon(["--config", config, "--data", aDataDir()]);
  const started = await daemon.waitFor("start", (entry) => entry.msg === "rasid runs");
  const failed = await daemon.waitFor("failure", (entry) => entry.msg === "feed failed" && entry.feed === "away");
  await daemon.waitFor("failure", (entry) => entry.msg === "feed failed" && entry.feed === "also-away");
  const response = await fetch(`${started.status}/healthz`);
  const health = (await response.json()) as {
    status: string;
    feeds: { failing: { id: string; error: string }[] };
  };
  expect(failed.why).toBe("ECONNREFUSED: the connection was refused");
  expect([response.status, health.status]).toEqual([200, "degraded"]);
  expect(health.feeds.failing.map(({ id, error }) => [id, error]).toSorted()).toEqual([
    ["also-away", "ECONNREFUSED: the connection was refused"],
    ["away", "ECONNREFUSED: the connection was refused"],
  ]);
  expect((await fetch(`${started.status}/readyz`)).status).toBe(200);
  expect(await (await fetch(`${started.status}/metrics`)).text()).toContain(
    'rasid_polls_total{feed="away",outcome="failed"}',
  );
  expect(daemon.child.exitCode).toBeNull();
  expect(await daemon.stop()).toBe(0);
});
