import { setTimeout as sleep } from "node:timers/promises";
import { openAlertQueues } from "../../src/queues/alert-queue.ts";
import { anAlert, anArticle } from "../support/builders.ts";
import { eventually } from "../support/eventually.ts";
import { news } from "./news.ts";
import { rolesInTurn, startRasid, startRoles } from "./processes.ts";
import type { Fault, Step } from "./programs/roles.ts";
import { aRig, aSettledDaemon, asker, deadLetters, delivered, letLocksExpire, privateRedis, settled } from "./rig.ts";
import { type Context, figure, PATIENCE_MS, type Scenario } from "./scenario.ts";
import { startRedis } from "./servers.ts";
import { tally } from "./sink.ts";
import { writeSmallConfig } from "./site.ts";

const calm: Scenario = {
  number: 1,
  name: "calm run",
  bar: "20 feeds, 2,000 articles: 400 alerts, 0 lost, 0 twice, 0 extra",
  short: true,
  withinSeconds: 120,
  async run(context) {
    const articles = context.scale === "short" ? 400 : 2000;
    const rig = await aRig(context, 20, { isOverShipped: true });
    await aSettledDaemon(context, rig);
    rig.publish(articles, articles / 5);
    await asker(context, privateRedis(context, rig.data))(rig.ids);
    await delivered(rig, 60_000);
    const { delivered: told, lost, unmarked, marked, extra } = tally(rig.expected, rig.sink.received);
    return figure(
      { articles, alerts: told, lost, unmarked, marked, extra },
      told === articles / 5,
      lost + unmarked + marked + extra === 0,
    );
  },
};

const killedWorker: Scenario = {
  number: 2,
  name: "worker killed while alerts flow",
  bar: "40 kills -9, 600 alerts: 0 lost, 0 unmarked, marked <= kills, 0 dead letters",
  withinSeconds: 240,
  async run(context) {
    const { random } = context;
    const kills = 40;
    const redis = await startRedis(context);
    const rig = await aRig(context, 4);
    const fault = { redisUrl: redis.url, dataDir: rig.data, shipped: writeSmallConfig(context), site: rig.site };
    startRoles(context, { ...fault, roles: ["poll", "match"] }, rig.environment);
    await settled(rig);
    rig.publish(800, 600);
    rig.sink.delayMs = () => (random.next() < 0.1 ? random.int(100, 300) : random.int(20, 60));
    await asker(context, redis.client)(rig.ids);
    const turn = rolesInTurn(context, rig.environment);
    const deliver = { ...fault, roles: ["deliver" as const] };
    let hits = 0;
    for (let kill = 0; kill < kills; kill++) {
      const worker = turn(deliver, deliver);
      await worker.said("roles run");
      await sleep(random.int(300, 900));
      if (rig.sink.received.length < rig.expected.length) hits++;
      await worker.kill();
    }
    turn(deliver);
    await delivered(rig, 120_000);
    const dead = (await deadLetters(redis.client)).length;
    const { lost, unmarked, marked, extra } = tally(rig.expected, rig.sink.received);
    return figure(
      { kills, "while alerts waited": hits, alerts: rig.expected.length, lost, unmarked, marked, extra, dead },
      rig.expected.length === 600 && lost + unmarked + extra + dead === 0,
      marked <= kills && hits >= kills / 2,
    );
  },
};

/** The steps of a poll; the first two are seen by the server. */
const POLL_STEPS: readonly (readonly [step: Step | "request" | "response", pass: number])[] = [
  ["request", 1],
  ["response", 1],
  ["after parse", 1],
  ["before enqueue", 1],
  ["between enqueues", 1],
  ["between enqueues", 2],
  ["before remembering", 1],
  ["before saving state", 1],
];

const killedPoller: Scenario = {
  number: 3,
  name: "poller killed at each of its steps",
  bar: "8 steps x 5: 0 lost, 0 twice",
  withinSeconds: 300,
  async run(context) {
    const times = context.scale === "short" ? 1 : 5;
    const redis = await startRedis(context);
    const rig = await aRig(context, POLL_STEPS.length * times);
    const fault = { redisUrl: redis.url, dataDir: rig.data, shipped: writeSmallConfig(context), site: rig.site };
    const ask = asker(context, redis.client);
    startRoles(context, { ...fault, roles: ["match", "deliver"] }, rig.environment);
    const first = startRoles(context, { ...fault, roles: ["poll"] }, rig.environment);
    await settled(rig);
    await first.stop();
    const turn = rolesInTurn(context, rig.environment);
    /** The poller of the i-th kill; of none when i is negative. */
    const pollerAt = (i: number): Fault => {
      const [step, pass] = POLL_STEPS[i % POLL_STEPS.length] ?? ["request", 1];
      const dieAt = step === "request" || step === "response" ? undefined : step;
      return { ...fault, roles: ["poll"], dieAt, pass };
    };
    let reached = 0;
    for (const [i, id] of rig.ids.entries()) {
      const [step] = POLL_STEPS[i % POLL_STEPS.length]!;
      rig.publishStories(`/${id}`, news(120, 12, context.random, "poll"));
      const poller = turn(pollerAt(i), i + 1 < rig.ids.length ? pollerAt(i + 1) : pollerAt(-1));
      await poller.said("roles run");
      const before = rig.feeds.requests.length;
      await ask([id]);
      if (step === "request" || step === "response") {
        await eventually(
          () => rig.feeds.requests.length,
          (count) => count > before,
          PATIENCE_MS,
        );
        if (step === "response") await sleep(context.random.int(0, 10));
        await poller.kill();
      }
      const how = await Promise.race([poller.ended, sleep(15_000, "alive", { ref: false })]);
      if (how === "SIGKILL") reached++;
      await poller.kill();
    }
    const last = turn(pollerAt(-1));
    await last.said("roles run");
    await ask(rig.ids);
    await delivered(rig, 60_000, 3000);
    const { lost, unmarked, marked, extra } = tally(rig.expected, rig.sink.received);
    return figure(
      { kills: reached, alerts: rig.expected.length, lost, unmarked, marked, extra },
      reached === POLL_STEPS.length * times,
      lost + unmarked + marked + extra === 0,
    );
  },
};

