import { type Block, type KnownBlock, LogLevel, WebClient } from "@slack/web-api";
import type { Alert } from "../../domain/alerts/alert.ts";
import type { Language } from "../../domain/language/language.ts";
import type { Channel, Outgoing } from "../../pipeline/deliver-ports.ts";
import { untilAborted } from "../outcome.ts";
import { slackMessage } from "../slack-message.ts";
import { deliveryOfSlackError, SILENT } from "./slack-errors.ts";

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

/** An update goes into the thread of the alert that told its story first, and to the channel where it concerns all. */
function threadOf(thread_ts: string, { concepts, severity }: Alert) {
  const isBroadcast = severity === "critical" || concepts.some(({ broadcast }) => broadcast);
  return isBroadcast ? { thread_ts, reply_broadcast: true as const } : { thread_ts };
}
