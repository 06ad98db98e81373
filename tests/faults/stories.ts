import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import { loadSettings } from "../../src/app/load-settings.ts";
import { kmBetween } from "../../src/domain/gazetteer/border-distance.ts";
import { eventually } from "../support/eventually.ts";
import { rolesInTurn, startRasid, startRoles } from "./processes.ts";
import type { Fault, Step } from "./programs/roles.ts";
import { aRig, asker, deadLetters, letLocksExpire, settled } from "./rig.ts";
import { figure, PATIENCE_MS, type Scenario } from "./scenario.ts";
import { startRedis } from "./servers.ts";
import type { Received } from "./sink.ts";
import { HOOK, type Town, writeSmallConfig } from "./site.ts";

const CHANNELS = ["first", "second"];
/** Events that are farther apart than this are never one story (src/domain/event/story.ts). */
const APART_KM = 26;

/** Shipped towns whose names mean nothing else, so far from each other that what happens in two is two events. */
function townsApart(): Town[] {
  const { places, senses } = loadSettings({ shipped: "config", environment: {} });
  const isPlain = (name: string) =>
    /^\S{5,}$/.test(name) &&
    !senses.some((sense) => sense.name === name) &&
    places.filter((place) => place.name === name).length === 1;
  const chosen: Town[] = [];
  for (const place of places.filter(({ country, kind, name }) => country === "SY" && kind === "town" && isPlain(name)))
    if (chosen.every((one) => kmBetween(one.lat, one.lon, place.lat, place.lon) > APART_KM)) chosen.push(place);
  return chosen;
}

/**
 * What three outlets write of one event: the news, the same in other words, and how many were killed. No two events
 * have a figure in common, which would speak for one story.
 */
const reportsOf = ({ name }: Town, killed: number) => [
  `قصف مدفعي على بلدة ${name}`,
  `قصف مدفعي فجر اليوم على بلدة ${name}`,
  `مقتل ${killed} أشخاص في قصف مدفعي على بلدة ${name}`,
];

interface Event {
  readonly town: Town;
  readonly titles: readonly string[];
}

/** What the channels were told of the events, against what they have to be told. */
function tallyStories(events: readonly Event[], received: readonly Received[]) {
  let lost = 0;
  let newTwice = 0;
  let updatesLost = 0;
  let mixed = 0;
  for (const { titles } of events) {
    const ofEvent = received.filter(({ title }) => titles.includes(title));
    if (new Set(ofEvent.map(({ storyId }) => storyId)).size > 1) mixed++;
    for (const channel of CHANNELS) {
      const told = ofEvent.filter(({ channelId }) => channelId === channel);
      const asNew = new Set(told.filter(({ isUpdate }) => !isUpdate).map(({ id }) => id));
      if (asNew.size === 0) lost++;
      if (asNew.size > 1) newTwice++;
      // Whoever counts the dead first, tells it: as the story itself, or as what is new in it.
      if (!told.some(({ title }) => title === titles[2])) updatesLost++;
    }
  }
  const ids = new Set<string>();
  let unmarked = 0;
  for (const { id, isMarked } of received) {
    if (ids.has(id) && !isMarked) unmarked++;
    ids.add(id);
  }
  const known = new Set(events.flatMap(({ titles }) => titles));
  const extra = received.filter(({ title }) => !known.has(title)).length;
  const marked = received.filter(({ isMarked }) => isMarked).length;
  const updates = received.filter(({ isUpdate }) => isUpdate).length;
  return { lost, "updates lost": updatesLost, "new twice": newTwice, mixed, unmarked, extra, marked, updates };
}

/** A killed writer's lock runs out after ten seconds; one that is held by the living is gone within a second. */
async function letStoryLockExpire(redis: Redis): Promise<void> {
  const key = "rasid:stories:lock";
  const holder = await redis.get(key);
  if (holder === null) return;
  await sleep(1000);
  if ((await redis.get(key)) === holder) await redis.del(key);
}

const STORY_STEPS: readonly (readonly [step: Step, pass: number])[] = [
  ["inside the story lock", 1],
  ["before queueing an alert", 1],
  ["before queueing an alert", 2],
];

