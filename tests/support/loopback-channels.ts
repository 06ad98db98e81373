import { Webhook } from "standardwebhooks";
import { email } from "../../src/channels/email/email.ts";
import { slackBot } from "../../src/channels/slack-bot/slack-bot.ts";
import { webhook } from "../../src/channels/webhook/webhook.ts";
import type { Alert } from "../../src/domain/alerts/alert.ts";
import { type Digest, digestWording } from "../../src/domain/alerts/digest.ts";
import { alertWording } from "../../src/domain/alerts/wording.ts";
import { startSmtpSink } from "./smtp-sink.ts";
import { startTestServer } from "./test-server.ts";

/** What came out on the wire at one place, as the people there see it. */
export interface Arrived {
  readonly at: Date;
  readonly channel: string;
  /** `reply` stands in a thread and rings nobody up; neither does `edit`. */
  readonly kind: "ping" | "reply" | "broadcast" | "edit" | "email" | "email reply" | "post" | "update" | "digest";
  /** The headline or title first, then what else it says. */
  readonly lines: readonly string[];
  /** Addresses of articles in it. */
  readonly urls: readonly string[];
  /** What the receiving side knows it by, and what it refers to. */
  readonly ref?: string | undefined;
  readonly to?: string | undefined;
}

interface Text {
  readonly type: string;
  readonly text?: string | { readonly text: string };
  readonly url?: string;
  readonly elements?: readonly Text[];
  readonly fields?: readonly { readonly text: string }[];
}

const URL = /https:\/\/news\.example\.org\/[\w-]+/g;
const CHANNEL = "C0123456789";
export const SIGNING_KEY = `whsec_${Buffer.alloc(32, 5).toString("base64")}`;

function withoutIsolates(text: string): string {
  return text.replace(/[\u2066-\u2069]/g, "");
}

/** A Slack of our own for chat.postMessage and chat.update: it answers with a growing ts. */
async function startSlack(arrive: (one: Omit<Arrived, "at">) => void) {
  let posts = 0;
  let busy = 0;
  const server = await startTestServer((request, response) => {
    const given = new URLSearchParams(request.body);
    response.setHeader("content-type", "application/json");
    if (busy > 0) {
      busy--;
      response.setHeader("retry-after", "30");
      response.statusCode = 429;
      return response.end('{"ok":false,"error":"ratelimited"}');
    }
    const blocks = JSON.parse(given.get("blocks") ?? "[]") as Text[];
    const isEdit = request.url === "/chat.update";
    const ts = isEdit ? given.get("ts")! : `${1_700_000_000 + ++posts}.000100`;
    const thread = given.get("thread_ts") ?? undefined;
    const isBroadcast = given.get("reply_broadcast") === "true";
    const isDigest = blocks.some(({ type, elements }) => type === "rich_text" && elements?.length === 2);
    const kind = isEdit ? "edit" : isDigest ? "digest" : thread ? (isBroadcast ? "broadcast" : "reply") : "ping";
    const urls = [...new Set(JSON.stringify(blocks).match(URL))];
    arrive({ channel: "desk", kind, lines: slackLines(blocks, kind), urls, ref: ts, to: isEdit ? ts : thread });
    response.end(JSON.stringify({ ok: true, ts, channel: CHANNEL }));
  });
  return {
    server,
    /** Refuses the next calls as too many. */
    beBusyFor(calls: number) {
      busy = calls;
    },
  };
}

