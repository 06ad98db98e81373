import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import { email } from "../../src/channels/email/email.ts";
import { slackBot } from "../../src/channels/slack-bot/slack-bot.ts";
import { slackWebhook } from "../../src/channels/slack-webhook/slack-webhook.ts";
import { terminal } from "../../src/channels/terminal/terminal.ts";
import { webhook } from "../../src/channels/webhook/webhook.ts";
import type { Article } from "../../src/domain/article.ts";
import { cleanLine } from "../../src/domain/safe-text.ts";
import { parseFeed } from "../../src/sources/feed/parse-feed.ts";
import { anAlert, anArticle } from "../support/builders.ts";
import { eventually } from "../support/eventually.ts";
import { mailTo, startSmtpSink } from "../support/smtp-sink.ts";
import { startTestServer } from "../support/test-server.ts";
import { hostileTitles } from "./hostile-titles.ts";
import { escapeXml, rss } from "./news.ts";
import { startProgram } from "./processes.ts";
import { aRig, aSettledDaemon, asker, privateRedis } from "./rig.ts";
import { figure, type Scenario } from "./scenario.ts";
import { HOOK } from "./site.ts";

const soon = () => AbortSignal.timeout(10_000);

/** Characters that act on whoever shows them; what Rasid itself sets around Latin runs is taken out before looking. */
const ACTING =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** A text without our own isolates; what stays unbalanced stays to be found. */
function withoutOwnIsolates(text: string): string {
  let before: string;
  let after = text;
  do {
    before = after;
    after = before.replace(/\u2068([^\u2066-\u2069]*)\u2069/g, "$1");
  } while (after !== before);
  return after;
}

const hostileAlert = (title: string, given: Partial<Article> = {}) =>
  ({
    kind: "alert",
    possibleRepeat: false,
    alert: anAlert({
      article: anArticle({ title, summary: title, body: title, ...given }),
      quote: { text: title, marks: [[0, 3]] },
    }),
  }) as const;

/** Undoes what Slack's rules ask for (docs.slack.dev/messaging/formatting-message-text). */
const unescapeSlack = (text: string) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

interface SlackObject {
  readonly type?: string;
  readonly text?: string | SlackObject;
  readonly url?: string;
}

function objectsOf(value: unknown): SlackObject[] {
  if (Array.isArray(value)) return value.flatMap(objectsOf);
  if (typeof value !== "object" || value === null) return [];
  return [value as SlackObject, ...Object.values(value).flatMap(objectsOf)];
}

