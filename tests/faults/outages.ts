import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually.ts";
import { residentMb } from "./processes.ts";
import { aRig, aSettledDaemon, asker, delivered, privateRedis, type Rig } from "./rig.ts";
import { type Context, figure, PATIENCE_MS, type Scenario, Skipped } from "./scenario.ts";
import { startProxy, startRedis } from "./servers.ts";
import { tally } from "./sink.ts";

/** Feeds that are asked by their own schedule, as often as it may be. */
const OFTEN = { feed: "    every: 15s\n    fullText: never\n" };
const OPS = { ...OFTEN, rasid: "ops:\n  channels:\n    - sink\n" };

function lossOf(rig: Rig) {
  const { lost, unmarked, marked, extra } = tally(rig.expected, rig.sink.received);
  return { alerts: rig.expected.length, lost, unmarked, marked, extra };
}

async function statusUrl(output: () => string): Promise<string> {
  const found = await eventually(
    () => /"status":"(http[^"]+)"/.exec(output())?.[1],
    (url) => url !== undefined,
    PATIENCE_MS,
  );
  return found!;
}

async function healthStatus(url: string): Promise<number> {
  try {
    return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(6000) })).status;
  } catch {
    return 0;
  }
}

const killedRedis: Scenario = {
  number: 6,
  name: "Redis killed while articles and alerts are queued",
  bar: "5 kills -9, 2,000 alerts: 0 lost, 0 unmarked",
  withinSeconds: 240,
  async run(context) {
    const redis = await startRedis(context);
    const rig = await aRig(context, 10, OFTEN);
    const daemon = await aSettledDaemon(context, rig, { REDIS_URL: redis.url });
    rig.publish(2000, 2000);
    await asker(context, redis.client)(rig.ids);
    let hits = 0;
    for (let kill = 0; kill < 5; kill++) {
      await sleep(context.random.int(500, 1500));
      if (rig.sink.received.length < rig.expected.length) hits++;
      await redis.kill();
      await redis.start();
    }
    await delivered(rig, 300_000);
    const loss = lossOf(rig);
    return figure(
      { kills: 5, "while alerts waited": hits, ...loss, running: daemon.isRunning() },
      daemon.isRunning() && hits >= 3,
      loss.lost + loss.unmarked + loss.extra === 0,
    );
  },
};

const redisDown: Scenario = {
  number: 7,
  name: "Redis down for 30 s",
  bar: "stays up, polling pauses, +< 50 MB, /healthz red <= 5 s, first alert <= 10 s after return, 0 lost",
  stage: "seconds",
  withinSeconds: 180,
  async run(context) {
    const redis = await startRedis(context);
    const rig = await aRig(context, 4, OPS);
    const daemon = await aSettledDaemon(context, rig, { REDIS_URL: redis.url });
    const url = await statusUrl(daemon.output);
    rig.sink.delayMs = () => 300;
    rig.publish(60, 40);
    await asker(context, redis.client)(rig.ids);
    await eventually(
      () => rig.sink.received.length,
      (count) => count >= 5,
      PATIENCE_MS,
    );
    const before = residentMb(daemon.pid);
    await redis.kill();
    const wentAt = Date.now();
    await eventually(
      () => healthStatus(url),
      (status) => status === 503,
      20_000,
    );
    const redSeconds = (Date.now() - wentAt) / 1000;
    await sleep(2000);
    const requests = rig.feeds.requests.length;
    rig.publish(20, 20);
    await sleep(30_000 - (Date.now() - wentAt));
    const polls = rig.feeds.requests.length - requests;
    const growth = residentMb(daemon.pid) - before;
    const notices = rig.sink.notices.filter(({ text }) => /Redis takes no writes/.test(text)).length;
    const told = rig.sink.received.length;
    await redis.start();
    const backAt = Date.now();
    await eventually(
      () => rig.sink.received.length,
      (count) => count > told,
      30_000,
    );
    const firstSeconds = (Date.now() - backAt) / 1000;
    await delivered(rig, 90_000);
    const loss = lossOf(rig);
    return figure(
      {
        "red after s": redSeconds,
        "first alert s": firstSeconds,
        "growth MB": growth,
        polls,
        notices,
        ...loss,
        running: daemon.isRunning(),
      },
      daemon.isRunning() && redSeconds <= 5 && firstSeconds <= 10 && growth < 50 && polls === 0 && notices === 1,
      loss.lost + loss.unmarked + loss.extra === 0,
    );
  },
};

