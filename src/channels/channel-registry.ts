import type { Channel } from "../pipeline/ports.ts";
import type { ConfiguredChannel } from "../settings/settings.ts";
import { email } from "./email.ts";
import { slackBot } from "./slack-bot.ts";
import { slackWebhook } from "./slack-webhook.ts";
import { type TerminalPorts, terminal } from "./terminal.ts";
import { webhook } from "./webhook.ts";

/** The channel that an entry of channels.yaml describes. */
export function openChannel({ entry, secrets }: ConfiguredChannel, ports: TerminalPorts): Channel {
  switch (entry.kind) {
    case "terminal":
      return terminal({ ...entry, ...ports });
    case "slack-webhook":
      return slackWebhook({ ...entry, webhookUrl: secrets.webhookUrl! });
    case "slack-bot":
      return slackBot({ ...entry, token: secrets.token!, hasButtons: secrets.appToken !== undefined });
    case "email":
      return email({ ...entry, password: secrets.password });
    case "webhook":
      return webhook({ id: entry.id, url: secrets.url!, signingKey: secrets.signingKey! });
  }
}

/** Slack takes one message a second and conversation: https://docs.slack.dev/apis/web-api/rate-limits */
export function channelLimiter(kind: ConfiguredChannel["entry"]["kind"]) {
  return kind === "slack-webhook" || kind === "slack-bot" ? { max: 1, duration: 1000 } : undefined;
}