const slack: Scenario = {
  number: 29,
  name: "hostile text in Slack",
  bar: "30 titles: the payload unescaped equals the cleaned title, 0 control sequences, links only http(s), unfurl off",
  short: true,
  withinSeconds: 30,
  async run(context) {
    const bodies: Record<string, unknown>[] = [];
    const server = await startTestServer((request, response) => {
      const isForm = String(request.headers["content-type"]).includes("urlencoded");
      const form = isForm ? Object.fromEntries(new URLSearchParams(request.body)) : {};
      bodies.push(isForm ? { ...form, blocks: JSON.parse(form.blocks ?? "[]") } : JSON.parse(request.body));
      response.setHeader("content-type", "application/json").end(isForm ? '{"ok":true,"ts":"1.1"}' : "ok");
    });
    context.closing(() => server.close());
    const titles = hostileTitles(30, context.seed);
    const links = ["https://example.org/1", "http://example.org/<!channel>|x", "https://example.org/?a=1&b=<@U1>"];
    const channels = [
      slackWebhook({ id: "a", webhookUrl: `${server.url}/hook`, language: "ar" }),
      slackBot({ id: "b", token: "xoxb-1", channel: "C0123456789", language: "ar", apiUrl: `${server.url}/api/` }),
    ];
    let equal = 0;
    let controls = 0;
    let badLinks = 0;
    let unfurls = 0;
    for (const [i, title] of titles.entries()) {
      for (const channel of channels) {
        // Links reach a channel only as the reader of feeds leaves them.
        const { items } = await parseFeed(
          rss(`<item><title>x</title><link>${escapeXml(links[i % links.length]!)}</link></item>`),
          "https://example.org/",
          1,
        );
        await channel.send(hostileAlert(title, { url: items[0]!.url }), soon());
        const body = bodies.at(-1)!;
        const objects = objectsOf(body.blocks);
        const texts = objects.flatMap(({ type, text }) =>
          type === "plain_text" || type === "text" ? [String(text)] : [],
        );
        const shown = texts.map(withoutOwnIsolates);
        const top = withoutOwnIsolates(unescapeSlack(String(body.text)));
        if (shown.includes(cleanLine(title)) && top.endsWith(cleanLine(title))) equal++;
        if (/<[!@#h]|<[^>]*\|/.test(String(body.text)) || objects.some(({ type }) => type === "mrkdwn")) controls++;
        if (objects.some(({ url }) => url !== undefined && !/^https?:\/\//.test(url))) badLinks++;
        if (String(body.unfurl_links) !== "false" || String(body.unfurl_media) !== "false") unfurls++;
      }
    }
    return figure(
      { messages: bodies.length, equal, "control sequences": controls, "bad links": badLinks, unfurls },
      equal === bodies.length && bodies.length === 60,
      controls + badLinks + unfurls === 0,
    );
  },
};

const OUR_HEADERS =
  "auto-submitted content-type date from list message-id mime-version subject to x-auto-response-suppress";

const mail: Scenario = {
  number: 30,
  name: "hostile text in email",
  bar: "headers exactly ours, recipients exactly configured, text intact, no active HTML",
  short: true,
  withinSeconds: 60,
  async run(context) {
    const sink = await startSmtpSink();
    context.closing(() => sink.close());
    const to = ["a@example.org", "b@example.org"];
    const channel = mailTo(sink, to, "ar");
    const titles = [
      ...hostileTitles(40, context.seed),
      "ط".repeat(10_000),
      `قصف ${"x".repeat(10_000)}`,
      "=?utf-8?Q?=0d=0aBcc:_evil@example.org?=",
    ];
    let wrong = 0;
    let active = 0;
    let damaged = 0;
    for (const title of titles) {
      const delivery = await channel.send(hostileAlert(title), soon());
      const { to: rcpt, parsed } = sink.mails.at(-1)!;
      const headers = [...parsed.headers.keys()].toSorted().join(" ");
      if (delivery.outcome !== "done" || headers !== OUR_HEADERS || rcpt.join() !== to.join()) wrong++;
      const html = parsed.html as string;
      if (
        /<(?:script|img|iframe|svg|object|form|style|link|base)\b/i.test(html) ||
        /<[^>]+\son\w+=/i.test(html) ||
        /href="(?!https?:)/.test(html)
      )
        active++;
      const text = withoutOwnIsolates(parsed.text ?? "");
      if (!text.includes(cleanLine(title).slice(0, 300)) || ACTING.test(withoutOwnIsolates(parsed.subject ?? "")))
        damaged++;
    }
    return figure(
      { mails: sink.mails.length, wrong, active, damaged },
      sink.mails.length === titles.length,
      wrong + active + damaged === 0,
    );
  },
};

const sinks: Scenario = {
  number: 31,
  name: "bidi, zero-width, control characters and half surrogates in every sink and in the log",
  bar: "0 of them anywhere; the log stays one JSON object a line over 10,000 hostile titles",
  short: true,
  withinSeconds: 60,
  async run(context) {
    const count = context.scale === "short" ? 1000 : 10_000;
    // As a feed would bring them: read by the reader of feeds first.
    const raw = hostileTitles(count, context.seed);
    const read: string[] = [];
    for (let at = 0; at < raw.length; at += 500) {
      const items = raw
        .slice(at, at + 500)
        .map(
          (title) => `<item><title>${escapeXml(title)}</title><description>${escapeXml(title)}</description></item>`,
        );
      read.push(...(await parseFeed(rss(items.join("")), "https://example.org/", 500)).items.map(({ title }) => title));
    }
    const bodies: string[] = [];
    const server = await startTestServer((request, response) => {
      const isForm = String(request.headers["content-type"]).includes("urlencoded");
      bodies.push(isForm ? [...new URLSearchParams(request.body).values()].join("\n") : request.body);
      response.setHeader("content-type", "application/json").end('{"ok":true,"ts":"1.1"}');
    });
    context.closing(() => server.close());
    const smtp = await startSmtpSink();
    context.closing(() => smtp.close());
    const written: string[] = [];
    const channels = [
      slackWebhook({ id: "a", webhookUrl: server.url, language: "ar" }),
      slackBot({ id: "b", token: "xoxb-1", channel: "C0123456789", language: "en", apiUrl: `${server.url}/` }),
      webhook({ id: "c", url: server.url, signingKey: "key" }),
      email({
        id: "d",
        host: "127.0.0.1",
        port: smtp.port,
        security: "none",
        from: "a@example.org",
        to: ["b@example.org"],
        language: "ar",
      }),
      terminal({
        id: "e",
        language: "ar",
        isInteractive: true,
        isColoured: false,
        write: (text) => void written.push(text),
        record: () => undefined,
      }),
    ];
    for (const title of read.slice(0, 60))
      for (const channel of channels) await channel.send(hostileAlert(title), soon());
    const unescaped = (json: string) =>
      JSON.stringify(json) &&
      json.replace(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
    const shown = [
      ...bodies.map(unescaped),
      ...written,
      ...smtp.mails.map(({ parsed }) => `${parsed.subject}\n${parsed.text}`),
    ];
    const bad = shown.filter((text) => ACTING.test(withoutOwnIsolates(text).replace(/[\r\n\t]/g, " ")));

    const logger = startProgram(context, "log-titles", { COUNT: String(count), SEED_OF_TITLES: String(context.seed) });
    let log = "";
    logger.child.stdout?.on("data", (text: string) => {
      log += text;
    });
    await logger.ended;
    const lines = log.split("\n").filter(Boolean);
    const broken = lines.filter((line) => !isJson(line)).length;
    const acting = lines.filter((line) => ACTING.test(line)).length;
    return figure(
      {
        titles: read.length,
        messages: shown.length,
        "bad messages": bad.length,
        "log lines": lines.length,
        "not JSON": broken,
        "acting lines": acting,
      },
      read.length === count && bad.length === 0 && shown.length === 300,
      lines.length === count && broken + acting === 0,
    );
  },
};

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

const secrets: Scenario = {
  number: 32,
  name: "secrets in logs, errors, dead letters, health, metrics and notices",
  bar: "grep over all output of a run full of failures: 0",
  withinSeconds: 90,
  async run(context) {
    const refusing = await startTestServer(
      (request, response) => void response.writeHead(request.url?.includes("gone") ? 404 : 500).end("refused"),
    );
    context.closing(() => refusing.close());
    const known = {
      SECRET_HOOK: `${refusing.url}/services/T0-hook-secret-1`,
      SECRET_GONE: `${refusing.url}/gone/hook-secret-2`,
      SECRET_KEY: "signing-secret-3",
      SECRET_SMTP: "smtp-secret-4",
      SECRET_TOKEN: "xoxb-token-secret-5",
      SECRET_FEED: `Basic ${Buffer.from("user:feed-secret-6").toString("base64")}`,
    };
    const rig = await aRig(context, 2, {
      channels: {
        sink: HOOK,
        slack: "    kind: slack-webhook\n    webhookUrlEnv: SECRET_HOOK\n",
        gone: "    kind: webhook\n    urlEnv: SECRET_GONE\n    signingKeyEnv: SECRET_KEY\n",
        mail: "    kind: email\n    host: 127.0.0.1\n    port: 1\n    security: none\n    user: rasid\n    passwordEnv: SECRET_SMTP\n    from: a@example.org\n    to:\n      - b@example.org\n",
      },
      feed: "    every: 1h\n    fullText: never\n    authorizationEnv: SECRET_FEED\n    headers:\n      X-Api-Key: header-secret-7\n",
      rasid: "ops:\n  channels:\n    - sink\n    - gone\nlog:\n  level: trace\n",
    });
    const daemon = await aSettledDaemon(context, rig, known);
    const redis = privateRedis(context, rig.data);
    rig.publish(12, 6);
    await asker(context, redis)(rig.ids);
    await eventually(
      () => redis.hlen("rasid:dead"),
      (count) => count >= 6,
      30_000,
    );
    await sleep(1000);
    const url = /"status":"(http[^"]+)"/.exec(daemon.output())![1]!;
    const pages = await Promise.all(
      ["/healthz", "/metrics", "/readyz"].map(async (path) => (await fetch(url + path)).text()),
    );
    const kept = await everything(redis);
    await daemon.stop();
    // Behind all of this the log takes secrets out, whatever brought them there.
    const logger = startProgram(context, "log-titles", { COUNT: "35", SEED_OF_TITLES: "1", SECRET: "<!channel>" });
    await logger.ended;
    const isTakenOut = logger.output().includes("<secret>") && !logger.output().includes("<!channel>");
    const output = [daemon.output(), ...pages, kept, JSON.stringify(rig.sink.notices)].join("\n");
    const sent = rig.feeds.requests.some(
      ({ headers }) => headers.authorization === known.SECRET_FEED && headers["x-api-key"] === "header-secret-7",
    );
    const texts = [
      "hook-secret-1",
      "hook-secret-2",
      "signing-secret-3",
      "smtp-secret-4",
      "token-secret-5",
      "feed-secret-6",
      known.SECRET_FEED.slice(6),
      "header-secret-7",
    ];
    const found = texts.filter((text) => output.includes(text));
    return figure(
      {
        characters: output.length,
        "dead letters": deadCount(kept),
        found: found.length === 0 ? 0 : found.join(" "),
        "sent to the feed": sent,
        "log takes out": isTakenOut,
      },
      found.length === 0 && sent && isTakenOut && output.includes("alert refused") && output.includes("alert put off"),
    );
  },
};

/** All that Redis holds, as text. */
async function everything(redis: Redis): Promise<string> {
  const parts: string[] = [];
  for (const key of await redis.keys("*")) {
    const type = await redis.type(key);
    if (type === "string") parts.push(key, (await redis.get(key)) ?? "");
    if (type === "hash") parts.push(key, JSON.stringify(await redis.hgetall(key)));
    if (type === "list") parts.push(key, (await redis.lrange(key, 0, -1)).join("\n"));
    if (type === "zset") parts.push(key, (await redis.zrange(key, "0", "-1")).join("\n"));
    if (type === "stream") parts.push(key, JSON.stringify(await redis.xrange(key, "-", "+")));
  }
  return parts.join("\n");
}

const deadCount = (kept: string) => kept.split("HTTP 404").length - 1;

export const HOSTILE_TEXT: readonly Scenario[] = [slack, mail, sinks, secrets];