const frozenNetwork: Scenario = {
  number: 8,
  name: "frozen network between Rasid and Redis",
  bar: "4 x (3 s freeze + reset), 1,000 alerts: 0 lost, 0 unmarked",
  withinSeconds: 200,
  async run(context) {
    const redis = await startRedis(context);
    const proxy = await startProxy(context, redis.port);
    const rig = await aRig(context, 10, OFTEN);
    const daemon = await aSettledDaemon(context, rig, { REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
    rig.publish(1000, 1000);
    await asker(context, redis.client)(rig.ids);
    let hits = 0;
    for (let freeze = 0; freeze < 4; freeze++) {
      await sleep(context.random.int(500, 2000));
      if (rig.sink.received.length < rig.expected.length) hits++;
      await proxy.freeze(3000);
    }
    await delivered(rig, 300_000);
    const loss = lossOf(rig);
    return figure(
      { freezes: 4, "while alerts waited": hits, ...loss, running: daemon.isRunning() },
      daemon.isRunning() && hits >= 2,
      loss.lost + loss.unmarked + loss.extra === 0,
    );
  },
};

const emptyRedis: Scenario = {
  number: 9,
  name: "Redis comes back empty",
  bar: "1 notice to ops; what was seen before is told 0 times or marked; what is new is told",
  stage: "seconds",
  withinSeconds: 150,
  async run(context) {
    const redis = await startRedis(context);
    const rig = await aRig(context, 4, OPS);
    const daemon = await aSettledDaemon(context, rig, { REDIS_URL: redis.url });
    rig.publish(40, 20);
    await asker(context, redis.client)(rig.ids);
    await delivered(rig, 20_000, 500);
    const old = new Set(rig.expected);
    const told = rig.sink.received.length;
    await redis.kill();
    for (const name of readdirSync(redis.directory))
      rmSync(join(redis.directory, name), { recursive: true, force: true });
    await redis.start();
    // Nobody asks for a poll now: the schedule, which was lost as well, has to come back by itself.
    const requests = rig.feeds.requests.length;
    await eventually(
      () => rig.feeds.requests.length,
      (count) => count >= requests + rig.ids.length,
      30_000,
    ).catch(() => undefined);
    await sleep(1000);
    rig.publish(20, 10);
    await delivered(rig, 40_000);
    const lossNotices = () => rig.sink.notices.filter(({ text }) => text.includes("memory of what was told is lost"));
    await eventually(lossNotices, (list) => list.length > 0, 25_000).catch(() => undefined);
    const later = rig.sink.received.slice(told);
    const again = later.filter(({ title, isMarked }) => old.has(title) && !isMarked).length;
    const fresh = rig.expected.filter((title) => !old.has(title));
    const missing = fresh.filter((title) => !later.some((one) => one.title === title)).length;
    return figure(
      {
        told,
        notices: lossNotices().length,
        "told again unmarked": again,
        new: fresh.length,
        missing,
        running: daemon.isRunning(),
      },
      told === old.size && daemon.isRunning() && lossNotices().length === 1 && again === 0 && missing === 0,
    );
  },
};

/** A file system of its own that is soon full; needs the right to mount. */
function smallDisk(context: Context): string {
  const folder = join(context.folder(), "disk");
  mkdirSync(folder);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", folder]);
  if (mounted.status !== 0) throw new Skipped("SKIPPED: a disk that is full needs the right to mount a file system");
  context.closing(() => spawnSync("umount", ["-l", folder]));
  return folder;
}

/** Takes all the room but a page. Redis may take the last of it meanwhile, which fills the disk as well. */
function fill(disk: string): void {
  const { bavail, bsize } = statfsSync(disk);
  try {
    writeFileSync(join(disk, "ballast"), Buffer.alloc(Math.max(0, bavail * bsize - 4096)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}

const fullDisk: Scenario = {
  number: 13,
  name: "disk full under Redis (4 MB)",
  bar: "no crash, ops told <= 10 s, after space returns 0 lost",
  stage: "seconds",
  withinSeconds: 180,
  async run(context) {
    const disk = smallDisk(context);
    const redis = await startRedis(context, join(disk, "redis"));
    const rig = await aRig(context, 4, OPS);
    const daemon = await aSettledDaemon(context, rig, { REDIS_URL: redis.url });
    const url = await statusUrl(daemon.output);
    rig.publish(200, 100);
    await asker(context, redis.client)(rig.ids);
    await delivered(rig, 30_000, 500);
    fill(disk);
    rig.publish(200, 100);
    const refusing = async () => redis.client.set("probe", Buffer.alloc(8192)).then(() => "", String);
    await eventually(refusing, (answer) => answer.includes("MISCONF"), 30_000);
    const fullAt = Date.now();
    const notice = () => rig.sink.notices.find(({ text }) => /Redis takes no writes.*MISCONF/s.test(text));
    await eventually(notice, (found) => found !== undefined, 20_000).catch(() => undefined);
    const toldSeconds = ((notice()?.at ?? Number.POSITIVE_INFINITY) - fullAt) / 1000;
    const red = await healthStatus(url);
    await sleep(5000);
    rmSync(join(disk, "ballast"));
    await delivered(rig, 90_000);
    const loss = lossOf(rig);
    return figure(
      { "ops told after s": toldSeconds, health: red, ...loss, running: daemon.isRunning() },
      daemon.isRunning() && toldSeconds <= 10 && red === 503,
      loss.lost + loss.unmarked + loss.extra === 0,
    );
  },
};

const manyAtOnce: Scenario = {
  number: 14,
  name: "10,000 articles in one poll cycle, a channel that takes 20 messages a second",
  bar: "0 lost, oldest first, rate rule applied and counted, queue bounded by what came, RSS < 400 MB",
  withinSeconds: 240,
  async run(context) {
    const rig = await aRig(context, 20, { perMinute: 60, isOverShipped: true });
    const daemon = await aSettledDaemon(context, rig);
    const url = await statusUrl(daemon.output);
    let lastAt = 0;
    rig.sink.delayMs = () => {
      const at = Math.max(Date.now(), lastAt + 50);
      lastAt = at;
      return at - Date.now();
    };
    const articles = context.scale === "short" ? 1000 : 10_000;
    rig.publish(articles, articles);
    const redis = privateRedis(context, rig.data);
    await asker(context, redis)(rig.ids);
    let peak = 0;
    let deepest = 0;
    const deadline = Date.now() + 200_000;
    let missing = rig.expected.length;
    while (missing > 0 && Date.now() < deadline) {
      await sleep(250);
      peak = Math.max(peak, residentMb(daemon.pid));
      deepest = Math.max(deepest, await redis.llen("rasid:queue:alerts-sink:wait"));
      const seen = new Set(toldInOrder(rig));
      missing = rig.expected.filter((title) => !seen.has(title)).length;
    }
    await sleep(1000);
    const told = toldInOrder(rig);
    const twice = told.length - new Set(told).size;
    const late = outOfOrder(rig.expected, told, articles / rig.ids.length);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const counted = Number(/rasid_alerts_together_total\{[^}]*\} (\d+)/.exec(metrics)?.[1] ?? 0);
    const messages = rig.sink.received.length + rig.sink.together.length;
    return figure(
      {
        alerts: rig.expected.length,
        lost: missing,
        twice,
        messages,
        "told together": counted,
        "out of order": late,
        "deepest queue": deepest,
        "RSS MB": peak,
      },
      missing === 0 && twice === 0 && counted > articles * 0.9 && deepest <= 10_000 && peak < 400,
      late === 0,
    );
  },
};

/** Titles in the order in which they were told, alone or together. */
function toldInOrder({ sink }: Rig): string[] {
  const alone = sink.received.map(({ title, at }) => ({ titles: [title], at }));
  return [...alone, ...sink.together].toSorted((a, b) => a.at - b.at).flatMap(({ titles }) => titles);
}

/** Feeds are read beside each other; within each, nothing may be told before what is older. */
function outOfOrder(published: readonly string[], told: readonly string[], perFeed: number): number {
  const position = new Map(published.map((title, i) => [title, i]));
  const newest = new Map<number, number>();
  let late = 0;
  for (const title of told) {
    const at = position.get(title)!;
    const feed = Math.floor(at / perFeed);
    if (at < (newest.get(feed) ?? -1)) late++;
    newest.set(feed, Math.max(at, newest.get(feed) ?? -1));
  }
  return late;
}

export const OUTAGES: readonly Scenario[] = [killedRedis, redisDown, frozenNetwork, emptyRedis, fullDisk, manyAtOnce];