function slackLines(blocks: readonly Text[], kind: Arrived["kind"]): string[] {
  const textOf = ({ text }: Text) => (typeof text === "object" ? text.text : (text ?? ""));
  const shown = (one: Text): string => textOf(one) || (one.elements ?? []).map(shown).join("");
  const isList = ({ type }: Text) => type === "rich_text_list";
  if (kind === "digest")
    return blocks
      .flatMap((block) =>
        block.type === "rich_text"
          ? block.elements!.flatMap((one) =>
              isList(one) ? one.elements!.map((line) => `- ${shown(line)}`) : [shown(one)],
            )
          : [shown(block)],
      )
      .map(withoutIsolates);
  const [header, title, next] = blocks;
  const outlets = blocks
    .flatMap(({ fields = [] }) => fields.map(({ text }) => text))
    .filter((text) => text.startsWith("المصادر"));
  const note = next?.type === "context" ? [shown(next)] : [];
  return [shown(header!), shown(title!), ...note, ...(kind === "edit" ? outlets : [])].map(withoutIsolates);
}

/** Real channels of three kinds against loopback; `arrived` tells what came, by the given clock, in order. */
export async function loopbackChannels(now: () => Date) {
  const arrived: Arrived[] = [];
  const arrive = (one: Omit<Arrived, "at">) => void arrived.push({ at: now(), ...one });
  const slack = await startSlack(arrive);
  const smtp = await startSmtpSink();
  const badSignatures: string[] = [];
  const hook = await startTestServer((request, response) => {
    try {
      new Webhook(SIGNING_KEY).verify(request.body, request.headers as Record<string, string>);
    } catch {
      badSignatures.push(request.body);
    }
    const { alert, digest } = JSON.parse(request.body) as { alert?: Alert; digest?: Digest };
    const urls = [...new Set(request.body.match(URL))];
    if (digest) arrive({ channel: "hook", kind: "digest", lines: digestLines(digest), urls });
    if (alert) {
      const { headline, title, updateNote } = alertWording(alert, "ar", false);
      const lines = [headline, title, ...(updateNote ? [updateNote] : [])].map(withoutIsolates);
      arrive({
        channel: "hook",
        kind: alert.update ? "update" : "post",
        lines,
        urls,
        ref: alert.id,
        to: alert.update?.of,
      });
    }
    response.end();
  });
  let mailsRead = 0;
  return {
    arrived,
    badSignatures,
    slack,
    smtp,
    channels: {
      desk: slackBot({
        id: "desk",
        token: "xoxb-day",
        channel: CHANNEL,
        language: "ar",
        apiUrl: `${slack.server.url}/`,
      }),
      mail: email({
        id: "mail",
        host: "127.0.0.1",
        port: smtp.port,
        security: "none",
        from: "rasid@example.org",
        to: ["night@example.org"],
        language: "ar",
      }),
      hook: webhook({ id: "hook", url: `${hook.url}/in`, signingKey: SIGNING_KEY }),
    },
    /** Notes the mails that came since the last look; the SMTP server parses them by itself. */
    readMails() {
      for (const { parsed } of smtp.mails.slice(mailsRead)) {
        const text = parsed.text ?? "";
        const isDigest = parsed.messageId?.startsWith("<digest-") && !text.includes("تنبيهات معاً");
        const kind = isDigest ? "digest" : parsed.inReplyTo ? "email reply" : "email";
        const urls = [...new Set(text.match(URL))];
        const paragraphs = text.split("\n").filter((line) => line !== "" && !/^ *https:/.test(line));
        const note = paragraphs[2]?.includes("أول تنبيه") ? paragraphs.slice(2, 3) : [];
        const lines = isDigest ? paragraphs : [...paragraphs.slice(0, 2), ...note];
        arrive({
          channel: "mail",
          kind,
          lines: lines.map(withoutIsolates),
          urls,
          ref: parsed.messageId,
          to: parsed.inReplyTo,
        });
      }
      mailsRead = smtp.mails.length;
    },
    close: () => Promise.all([slack.server.close(), smtp.close(), hook.close()]),
  };
}

function digestLines(digest: Digest): string[] {
  const { title, sections } = digestWording(digest, "ar");
  const lines = sections.flatMap(({ heading, lines: some }) => [heading, ...some.map(({ text }) => `- ${text}`)]);
  return [title, ...lines].filter((line) => line !== "").map(withoutIsolates);
}
