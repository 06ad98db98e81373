import { readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { openAlertQueues } from "../../src/queues/alert-queue.ts";
import { startStatusServer } from "../../src/web/status-server.ts";
import { anAlert, anArticle } from "../support/builders.ts";
import { eventually } from "../support/eventually.ts";
import { feedOf, news, type Story, titlesOf } from "./news.ts";
import { residentMb, rolesInTurn, SHIPPED, startRasid } from "./processes.ts";
import type { Fault } from "./programs/roles.ts";
import { randomOf } from "./random.ts";
import { aRig, asker, feedIds, KEY, letLocksExpire, privateRedis } from "./rig.ts";
import { type Context, figure, PATIENCE_MS, type Scenario } from "./scenario.ts";
import { startRedis } from "./servers.ts";
import { startSink, tally } from "./sink.ts";
import { HOOK, writeSite, writeSmallConfig } from "./site.ts";

const FEEDS = 100;
const POLLS_A_SECOND = 50;
/** Until then the heap grows to the size that its collector likes. */
const HEAP_GROWS_SECONDS = 60;
/** Until then delays and lags are those of a program that is still being compiled. */
const WARM_UP_SECONDS = 120;

/** A hundred feeds, each on a host of its own; the first of every ten is faulty, in turn in one of five ways. */
async function manyFeeds(context: Context) {
  const stories = new Map<string, Story[]>();
  let asked = 0;
  const server = createServer((request, response) => {
    const id = request.url!.slice(1);
    const number = Number(id.split("-")[1]);
    if (number % 10 !== 0) return void response.end(feedOf(stories.get(id) ?? []));
    switch (asked++ % 5) {
      case 0:
        return void response.writeHead(500).end();
      case 1:
        return void response.end("<!DOCTYPE html><html></html>");
      case 2:
        return void request.socket.destroy();
      case 3:
        return void response.end("<rss><channel><item><title>cut");
      default:
        // Never answered; the daemon gives up.
        return;
    }
  });
  server.keepAliveTimeout = 5000;
  await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
  context.closing(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const ids = feedIds(FEEDS);
  const urls = Object.fromEntries(ids.map((id, i) => [id, `http://127.0.1.${i + 1}:${port}/${id}`]));
  return { stories, ids, urls };
}

/**
 * The slope of the lowest memory of each tenth of the time, per minute, with twice its standard error: what a collector
 * leaves is what has grown, and in a few minutes its saw-tooth is larger than any leak.
 */
function slopeOfFloor(samples: readonly (readonly [minute: number, mb: number])[]) {
  const size = Math.max(1, Math.floor(samples.length / 10));
  const floors: (readonly [number, number])[] = [];
  for (let at = 0; at + size <= samples.length; at += size)
    floors.push(samples.slice(at, at + size).reduce((low, one) => (one[1] < low[1] ? one : low)));
  const mean = (index: 0 | 1) => floors.reduce((sum, one) => sum + one[index], 0) / floors.length;
  const [x, y] = [mean(0), mean(1)];
  const spread = floors.reduce((sum, one) => sum + (one[0] - x) ** 2, 0);
  const slope = floors.reduce((sum, one) => sum + (one[0] - x) * (one[1] - y), 0) / spread;
  const unexplained = floors.reduce((sum, one) => sum + (one[1] - y - slope * (one[0] - x)) ** 2, 0);
  return { slope, doubt: 2 * Math.sqrt(unexplained / (floors.length - 2) / spread) };
}

const socketsOf = (pid: number) =>
  readdirSync(`/proc/${pid}/fd`).filter((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith("socket:");
    } catch {
      return false;
    }
  }).length;

const endurance: Scenario = {
  number: 33,
  name: "endurance: 50 polls a second, one feed in ten faulty",
  bar: "RSS slope < 1 MB/min after warm-up, sockets and timers constant, loop p99 < 50 ms, feed to alert p95 < 2 s",
  stage: "last",
  withinSeconds: 240,
  async run(context) {
    const minutes = Number(process.env.SOAK_MINUTES ?? (context.scale === "long" ? 60 : 1));
    const { stories, ids, urls } = await manyFeeds(context);
    const sink = await startSink(context);
    const site = writeSite(context, {
      feeds: urls,
      channels: { sink: HOOK },
      isOverShipped: true,
      rasid: "polling:\n  feedsAtOnce: 32\n",
    });
    const yaml = `${site}/rasid.yaml`;
    writeFileSync(yaml, readFileSync(yaml, "utf8").replace("fetch:\n", "fetch:\n  headersTimeout: 1s\n"));
    const data = context.folder();
    const daemon = startRasid(context, site, data, { HOOK_URL: sink.server.url, HOOK_KEY: KEY }, SHIPPED);
    await daemon.said('"rasid runs"');
    const status = await eventually(
      () => /"status":"(http[^"]+)"/.exec(daemon.output())?.[1],
      (url) => url !== undefined,
      PATIENCE_MS,
    );
    const ask = asker(context, privateRedis(context, data));
    const publishedAt = new Map<string, number>();
    const expected: string[] = [];
    const memory: [number, number][] = [];
    const lags: number[] = [];
    const open: { sockets: number; timers: number }[] = [];
    const begun = Date.now();
    let warmAt = Number.POSITIVE_INFINITY;
    void Promise.all([sleep(WARM_UP_SECONDS * 1000), context.alone]).then(() => {
      warmAt = Date.now();
    });
    const good = ids.filter((_, i) => i % 10 !== 0);
    let polls = 0;
    for (let second = 0; Date.now() < warmAt + minutes * 60_000; second++) {
      const chosen = ids.filter((_, i) => i % (FEEDS / POLLS_A_SECOND) === second % (FEEDS / POLLS_A_SECOND));
      const id = context.random.pick(chosen.filter((one) => good.includes(one)));
      const fresh = news(2, 1, context.random, "soak");
      stories.set(id, [...(stories.get(id) ?? []), ...fresh].slice(-20));
      for (const title of titlesOf(fresh)) {
        expected.push(title);
        publishedAt.set(title, Date.now());
      }
      await ask(chosen);
      polls += chosen.length;
      const isWarm = Date.now() > warmAt;
      const sinceMs = Date.now() - begun;
      if (sinceMs > HEAP_GROWS_SECONDS * 1000) memory.push([sinceMs / 60_000, residentMb(daemon.pid)]);
      if (second % 5 === 4) {
        const text = await (await fetch(`${status}/metrics`)).text();
        const metric = (name: string) =>
          Number(new RegExp(`^rasid_nodejs_${name} (\\S+)`, "m").exec(text)?.[1] ?? Number.NaN);
        if (isWarm) {
          lags.push(metric("eventloop_lag_p99_seconds") * 1000);
          open.push({ sockets: socketsOf(daemon.pid), timers: metric('active_resources\\{type="Timeout"\\}') });
        }
      }
      await sleep(Math.max(0, begun + (second + 1) * 1000 - Date.now()));
    }
    await eventually(
      () => tally(expected, sink.received).lost,
      (lost) => lost === 0,
      20_000,
    ).catch(() => undefined);
    const delays = sink.received
      .flatMap(({ title, at }) => (publishedAt.get(title)! >= warmAt ? at - publishedAt.get(title)! : []))
      .toSorted((a, b) => a - b);
    const p95 = delays[Math.floor(delays.length * 0.95)] ?? Number.POSITIVE_INFINITY;
    const { slope, doubt } = slopeOfFloor(memory);
    const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
    const half = Math.floor(open.length / 2);
    const growth = (name: "sockets" | "timers") =>
      middle(open.slice(half).map((one) => one[name])) - middle(open.slice(0, half).map((one) => one[name]));
    const { lost, unmarked } = tally(expected, sink.received);
    return figure(
      {
        minutes,
        polls,
        "MB/min": slope,
        "+-": doubt,
        "RSS MB": memory.at(-1)![1],
        "sockets +": growth("sockets"),
        "timers +": growth("timers"),
        "loop p99 ms": middle(lags),
        "worst p99 ms": Math.max(...lags),
        "p95 ms": p95,
        alerts: expected.length,
        lost,
        unmarked,
      },
      slope - doubt < 1 && growth("sockets") <= 10 && growth("timers") <= 10,
      middle(lags) < 50 && p95 < 2000 && lost + unmarked === 0,
    );
  },
};

