import { type Block, type KnownBlock, LogLevel, WebClient } from "@slack/web-api";
import type { Alert } from "../domain/event/alert.ts";
import type { Language } from "../domain/event/wording.ts";
import type { Channel, Delivery, Outgoing } from "../pipeline/ports.ts";
import { deliveryOf, deliveryOfError, untilAborted } from "./outcome.ts";
import { slackMessage } from "./slack-message.ts";

/** Errors of the Web API that pass by themselves: https://docs.slack.dev/reference/methods/chat.postMessage */
const PASSING =
  "internal_error fatal_error service_unavailable request_timeout ratelimited rate_limited team_added_to_org".split(
    " ",
  );

/** Posts to a conversation; `ref` of a delivery is the message's ts. `hasButtons`: Socket Mode hears them. */
export function slackBot(options: {
  id: string;
  token: string;
  channel: string;
  language: Language;
  map?: boolean;
  hasButtons?: boolean;
  apiUrl?: string;
}): Channel {
  const { id, token, channel, language, map = true, hasButtons, apiUrl } = options;
  const client = new WebClient(token, {
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
    // The queue retries; the client must not.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    logger: SILENT,
  });
  const wordsOf = (message: Outgoing) => {
    const { blocks, ...rest } = slackMessage(message, language, hasButtons);
    return { channel, ...rest, blocks: blocks as (KnownBlock | Block)[] };
  };

  return {
    id,
    takesPictures: map,
    async send(message, signal) {
      const { threadRef, picture = undefined } = message.kind === "alert" ? message : {};
      const thread = message.kind === "alert" && threadRef ? threadOf(threadRef, message.alert) : undefined;
      const post = () => client.chat.postMessage({ ...wordsOf(message), ...thread });
      const posted = await untilAborted(signal, post, deliveryOfSlackError, ({ ts }) => ({ ref: ts }));
      if (!picture || posted.outcome !== "done" || !posted.ref) return posted;
      // The map goes into the thread of an alert that was told: what fails here is only noted.
      const file = { file: Buffer.from(picture), filename: "map.png", alt_text: "map" };
      const upload = () => client.files.uploadV2({ channel_id: channel, thread_ts: posted.ref!, ...file });
      const added = await untilAborted(signal, upload, deliveryOfSlackError);
      return { ...posted, note: added.outcome === "done" ? undefined : `the map was not shown: ${added.why}` };
    },
    amend(alert, ts, signal) {
      const { channel, text, blocks } = wordsOf({ kind: "alert", alert, possibleRepeat: false });
      return untilAborted(signal, () => client.chat.update({ channel, ts, text, blocks }), deliveryOfSlackError);
    },
    check: (signal) => untilAborted(signal, () => client.auth.test(), deliveryOfSlackError),
  };
}

/** Control that changes hands concerns the whole channel, not only those who follow the thread. */
const BROADCAST = ["seizure", "recapture", "withdrawal"];

/** An update goes into the thread of the alert that told its story first. */
function threadOf(thread_ts: string, { concepts, severity }: Alert) {
  const isBroadcast = severity === "critical" || concepts.some(({ id }) => BROADCAST.includes(id));
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
  const { code, retryAfter = 30, statusCode, headers, data, original = error } = error;
  if (code === "slack_webapi_rate_limited_error")
    return { outcome: "later", why: "HTTP 429", afterMs: retryAfter * 1000 };
  if (code === "slack_webapi_http_error" && statusCode !== undefined)
    return deliveryOf(statusCode, headers?.["retry-after"]);
  if (code !== "slack_webapi_platform_error") return deliveryOfError(original);
  const why = `Slack says ${String(data?.error).replace(/[^\w]/g, "").slice(0, 60)}`;
  return { outcome: PASSING.includes(data?.error ?? "") ? "later" : "never", why };
}

/** The client would write tokens of failed requests to the console; failures are told as deliveries. */
const quiet = () => undefined;
export const SILENT = {
  ...{ debug: quiet, info: quiet, warn: quiet, error: quiet, setLevel: quiet, setName: quiet },
  getLevel: () => LogLevel.ERROR,
};