const killedStories: Scenario = {
  number: 38,
  name: "matcher and daemon killed while stories are told together, two matchers at once",
  bar: "20 kills -9: 0 stories lost, 0 told to a channel twice as new, 0 updates lost, 0 unmarked, 0 dead letters",
  withinSeconds: 240,
  async run(context) {
    const { random, scale } = context;
    const times = scale === "short" ? 1 : 2;
    const kills = { matcher: scale === "short" ? 3 : 8, daemon: scale === "short" ? 1 : 6 };
    const towns = townsApart();
    const redis = await startRedis(context);
    const site = { together: true, towns, channels: Object.fromEntries(CHANNELS.map((id) => [id, HOOK])) };
    const rig = await aRig(context, 3, site);
    const fault: Fault = {
      redisUrl: redis.url,
      dataDir: rig.data,
      shipped: writeSmallConfig(context),
      site: rig.site,
      roles: ["match"],
    };
    const around = startRoles(context, { ...fault, roles: ["poll", "deliver"] }, rig.environment);
    await settled(rig);
    const ask = asker(context, redis.client);
    const events: Event[] = [];
    const publish = async (count: number) => {
      for (let i = 0; i < count; i++) {
        const town = towns[events.length]!;
        const titles = reportsOf(town, 3 + events.length);
        events.push({ town, titles });
        for (const [at, title] of titles.entries()) {
          const guid = `${town.id}-${at}`;
          const date = new Date().toUTCString();
          const link = `https://news.example.org/${guid}`;
          rig.feeds.publish(`/${rig.ids[at]}`, [{ guid, title, link, date, isExpected: true }]);
        }
      }
      await ask(rig.ids);
    };
    const isTold = () => {
      const { lost, "updates lost": updates } = tallyStories(events, rig.sink.received);
      return lost + updates === 0;
    };
    const expire = async () => {
      for (const queue of ["articles", ...CHANNELS.map((id) => `alerts-${id}`)])
        await letLocksExpire(redis.client, queue);
    };
    const turn = rolesInTurn(context, rig.environment);
    let killed = 0;
    /** Ends a process with `kill -9` a moment after so many alerts of two new events arrived. */
    const killInWork = async (process: { kill(): Promise<unknown> }, alerts: number) => {
      const before = rig.sink.received.length;
      const waitMs = random.int(0, 40);
      await publish(2);
      await eventually(
        () => rig.sink.received.length - before,
        (count) => count >= alerts,
        PATIENCE_MS,
      );
      await sleep(waitMs);
      await process.kill();
      killed++;
      await letStoryLockExpire(redis.client);
    };

    for (const [step, pass] of Array.from({ length: times }, () => STORY_STEPS).flat()) {
      const dying = turn({ ...fault, dieAt: step, pass }, fault);
      await publish(1);
      if ((await dying.ended) === "SIGKILL") killed++;
      await letLocksExpire(redis.client, "articles");
      const clean = turn(fault);
      // Nobody takes the lock away here: it has to run out by itself.
      await eventually(isTold, Boolean, 60_000);
      await clean.kill();
    }

    const steady = startRoles(context, fault, rig.environment);
    await steady.said("roles run");
    for (let kill = 0; kill < kills.matcher; kill++) {
      const matcher = turn(fault, fault);
      await matcher.said("roles run");
      await killInWork(matcher, random.int(0, 4));
      await expire();
    }
    await Promise.all([steady.kill(), around.kill()]);

    const startDaemon = () => startRasid(context, rig.site, rig.data, { ...rig.environment, REDIS_URL: redis.url });
    for (let kill = 0; kill < kills.daemon; kill++) {
      await expire();
      const daemon = startDaemon();
      await daemon.said('"rasid runs"');
      await killInWork(daemon, random.int(1, 5));
    }
    await expire();
    await startDaemon().said('"rasid runs"');
    await eventually(isTold, Boolean, PATIENCE_MS).catch(() => undefined);
    await sleep(1500);
    const dead = (await deadLetters(redis.client)).length;
    const { lost, ...others } = tallyStories(events, rig.sink.received);
    const { updates, marked, ...faults } = others;
    return figure(
      { kills: killed, events: events.length, lost, ...faults, dead, marked, updates },
      killed === times * STORY_STEPS.length + kills.matcher + kills.daemon,
      lost + dead + Object.values(faults).reduce((sum, count) => sum + count, 0) === 0,
      updates > 0,
    );
  },
};

export const STORIES: readonly Scenario[] = [killedStories];
