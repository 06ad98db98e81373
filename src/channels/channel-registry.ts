import type { Channel } from "../pipeline/ports.ts";
import type { ConfiguredChannel } from "../settings/settings.ts";
import { email } from "./email.ts";
import { slackBot } from "./slack-bot.ts";
import { slackWebhook } from "./slack-webhook.ts";
import { terminal } from "./terminal.ts";
import { webhook } from "./webhook.ts";

/** How the terminal channel reaches the person or the log of this process. */
export interface TerminalPorts {
  readonly isInteractive: boolean;
  readonly isColoured: boolean;
  write(text: string): void;
  record(fields: object, message: string): void;
}

/** The channel that an entry of channels.yaml describes. */
export function openChannel({ entry, secrets }: ConfiguredChannel, ports: TerminalPorts): Channel {
  switch (entry.kind) {
    case "terminal":
      return terminal({ ...entry, ...ports });
    case "slack-webhook":
      return slackWebhook({ ...entry, webhookUrl: secrets.webhookUrl! });
    case "slack-bot":
      return slackBot({ ...entry, token: secrets.token!, apiUrl: undefined });
    case "email":
      return email({ ...entry, password: secrets.password });
    case "webhook":
      return webhook({ id: entry.id, url: secrets.url!, signingKey: secrets.signingKey! });
  }
}

/** Slack takes one message a second and conversation: https://docs.slack.dev/apis/web-api/rate-limits */
export function channelLimiter(
  kind: ConfiguredChannel["entry"]["kind"],
): { max: number; duration: number } | undefined {
  return kind === "slack-webhook" || kind === "slack-bot" ? { max: 1, duration: 1000 } : undefined;
}
