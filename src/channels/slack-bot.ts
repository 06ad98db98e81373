import { type Block, type KnownBlock, LogLevel, WebClient } from "@slack/web-api";
import type { Alert } from "../domain/event/alert.ts";
import type { Language } from "../domain/event/wording.ts";
import type { Channel, Delivery } from "../pipeline/ports.ts";
import { deliveryOf, deliveryOfError } from "./http-outcome.ts";
import { slackMessage } from "./slack-message.ts";
import { untilAborted } from "./until-aborted.ts";

export interface SlackBotOptions {
  readonly id: string;
  readonly token: string;
  /** The id of the conversation to post to. */
  readonly channel: string;
  readonly language: Language;
  /** Whether alerts bring a map, as they do unless it is false. */
  readonly map?: boolean | undefined;
  /** Its buttons are heard, by Socket Mode. */
  readonly hasButtons?: boolean;
  readonly apiUrl?: string;
}

/** Errors of the Web API that pass by themselves: https://docs.slack.dev/reference/methods/chat.postMessage */
const PASSING = new Set(
  "internal_error fatal_error service_unavailable request_timeout ratelimited rate_limited team_added_to_org".split(
    " ",
  ),
);

/** Slack's Web API with a bot token; `ref` of a delivery is the message's ts, which later updates need. */
export function slackBot(options: SlackBotOptions): Channel {
  const { id, token, channel, language, map = true, hasButtons, apiUrl } = options;
  const client = new WebClient(token, {
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
    // The queue retries; the client must not.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    logger: SILENT,
  });

  /** Puts the map into the thread of an alert that was told: what fails here is only noted. */
  const addMap = async (thread_ts: string, picture: Uint8Array, signal: AbortSignal): Promise<Delivery> => {
    const map = { channel_id: channel, thread_ts, file: Buffer.from(picture), filename: "map.png", alt_text: "map" };
    const converse = () => client.files.uploadV2(map).then((): Delivery => ({ outcome: "done" }));
    const added = await untilAborted(converse, deliveryOfSlackError, signal);
    const note = added.outcome === "done" ? undefined : `the map was not shown: ${added.why}`;
    return { outcome: "done", ref: thread_ts, note };
  };

  return {
    id,
    takesPictures: map,
    async send(message, signal) {
      const { blocks, ...rest } = slackMessage(message, language, hasButtons);
      const post = { channel, ...rest, blocks: blocks as (KnownBlock | Block)[] };
      const thread =
        message.kind === "alert" && message.threadRef ? threadOf(message.threadRef, message.alert) : undefined;
      const converse = async (): Promise<Delivery> => {
        const { ts } = await client.chat.postMessage({ ...post, ...thread });
        return { outcome: "done", ref: ts };
      };
      const posted = await untilAborted(converse, deliveryOfSlackError, signal);
      const picture = message.kind === "alert" ? message.picture : undefined;
      return picture && posted.outcome === "done" && posted.ref ? addMap(posted.ref, picture, signal) : posted;
    },
    amend(alert, ts, signal) {
      const { blocks, text } = slackMessage({ kind: "alert", alert, possibleRepeat: false }, language, hasButtons);
      const update = { channel, ts, text, blocks: blocks as (KnownBlock | Block)[] };
      const converse = () => client.chat.update(update).then((): Delivery => ({ outcome: "done" }));
      return untilAborted(converse, deliveryOfSlackError, signal);
    },
    check(signal) {
      const converse = () => client.auth.test().then((): Delivery => ({ outcome: "done" }));
      return untilAborted(converse, deliveryOfSlackError, signal);
    },
  };
}

/** Control that changes hands concerns the whole channel, not only those who follow the thread. */
const BROADCAST = new Set(["seizure", "recapture", "withdrawal"]);

/** An update goes into the thread of the alert that told its story first. */
function threadOf(thread_ts: string, { concepts, severity }: Alert) {
  const isBroadcast = severity === "critical" || concepts.some(({ id }) => BROADCAST.has(id));
  return isBroadcast ? { thread_ts, reply_broadcast: true as const } : { thread_ts };
}

interface SlackError {
  readonly code?: string;
  readonly retryAfter?: number;
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly data?: { readonly error?: string };
  readonly original?: unknown;
}

/** What a failed call means, told without a secret in it. */
export function deliveryOfSlackError(error: SlackError): Delivery {
  if (error.code === "slack_webapi_rate_limited_error")
    return { outcome: "later", why: "HTTP 429", afterMs: (error.retryAfter ?? 30) * 1000 };
  if (error.code === "slack_webapi_http_error" && error.statusCode !== undefined)
    return deliveryOf(error.statusCode, error.headers?.["retry-after"], new Date());
  if (error.code === "slack_webapi_platform_error") {
    const why = `Slack says ${String(error.data?.error).replace(/[^\w]/g, "").slice(0, 60)}`;
    return PASSING.has(error.data?.error ?? "") ? { outcome: "later", why } : { outcome: "never", why };
  }
  return deliveryOfError(error.original ?? error);
}

/** The client would write tokens of failed requests to the console; failures are told as deliveries. */
const quiet = () => undefined;
export const SILENT = {
  ...{ debug: quiet, info: quiet, warn: quiet, error: quiet, setLevel: quiet, setName: quiet },
  getLevel: () => LogLevel.ERROR,
};
