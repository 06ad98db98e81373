import { afterAll, beforeAll, expect, it } from "vitest";
import { loadSettings } from "../../src/app/load-settings.ts";
import { openRuntime, type Runtime } from "../../src/app/runtime.ts";
import { linksOf, startVerdicts } from "../../src/app/verdicts.ts";
import { createLogger } from "../../src/process/logger.ts";
import { redisToldAlerts } from "../../src/redis/told-alerts.ts";
import { rulebookOf } from "../../src/settings/rulebook-of.ts";
import { startWeb } from "../../workers/web.ts";
import { anAlert } from "../support/builders.ts";
import { eventually } from "../support/eventually.ts";
import { aDataDir, aSite, rasid } from "../support/run-rasid.ts";
import { acknowledged, pressed, reacted, type SlackSocketServer, startSlackSocket } from "../support/slack-socket.ts";
import { startTestRedis, type TestRedis } from "../support/test-redis.ts";

const BOT = (id: string, channel: string, token: string) =>
  `  - id: ${id}\n    kind: slack-bot\n    tokenEnv: BOT\n    appTokenEnv: ${token}\n    channel: ${channel}\n`;
const MAIL =
  "  - id: mail\n    kind: email\n    host: 127.0.0.1\n    from: rasid@example.org\n    to:\n      - desk@example.org\n";
const configurationOf = (bots: string) => {
  const site = aSite({
    "channels.yaml": `channels:\n${bots}${MAIL}`,
    "rasid.yaml": "web:\n  port: 0\n  publicUrl: https://news.example.org/rasid\n",
  });
  const environment = { BOT: "xoxb-1", FIRST: "xapp-first", SECOND: "xapp-second" };
  const settings = loadSettings({ shipped: "config", site, environment });
  return { settings, rulebook: rulebookOf(settings) };
};
const TS = "1700000000.000100";

let bots = BOT("bot", "C0123456789", "FIRST") + BOT("other", "C0000000000", "FIRST");
let redis: TestRedis;
let slack: SlackSocketServer;
let runtime: Runtime;
beforeAll(async () => {
  [redis, slack] = await Promise.all([startTestRedis(), startSlackSocket()]);
  runtime = await openRuntime({
    first: configurationOf(bots),
    source: { folders: [], reloadOnHangUp: false, load: () => configurationOf(bots) },
    log: createLogger({ level: "silent", isInteractive: false, secrets: [] }),
    address: redis.address,
    dataDir: aDataDir(),
  });
  const told = redisToldAlerts(redis.connect(), 1e9);
  for (const [id, channelId] of [
    ["alert-bot", "bot"],
    ["alert-other", "other"],
    ["alert-mail", "mail"],
  ] as const)
    await told.keep(anAlert({ id, channelId, storyId: `story-${channelId}` }), `${channelId}-ref`, new Date());
  await told.keep(anAlert({ id: "alert-ts", channelId: "bot", storyId: "story-ts" }), TS, new Date());
}, 120_000);
afterAll(async () => {
  await runtime.close();
  await slack.close();
  await redis.stop();
});

