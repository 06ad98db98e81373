import type { Language } from "../../domain/language/language.ts";
import type { Channel } from "../../pipeline/deliver-ports.ts";
import { channelEntry } from "../../settings/channel-entry.ts";
import { secretKeys } from "../../settings/secrets.ts";
import { defineChannel } from "../channel-kind.ts";
import { postJson } from "../outcome.ts";
import { SLACK_LIMITER, slackMessage } from "../slack-message.ts";
import { terminalText } from "../terminal/terminal-text.ts";

export const slackWebhookKind = defineChannel({
  kind: "slack-webhook",
  schema: channelEntry("slack-webhook", secretKeys("webhookUrl", "the incoming webhook's address").shape),
  secrets: { webhookUrl: "required" },
  firstEntry: { webhookUrlEnv: "RASID_SLACK_WEBHOOK" },
  limiter: SLACK_LIMITER,
  verdictsOf: () => "links",
  open: (entry, { webhookUrl }) => slackWebhook({ ...entry, webhookUrl: webhookUrl! }),
  previewText: (message, language) => terminalText(message, language, false),
  previewSent: slackMessage,
});

/** An incoming webhook of Slack. It answers "ok" and nothing else, so what was posted cannot be changed or found again. */
export function slackWebhook(options: { id: string; webhookUrl: string; language: Language }): Channel {
  const { id, webhookUrl, language } = options;
  const post = (body: object, signal: AbortSignal) =>
    postJson(webhookUrl, JSON.stringify(body), signal, {}, async (answer) =>
      (await answer.text()).slice(0, 80).replace(/[^\w ]/g, ""),
    );
  return {
    id,
    send: (message, signal) => post(slackMessage(message, language), signal),
    async check(signal) {
      // An empty message is refused as such by a webhook that exists (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).
      const delivery = await post({}, signal);
      const isThere = delivery.outcome !== "done" && /\((?:no_text|invalid_payload)\)$/.test(delivery.why);
      return isThere ? { outcome: "done" } : delivery;
    },
  };
}
