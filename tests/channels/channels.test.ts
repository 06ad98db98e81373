import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { CHANNEL_KINDS } from "../../src/channels/channel-registry.ts";
import { email } from "../../src/channels/email/email.ts";
import { slackBot } from "../../src/channels/slack-bot/slack-bot.ts";
import { slackWebhook } from "../../src/channels/slack-webhook/slack-webhook.ts";
import { terminal } from "../../src/channels/terminal/terminal.ts";
import { secretFault, signedHeaders } from "../../src/channels/webhook/standard-webhook.ts";
import { webhook } from "../../src/channels/webhook/webhook.ts";
import type { Outgoing } from "../../src/pipeline/deliver-ports.ts";
import { anAlert } from "../support/builders.ts";
import { mailTo, startSmtpSink } from "../support/smtp-sink.ts";
import { startTestServer } from "../support/test-server.ts";
import {
  anOutgoing,
  describeChannel,
  describedChannels,
  HOSTILE_TITLE,
  HTTP_ANSWERS,
  type OpenCase,
} from "./channel-contract.ts";

const NOBODY = 1;

/** An HTTP server whose answer to a message can be chosen: a status, a cut connection, or silence. */
async function httpCase(
  accept: (body: string) => object | string,
  isMessage: (path: string, body: string) => boolean = () => true,
) {
  let answer = "200";
  const accepted: string[] = [];
  const server = await startTestServer((request, response) => {
    const message = isMessage(request.url ?? "", request.body);
    if (answer === "silence") return;
    if (answer === "cut") return void request.socket.destroy();
    const [status = "200", header, value] = answer.split(/[: ]+/);
    response.statusCode = Number(status);
    if (header && value) response.setHeader(header, value);
    if (message && status === "200") accepted.push(request.body);
    const body = accept(request.body);
    response.setHeader("content-type", typeof body === "string" ? "text/plain" : "application/json");
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  const answerWith = (label: string) => {
    answer = label;
  };
  return { server, accepted, answerWith };
}

/** All texts inside a JSON body, as they would be shown. */
function shownTexts(json: string): string {
  const texts: string[] = [];
  JSON.parse(json, (key, value) => {
    if (typeof value === "string" && key !== "type") texts.push(value);
    return value;
  });
  return withoutIsolates(texts.join("\n"));
}

/** What sets Latin apart inside Arabic is no part of what is shown. */
function withoutIsolates(text: string): string {
  return text.replace(/[\u2066-\u2069]/g, "");
}

describeChannel({
  name: "slack-webhook",
  secret: "T0SECRET",
  answers: HTTP_ANSWERS,
  async open(): Promise<OpenCase> {
    const { server, accepted, answerWith } = await httpCase(
      (body) => (body === "{}" ? "no_text" : "ok"),
      (_, body) => body !== "{}",
    );
    const at = (port: number) =>
      slackWebhook({ id: "desk", webhookUrl: `http://127.0.0.1:${port}/services/T0SECRET`, language: "ar" });
    return {
      channel: at(server.port),
      unreachable: at(NOBODY),
      answerWith,
      received: () => accepted.map(shownTexts),
      close: server.close,
    };
  },
});

describeChannel({
  name: "slack-bot",
  secret: "xoxb-secret",
  answers: HTTP_ANSWERS,
  async open(): Promise<OpenCase> {
    const { server, accepted, answerWith } = await httpCase(
      () => ({ ok: true, ts: "1700000000.000100", team: "t", user: "u" }),
      (path) => path.includes("chat.postMessage"),
    );
    const at = (port: number) =>
      slackBot({
        id: "desk",
        token: "xoxb-secret",
        channel: "C0123456789",
        language: "ar",
        apiUrl: `http://127.0.0.1:${port}/api/`,
      });
    const received = () => accepted.map((body) => withoutIsolates([...new URLSearchParams(body).values()].join("\n")));
    return { channel: at(server.port), unreachable: at(NOBODY), answerWith, received, close: server.close };
  },
});

describeChannel({
  name: "webhook",
  secret: "hook-secret",
  answers: HTTP_ANSWERS,
  async open(): Promise<OpenCase> {
    const { server, accepted, answerWith } = await httpCase(
      () => ({}),
      (_, body) => !body.includes('"kind":"check"'),
    );
    const at = (port: number) =>
      webhook({ id: "desk", url: `http://127.0.0.1:${port}/hook-secret`, signingKey: "hook-secret-key" });
    // A program gets the article as it is and escapes it for its own use; JSON itself escapes control characters.
    const received = () => accepted.map((body) => body.replace(/\u202e/g, ""));
    return { channel: at(server.port), unreachable: at(NOBODY), answerWith, received, close: server.close };
  },
});

describeChannel({
  name: "email",
  secret: "smtp-secret",
  answers: [
    { label: "250", outcome: "done" },
    { label: "mail 451", outcome: "later" },
    { label: "mail 550", outcome: "never" },
    { label: "rcpt 450", outcome: "later" },
    { label: "rcpt 550", outcome: "never" },
    { label: "data 452", outcome: "later" },
    { label: "data 554", outcome: "never" },
  ],
  async open(): Promise<OpenCase> {
    const sink = await startSmtpSink();
    const silent = await startTestServer(() => undefined);
    let port = sink.port;
    const at = (chosen: () => number) => ({
      id: "desk",
      send: (...args: Parameters<OpenCase["channel"]["send"]>) => channelAt(chosen()).send(...args),
      check: (signal: AbortSignal) => channelAt(chosen()).check(signal),
    });
    const channelAt = (chosen: number) =>
      email({
        id: "desk",
        host: "127.0.0.1",
        port: chosen,
        security: "none",
        from: "rasid@example.org",
        to: ["desk@example.org"],
        password: "smtp-secret",
        language: "ar",
      });
    return {
      channel: at(() => port),
      unreachable: at(() => NOBODY),
      answerWith(label) {
        const [step, code] = label.split(" ");
        if (label === "silence") port = silent.port;
        else if (code) sink.refuse(step as "mail" | "rcpt" | "data", Number(code));
      },
      received: () => sink.mails.map(({ parsed }) => withoutIsolates(`${parsed.subject}\n${parsed.text}`)),
      async close() {
        await sink.close();
        await silent.close();
      },
    };
  },
});

describeChannel({
  name: "terminal",
  secret: "none",
  answers: [],
  async open(): Promise<OpenCase> {
    const written: string[] = [];
    const channel = terminal({
      id: "desk",
      language: "ar",
      isInteractive: true,
      isColoured: true,
      write: (text) => void written.push(text),
      record: () => undefined,
    });
    return {
      channel,
      unreachable: channel,
      answerWith: () => undefined,
      received: () => written,
      close: async () => undefined,
    };
  },
});

it("every kind of channel passes the contract", () => {
  expect([...describedChannels].toSorted()).toEqual(CHANNEL_KINDS.map(({ kind }) => kind).toSorted());
});

it("a Slack error that will not pass is never, one that will is later", async () => {
  for (const [error, outcome] of [
    ["invalid_blocks", "never"],
    ["channel_not_found", "never"],
    ["internal_error", "later"],
  ] as const) {
    const server = await startTestServer((_, response) =>
      response.setHeader("content-type", "application/json").end(JSON.stringify({ ok: false, error })),
    );
    const bot = slackBot({
      id: "desk",
      token: "xoxb-1",
      channel: "C0123456789",
      language: "ar",
      apiUrl: `${server.url}/api/`,
    });
    expect(await bot.send(anOutgoing(), AbortSignal.timeout(3000))).toMatchObject({
      outcome,
      why: `Slack says ${error}`,
    });
    await server.close();
  }
});

it("Slack gets feed text only where it acts on nothing", async () => {
  const { server, accepted } = await httpCase(() => "ok");
  await slackWebhook({ id: "desk", webhookUrl: `${server.url}/x`, language: "ar" }).send(
    anOutgoing(HOSTILE_TITLE),
    AbortSignal.timeout(3000),
  );
  await server.close();
  const message = JSON.parse(accepted[0]!) as {
    text: string;
    blocks: { type: string; text?: { type: string } }[];
  };
  expect(message.text).not.toMatch(/<[!@h]/);
  const types = JSON.stringify(message.blocks).match(/"type":"(\w+)"/g)!;
  expect(types).not.toContain('"type":"mrkdwn"');
  expect(message).toMatchObject({ unfurl_links: false, unfurl_media: false });
});

it("an email has exactly our headers and recipients, reads right to left, and runs nothing", async () => {
  const sink = await startSmtpSink();
  const channel = mailTo(sink, ["a@example.org", "b@example.org"], "ar");
  await channel.send(anOutgoing(HOSTILE_TITLE), AbortSignal.timeout(3000));
  await sink.close();
  const [mail] = sink.mails;
  expect(mail!.to).toEqual(["a@example.org", "b@example.org"]);
  expect([...mail!.parsed.headers.keys()].toSorted()).toEqual([
    "auto-submitted",
    "content-type",
    "date",
    "from",
    "list",
    "message-id",
    "mime-version",
    "subject",
    "to",
    "x-auto-response-suppress",
  ]);
  expect(mail!.parsed.messageId).toBe("<alert-alert-1@example.org>");
  const html = mail!.parsed.html as string;
  expect(html).not.toMatch(/<script|<img|onerror/i);
  expect(html.match(/<t[dr][ >]/g)!.length).toBeGreaterThan(5);
  expect([...html.matchAll(/<td ([^>]*)>/g)].filter(([, attributes]) => !/dir="(rtl|ltr)"/.test(attributes!))).toEqual(
    [],
  );
  expect(mail!.parsed.text).toContain("<script>alert(1)</script>");
});

it("tells when one of several recipients was refused", async () => {
  const sink = await startSmtpSink();
  sink.refuse("rcpt", 550, "gone@example.org");
  const channel = mailTo(sink, ["a@example.org", "gone@example.org"], "ar");
  expect(await channel.send(anOutgoing(), AbortSignal.timeout(3000))).toMatchObject({
    outcome: "done",
    note: "1 of 2 recipients were refused",
  });
  await sink.close();
});

describe("a webhook's signature", () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
  const sent = async (signingKey: string) => {
    const server = await startTestServer((_, response) => response.end("ok"));
    const channel = webhook({ id: "desk", url: server.url, signingKey });
    await channel.send(anOutgoing(), AbortSignal.timeout(3000));
    await server.close();
    const [{ headers, body }] = server.requests as [(typeof server.requests)[number]];
    return { headers: headers as Record<string, string>, body };
  };

  it("is one that receivers' libraries of Standard Webhooks accept, with the alert's id as the message's", async () => {
    const { headers, body } = await sent(secret);
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({ version: 1, kind: "alert" });
    expect(headers["webhook-id"]).toBe("alert-1");
  });

  it("fails over an altered body, another key, and what is replayed after five minutes", async () => {
    const { headers, body } = await sent(secret);
    const receiver = new Webhook(secret);
    expect(() => receiver.verify(body.replace("alert", "alarm"), headers)).toThrow();
    expect(() => new Webhook(Buffer.alloc(32, 8).toString("base64")).verify(body, headers)).toThrow();
    const old = String(Math.floor(Date.now() / 1000) - 301);
    const replayed = { ...headers, "webhook-timestamp": old };
    expect(() =>
      receiver.verify(body, { ...replayed, ...signedHeaders(secret, "alert-1", body, new Date(Number(old) * 1000)) }),
    ).toThrow(/too old/);
  });

  it("is made with the bytes of a key in the old form, of which `check` warns", async () => {
    const { headers, body } = await sent("key");
    expect(new Webhook("key", { format: "raw" }).verify(body, headers)).toBeTruthy();
    expect([secretFault("key")?.[0], secretFault("whsec_c2hvcnQ=")?.[0], secretFault(secret)]).toEqual([
      "the signing key is no secret of Standard Webhooks (whsec_…)",
      "the signing key holds 5 bytes, and not 24 to 64",
      undefined,
    ]);
  });
});

describe("an update of a story", () => {
  const update = (threadRef: string, broadcast = false): Outgoing => ({
    kind: "alert",
    possibleRepeat: false,
    threadRef,
    alert: anAlert({
      id: "alert-2",
      concepts: [{ id: "casualties", title: "ضحايا", english: "casualties", broadcast }],
      update: {
        changes: [{ change: "figure", kind: "killed", value: 11 }],
        of: "alert-1",
        toldAt: "2026-03-01T20:01:00Z",
      },
    }),
  });

  it.each([
    ["for those who follow it", false],
    ["for all", true],
  ])("goes into Slack's thread and says what is new, %s", async (_, broadcast) => {
    const { server, accepted } = await httpCase(() => ({ ok: true, ts: "1700000001.000100" }));
    const bot = slackBot({
      id: "desk",
      token: "xoxb-1",
      channel: "C0123456789",
      language: "ar",
      apiUrl: `${server.url}/api/`,
    });
    await bot.send(update("1700000000.000100", broadcast), AbortSignal.timeout(3000));
    await server.close();
    const form = new URLSearchParams(accepted[0]!);
    expect(form.get("thread_ts")).toBe("1700000000.000100");
    expect(form.get("reply_broadcast")).toBe(broadcast ? "true" : null);
    expect(withoutIsolates(form.get("blocks")!)).toContain("11 قتيلاً، أول تنبيه: 2026-03-01 20:01 UTC");
  });

  it("is a reply to the first email", async () => {
    const sink = await startSmtpSink();
    const channel = mailTo(sink, ["a@example.org"], "en");
    await channel.send(update("<alert-alert-1@example.org>"), AbortSignal.timeout(3000));
    await sink.close();
    const { inReplyTo, references, subject, text } = sink.mails[0]!.parsed;
    expect([inReplyTo, references]).toEqual(["<alert-alert-1@example.org>", "<alert-alert-1@example.org>"]);
    expect(withoutIsolates(subject!)).toMatch(/^Update: casualties in Abu Kamal/);
    expect(withoutIsolates(text!)).toContain("killed: 11, first told: 2026-03-01 20:01 UTC");
  });
});