const determinism: Scenario = {
  number: 34,
  name: "the same seed, three times",
  bar: "the same kills at the same times, and the same verdict",
  withinSeconds: 90,
  async run(context) {
    const runs: string[] = [];
    const redis = await startRedis(context);
    const rig = await aRig(context, 1);
    const fault: Fault = {
      redisUrl: redis.url,
      dataDir: rig.data,
      shipped: writeSmallConfig(context),
      site: rig.site,
      roles: ["deliver"],
    };
    const queues = openAlertQueues(redis.client, () => undefined);
    context.closing(() => queues.close());
    const turn = rolesInTurn(context, rig.environment);
    rig.sink.delayMs = () => 20;
    for (let run = 0; run < 3; run++) {
      const random = randomOf(context.seed);
      const schedule: number[] = [];
      const ids = Array.from({ length: 60 }, (_, i) => `run-${run}-${i}`);
      for (const id of ids)
        await queues.enqueue(anAlert({ id, channelId: "sink", article: anArticle({ id, title: id }) }), false);
      for (let kill = 0; kill < 2; kill++) {
        const worker = turn(fault, fault);
        await worker.said("roles run");
        const afterMs = random.int(100, 500);
        schedule.push(afterMs);
        await sleep(afterMs);
        await worker.kill();
        await letLocksExpire(redis.client, "alerts-sink");
      }
      const last = turn(fault, run < 2 ? fault : undefined);
      const mine = () => rig.sink.received.filter(({ id }) => ids.includes(id));
      await eventually(
        () => tally(ids, mine()).lost,
        (lost) => lost === 0,
        60_000,
      );
      await last.stop();
      const { lost, unmarked, extra } = tally(ids, mine());
      runs.push(JSON.stringify({ schedule, lost, unmarked, extra }));
    }
    return figure(
      { runs: 3, each: new Set(runs).size === 1 ? runs[0]! : runs.join(" ") },
      new Set(runs).size === 1,
      runs[0]!.includes('"lost":0,"unmarked":0'),
    );
  },
};