const killedDaemon: Scenario = {
  number: 4,
  name: "whole daemon killed, one process group",
  bar: "20 kills -9: 0 lost, 0 unmarked",
  withinSeconds: 300,
  async run(context) {
    const kills = 20;
    const rig = await aRig(context, 4);
    const first = await aSettledDaemon(context, rig);
    await first.kill();
    const ask = asker(context, privateRedis(context, rig.data));
    rig.sink.delayMs = () => context.random.int(20, 100);
    let hits = 0;
    for (let kill = 0; kill < kills; kill++) {
      rig.publish(40, 20);
      const daemon = startRasid(context, rig.site, rig.data, rig.environment);
      await daemon.said('"rasid runs"');
      await ask(rig.ids);
      // Once alerts flow: before, there would be nothing to lose.
      const before = rig.sink.received.length;
      const some = context.random.int(1, 8);
      const waitMs = context.random.int(0, 100);
      await eventually(
        () => rig.sink.received.length - before,
        (count) => count >= some,
        PATIENCE_MS,
      );
      await sleep(waitMs);
      if (rig.sink.received.length < rig.expected.length) hits++;
      await daemon.kill();
    }
    const last = startRasid(context, rig.site, rig.data, rig.environment);
    await last.said('"rasid runs"');
    await ask(rig.ids);
    await delivered(rig, 120_000);
    const { lost, unmarked, marked, extra } = tally(rig.expected, rig.sink.received);
    return figure(
      { kills, "while alerts waited": hits, alerts: rig.expected.length, lost, unmarked, marked, extra },
      lost + unmarked + extra === 0,
      marked <= kills && hits >= kills / 2,
    );
  },
};

const DELIVERY_STEPS = ["before intent", "after intent", "after post", "after proof"] as const;

const crashPoints: Scenario = {
  number: 5,
  name: "killed before intent / after intent / after post / after proof",
  bar: "repeats per kill exactly 0, 0, 1 marked, 0; 0 lost",
  short: true,
  withinSeconds: 200,
  async run(context) {
    const times = context.scale === "short" ? 2 : 10;
    const redis = await startRedis(context);
    const rig = await aRig(context, 1);
    const fault = {
      redisUrl: redis.url,
      dataDir: rig.data,
      shipped: writeSmallConfig(context),
      site: rig.site,
      roles: ["deliver" as const],
    };
    const queues = openAlertQueues(redis.client, () => undefined);
    context.closing(() => queues.close());
    const turn = rolesInTurn(context, rig.environment);
    const repeats: number[] = [];
    let unmarked = 0;
    let lost = 0;
    for (const dieAt of DELIVERY_STEPS) {
      const ids = Array.from({ length: times }, (_, i) => `${dieAt.replace(" ", "-")}-${i}`);
      for (const id of ids)
        await queues.enqueue(anAlert({ id, channelId: "sink", article: anArticle({ id, title: id }) }), false);
      const dying = { ...fault, dieAt };
      for (let kill = 0; kill < times; kill++) await turn(dying, kill + 1 < times ? dying : fault).ended;
      await letLocksExpire(redis.client, "alerts-sink");
      const clean = turn(fault);
      const received = () => rig.sink.received.filter(({ id }) => ids.includes(id));
      await eventually(
        async () => (await redis.client.exists(...ids.map((id) => `rasid:sent:${id}`))) as number,
        (sent) => sent === times,
        60_000,
      );
      await queueIsEmpty(context, () => queues.queueFor("sink").depth());
      await clean.stop();
      const counts = tally(ids, received());
      repeats.push((received().length - times) / times);
      unmarked += counts.unmarked;
      lost += counts.lost;
    }
    return figure(
      { kills: times * 4, "repeats per kill": repeats.join("/"), unmarked, lost },
      repeats.join() === "0,0,1,0",
      unmarked + lost === 0,
    );
  },
};

