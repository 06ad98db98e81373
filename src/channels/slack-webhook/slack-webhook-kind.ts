import { channelEntry } from "../../settings/channel-entry.ts";
import { secretKeys } from "../../settings/secrets.ts";
import { defineChannel } from "../channel-kind.ts";
import { SLACK_LIMITER, slackMessage } from "../slack-message.ts";
import { terminalText } from "../terminal/terminal-text.ts";

export const slackWebhookKind = defineChannel({
  kind: "slack-webhook",
  schema: channelEntry("slack-webhook", secretKeys("webhookUrl", "the incoming webhook's address").shape),
  secrets: { webhookUrl: "required" },
  firstEntry: { webhookUrlEnv: "RASID_SLACK_WEBHOOK" },
  limiter: SLACK_LIMITER,
  verdictsOf: () => "links",
  async open(entry, { webhookUrl }) {
    const { slackWebhook } = await import("./slack-webhook.ts");
    return slackWebhook({ ...entry, webhookUrl: webhookUrl! });
  },
  previewText: (message, language) => terminalText(message, language, false),
  previewSent: slackMessage,
});