/** What a raw conversation with the status server came to. */
function converse(port: number, text: string, waitMs: number): Promise<{ answer: string; closedAfterMs: number }> {
  return new Promise((resolve) => {
    const begun = Date.now();
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    const done = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ answer, closedAfterMs: Date.now() - begun });
    };
    const timer = setTimeout(done, waitMs);
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("close", done);
    socket.on("error", () => undefined);
  });
}

const statusPage: Scenario = {
  number: 37,
  name: "the status server under abuse",
  bar: "GET only, strict CSP, headers 8 KB, half-open requests ended <= 40 s, 64 connections, loopback by default",
  stage: "seconds",
  withinSeconds: 60,
  async run(context) {
    const server = await startStatusServer({
      host: "127.0.0.1",
      port: 0,
      health: async () => ({
        status: "ok",
        version: "",
        settings: "",
        problems: [],
        feeds: { asked: 0, ok: 0, failing: [] },
        queues: {},
        deadLetters: 0,
      }),
      isReady: async () => true,
      metrics: async () => ({ contentType: "text/plain", text: "" }),
    });
    context.closing(() => server.close());
    const port = Number(new URL(server.url).port);
    const host = "Host: x\r\n";
    const post = await converse(
      port,
      `POST /healthz HTTP/1.1\r\n${host}Content-Length: 999999999\r\nConnection: close\r\n\r\nxx`,
      3000,
    );
    const large = await converse(port, `GET / HTTP/1.1\r\n${host}X: ${"x".repeat(20_000)}\r\n\r\n`, 3000);
    const half = converse(port, `GET /healthz HTTP/1.1\r\n${host}`, 45_000);
    const page = await fetch(`${server.url}/healthz`);
    const csp = page.headers.get("content-security-policy") ?? "";
    const idle = Array.from({ length: 100 }, () => connect(port, "127.0.0.1").on("error", () => undefined));
    let closed = 0;
    for (const socket of idle) socket.on("close", () => closed++);
    await eventually(
      () => closed,
      (count) => count >= 30,
      5000,
    ).catch(() => undefined);
    for (const socket of idle) socket.destroy();
    const refusedOver = closed;
    const { closedAfterMs } = await half;
    const shipped = readFileSync("config/rasid.yaml", "utf8");
    const loopback = /^web:\n {2}host: 127\.0\.0\.1/m.test(shipped);
    return figure(
      {
        POST: post.answer.slice(9, 12),
        "20 KB of headers": large.answer.slice(9, 12),
        "half request ms": closedAfterMs,
        "connections refused of 100": refusedOver,
        csp: csp.includes("default-src 'none'"),
        loopback,
      },
      post.answer.startsWith("HTTP/1.1 405") && large.answer.startsWith("HTTP/1.1 431") && closedAfterMs <= 40_000,
      refusedOver >= 30 && csp.includes("default-src 'none'") && csp.includes("frame-ancestors 'none'") && loopback,
    );
  },
};

export const ENDURANCE: readonly Scenario[] = [endurance, determinism, statusPage];