async function queueIsEmpty(_: Context, depth: () => Promise<{ waiting: number; active: number }>): Promise<void> {
  await eventually(depth, ({ waiting, active }) => waiting + active === 0, 20_000);
}

const poison: Scenario = {
  number: 11,
  name: "poison articles: one throws, one exits, one spins",
  bar: "each a dead letter within 5 tries with a reason; 997 of 1,000 others delivered",
  withinSeconds: 240,
  async run(context) {
    const redis = await startRedis(context);
    const rig = await aRig(context, 4);
    const fault = { redisUrl: redis.url, dataDir: rig.data, shipped: writeSmallConfig(context), site: rig.site };
    startRoles(context, { ...fault, roles: ["poll", "deliver"] }, rig.environment);
    await settled(rig);
    rig.publish(997, 997);
    const kinds = ["POISON-THROW", "POISON-EXIT", "POISON-SPIN"];
    kinds.forEach((kind, i) => {
      rig.feeds.publish(`/${rig.ids[i]}`, [
        {
          guid: kind,
          title: `قصف على أطراف البوكمال ${kind}`,
          isExpected: false,
          link: `https://example.org/${kind}`,
          date: new Date().toUTCString(),
        },
      ]);
    });
    await asker(context, redis.client)(rig.ids);
    // Whoever supervises the process starts it again; the locks of the dead one run out meanwhile.
    const turn = rolesInTurn(context, rig.environment);
    const matching: Fault = { ...fault, roles: ["match"], poison: true };
    let starts = 0;
    let isOver = false;
    const supervised = (async () => {
      while (!isOver) {
        starts++;
        const matcher = turn(matching, matching);
        while (matcher.isRunning() && !isOver) await sleep(50);
        await matcher.kill();
        await letLocksExpire(redis.client, "articles");
      }
    })();
    const letters = await eventually(
      () => deadLetters(redis.client),
      (list) => list.length >= 3,
      200_000,
    ).catch(() => deadLetters(redis.client));
    await delivered(rig, 90_000);
    isOver = true;
    await supervised;
    const { lost, unmarked, extra } = tally(rig.expected, rig.sink.received);
    const reasons = letters.map(({ reason }) => reason);
    const right =
      kinds.every((kind) => letters.some(({ about }) => about.includes(kind))) &&
      reasons.every((reason) => /^failed 5 times: .{5}/.test(reason));
    return figure(
      {
        delivered: rig.expected.length - lost,
        lost,
        unmarked,
        dead: letters.length,
        starts,
        reasons: [...new Set(reasons)].join(" | "),
      },
      right,
      letters.length === 3 && lost + unmarked + extra === 0,
    );
  },
};

const stop: Scenario = {
  number: 12,
  name: "SIGTERM with 50 in flight",
  bar: "exit 0 within 10 s, 0 lost, 0 twice after restart; a second SIGTERM exits at once",
  stage: "seconds",
  withinSeconds: 120,
  async run(context) {
    const rig = await aRig(context, 2);
    const daemon = await aSettledDaemon(context, rig);
    rig.sink.delayMs = () => 400;
    rig.publish(60, 50);
    await asker(context, privateRedis(context, rig.data))(rig.ids);
    await eventually(
      () => rig.sink.received.length,
      (count) => count >= 3,
      PATIENCE_MS,
    );
    const begun = Date.now();
    const code = await daemon.stop();
    const seconds = (Date.now() - begun) / 1000;
    const left = rig.expected.length - rig.sink.received.length;

    const second = startRasid(context, rig.site, rig.data, rig.environment);
    await second.said('"rasid runs"');
    const before = rig.sink.received.length;
    await eventually(
      () => rig.sink.received.length,
      (count) => count > before,
      PATIENCE_MS,
    );
    rig.sink.delayMs = () => 18_000;
    // Reading the configuration once more after the start keeps the main loop busy, and signals wait for it.
    await sleep(5000);
    second.child.kill("SIGTERM");
    // Signals that come before the first is taken are one.
    await sleep(1500);
    const wasStopping = second.isRunning();
    const again = Date.now();
    second.child.kill("SIGTERM");
    await second.ended;
    const atOnceMs = Date.now() - again;

    rig.sink.delayMs = () => 0;
    const third = startRasid(context, rig.site, rig.data, rig.environment);
    await third.said('"rasid runs"');
    await delivered(rig, 60_000);
    const { lost, unmarked, marked } = tally(rig.expected, rig.sink.received);
    return figure(
      { exit: code, seconds, "left in the queue": left, "second SIGTERM ms": atOnceMs, lost, unmarked, marked },
      code === 0 && seconds < 10 && left > 30 && wasStopping && atOnceMs < 1000,
      lost + unmarked === 0 && marked <= 1,
    );
  },
};

export const CRASHES: readonly Scenario[] = [calm, killedWorker, killedPoller, killedDaemon, crashPoints, poison, stop];