it("buttons and emoji of one connection a token give verdicts on alerts of their own conversation only", async () => {
  const taking = startVerdicts(runtime, slack.apiUrl);
  await eventually(
    () => slack.connections(),
    (count) => count === 1,
  );
  expect(slack.tokens).toEqual(["xapp-first"]);
  slack.send(pressed("elsewhere", "verdict:reject", "alert-other"));
  slack.send(pressed("unknown", "verdict:reject", "alert-9"));
  slack.send(pressed("mail", "verdict:reject", "alert-mail"));
  slack.send(reacted("no-alert", "x", "1700000000.999999"));
  slack.send(pressed("button", "verdict:wrong-place", "alert-bot"));
  slack.send(reacted("emoji", "white_check_mark", TS));
  await acknowledged(slack, "emoji");
  const said = async (story: string) => (await runtime.verdicts.on(story)).map(({ kind, by }) => `${kind} ${by}`);
  await eventually(
    () => said("story-ts"),
    (all) => all.length > 0,
  );
  expect(await said("story-ts")).toEqual(["acknowledge U0ANALYST"]);
  expect(await said("story-bot")).toEqual(["wrong-place U0ANALYST"]);
  expect([...(await said("story-other")), ...(await said("story-mail"))]).toEqual([]);
  expect(await runtime.metrics.registry.metrics()).toContain(
    'rasid_verdicts_total{channel="bot",kind="wrong-place"} 1',
  );
  const amendments = await redis.connect().keys("*amendments:alert-*");
  expect(amendments.map((key) => key.replace(/^.*amendments:|-\d+$/g, "")).toSorted()).toEqual([
    "alert-bot",
    "alert-ts",
  ]);
  await taking.close(1000);
  await eventually(
    () => slack.connections(),
    (count) => count === 0,
  );
});

it("links are made for channels that have no buttons, and their pages take the verdict", async () => {
  const linksFor = linksOf(runtime.configuration, runtime.verdictLinks, runtime.now);
  expect(linksFor(anAlert({ id: "alert-bot", channelId: "bot" }))).toBeUndefined();
  expect(linksFor(anAlert({ channelId: "terminal" }))).toBeUndefined();
  const link = linksFor(anAlert({ id: "alert-mail", channelId: "mail" }))!.acknowledge;
  expect(link).toMatch(/^https:\/\/news\.example\.org\/rasid\/v\/[\w.-]+$/);
  const web = await startWeb(runtime, false);
  const page = `${web.url}${new URL(link).pathname}`;
  expect((await fetch(page)).status).toBe(200);
  expect(await runtime.verdicts.on("story-mail")).toEqual([]);
  expect((await fetch(page, { method: "POST" })).status).toBe(200);
  expect(await runtime.verdicts.on("story-mail")).toMatchObject([
    { kind: "acknowledge", by: "link", channelId: "mail" },
  ]);
  expect((await fetch(`${web.url}/readyz`)).status).toBe(200);
  await web.close(0);
});

it("connections follow an edit: a new token's is opened, one that is gone is closed", { timeout: 60_000 }, async () => {
  slack.tokens.length = 0;
  const taking = startVerdicts(runtime, slack.apiUrl);
  const tokensWithin = (tokens: string[]) =>
    eventually(
      () => [slack.tokens, slack.connections()] as const,
      ([asked, open]) => asked.join() === tokens.join() && open === 1,
    );
  await tokensWithin(["xapp-first"]);
  bots = BOT("bot", "C0123456789", "SECOND");
  await runtime.configuration.reload();
  await tokensWithin(["xapp-first", "xapp-second"]);
  slack.send(pressed("moved", "verdict:mute", "alert-bot"));
  await eventually(
    () => runtime.verdicts.on("story-bot"),
    (all) => all.some(({ kind }) => kind === "mute"),
  );
  bots = "";
  await runtime.configuration.reload();
  await eventually(
    () => slack.connections(),
    (count) => count === 0,
  );
  await taking.close(1000);
});

it("rasid status tells the verdicts and the precision of each watchlist", { timeout: 120_000 }, async () => {
  const environment = { REDIS_URL: `unix://${redis.socket}` };
  const { verdicts } = JSON.parse(rasid(["status", "--json"], "", environment).stdout) as { verdicts: object };
  expect(verdicts).toMatchObject({
    "syria-iraq": { acknowledge: 2, "wrong-place": 1, mute: 1, precision: 67 },
    "syria-iraq shelling": { acknowledge: 2, "wrong-place": 1, mute: 1, precision: 67 },
  });
  const text = rasid(["status"], "", environment).stdout;
  expect(text).toMatch(/^syria-iraq +Acknowledge 2, Reject 0, Wrong place 1, Mute 1; precision 67%$/m);
});
