import { readFileSync, writeFileSync } from "node:fs";
import { eventually } from "../support/eventually.ts";
import { startSmtpSink } from "../support/smtp-sink.ts";
import { startTestServer } from "../support/test-server.ts";
import { aRig, aSettledDaemon, asker, privateRedis } from "./rig.ts";
import { figure, PATIENCE_MS, type Scenario } from "./scenario.ts";

const RETRY_AFTER_SECONDS = 3;
const SLACK_IS_DEAD_MS = 20_000;
const hook = (vice: string) => `    kind: webhook\n    urlEnv: URL_${vice}\n    signingKeyEnv: HOOK_KEY\n`;
/** Five channels hang at every fifth alert each, so that the waits for them go on beside each other. */
const HANGS = ["HANG0", "HANG1", "HANG2", "HANG3", "HANG4"] as const;
const VICES = ["R500", "R429", "RESET", ...HANGS] as const;

const channelFaults: Scenario = {
  number: 10,
  name: "channels that answer 500, 429, hang or reset, 50 times each; a dead Slack beside email",
  bar: "0 lost, Retry-After kept +-1 s, email never later than 5 s",
  stage: "seconds",
  withinSeconds: 240,
  async run(context) {
    const alerts = 50;
    const accepted = new Map<string, { titles: string[]; marked: number }>();
    const tries = new Map<string, number[]>();
    const waits: number[] = [];
    let hung = 0;
    let deadUntil = Number.POSITIVE_INFINITY;
    const accept = (channel: string, title: string, isMarked: boolean) => {
      const { titles, marked } = accepted.get(channel) ?? { titles: [], marked: 0 };
      accepted.set(channel, { titles: [...titles, title], marked: marked + (isMarked ? 1 : 0) });
    };
    const server = await startTestServer((request, response) => {
      const vice = request.url!.slice(1);
      const message = JSON.parse(request.body);
      if (vice === "SLACK") {
        // Never answered while it is dead; the daemon gives up.
        if (Date.now() < deadUntil) return;
        const text = String(message.text).replace(/[\u2066-\u2069]/g, "");
        accept(vice, /: (.*)$/s.exec(text)![1]!, request.body.includes("سبق إرساله"));
        return void response.end("ok");
      }
      const { id, article } = message.alert;
      const before = tries.get(`${vice} ${id}`) ?? [];
      tries.set(`${vice} ${id}`, [...before, Date.now()]);
      const alertsSeen = [...tries.keys()].filter((key) => key.startsWith(vice)).length;
      const hangs = alertsSeen % HANGS.length === 0;
      if (before.length > 0 || (vice.startsWith("HANG") && !hangs)) {
        if (vice === "R429" && before.length === 1) waits.push((Date.now() - before[0]!) / 1000);
        accept(vice, article.title, message.possibleRepeat);
        return void response.end("ok");
      }
      if (vice === "R500") return void response.writeHead(500).end();
      if (vice === "R429") return void response.writeHead(429, { "retry-after": String(RETRY_AFTER_SECONDS) }).end();
      if (vice === "RESET") return void request.socket.resetAndDestroy();
      hung++;
      setTimeout(() => response.end(), 30_000).unref();
    });
    context.closing(() => server.close());
    const smtp = await startSmtpSink();
    context.closing(() => smtp.close());
    const rig = await aRig(context, 2, {
      channels: {
        ...Object.fromEntries(VICES.map((vice) => [vice.toLowerCase(), hook(vice)])),
        slack: "    kind: slack-webhook\n    webhookUrlEnv: URL_SLACK\n",
        mail: `    kind: email\n    host: 127.0.0.1\n    port: ${smtp.port}\n    security: none\n    from: a@example.org\n    to:\n      - b@example.org\n`,
      },
    });
    const yaml = `${rig.site}/rasid.yaml`;
    writeFileSync(yaml, readFileSync(yaml, "utf8").replace("delivery:\n", "delivery:\n  timeout: 3s\n"));
    const urls = [...VICES, "SLACK"].map((vice) => [`URL_${vice}`, `${server.url}/${vice}`]);
    const daemon = await aSettledDaemon(context, rig, Object.fromEntries(urls));
    deadUntil = Date.now() + SLACK_IS_DEAD_MS;
    const ask = asker(context, privateRedis(context, rig.data));
    let latest = 0;
    // In ten goes, so that a late email is not hidden by the crowd; the first go before them warms up parser and map.
    for (let go = 0; go <= 10; go++) {
      const mails = smtp.mails.length;
      rig.publish(alerts / 5, alerts / 10);
      const publishedAt = Date.now();
      await ask(rig.ids);
      await eventually(
        () => smtp.mails.length,
        (count) => count >= mails + alerts / 10,
        PATIENCE_MS,
      );
      if (go > 0) latest = Math.max(latest, (Date.now() - publishedAt) / 1000);
    }
    const lostOf = (channel: string) => {
      const titles = new Set(accepted.get(channel)?.titles);
      return rig.expected.filter((title) => !titles.has(title)).length;
    };
    const channels = [...VICES, "SLACK"];
    const lost = () => channels.reduce((sum, channel) => sum + lostOf(channel), 0);
    await eventually(lost, (count) => count === 0, 180_000).catch(() => console.error(daemon.output().slice(-20_000)));
    const twice = channels.reduce((sum, channel) => {
      const titles = accepted.get(channel)?.titles ?? [];
      return sum + titles.length - new Set(titles).size;
    }, 0);
    const off = waits.map((seconds) => Math.abs(seconds - RETRY_AFTER_SECONDS));
    return figure(
      {
        "alerts per channel": rig.expected.length,
        lost: channels.map((channel) => `${channel} ${lostOf(channel)}`).join("/"),
        twice,
        hung,
        "Retry-After off by s": Math.max(...off),
        waits: waits.length,
        mails: smtp.mails.length,
        "latest email s": latest,
      },
      lost() === 0 && twice === 0 && hung >= alerts && waits.length === rig.expected.length && Math.max(...off) <= 1,
      smtp.mails.length === rig.expected.length && latest <= 5,
    );
  },
};

export const CHANNEL_FAULTS: readonly Scenario[] = [channelFaults];
