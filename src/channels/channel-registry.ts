import type { Channel } from "../pipeline/deliver-ports.ts";
import type { ConfiguredChannel } from "../settings/settings.ts";
import type { ChannelHost, ChannelKind } from "./channel-kind.ts";
import { emailKind } from "./email/email-kind.ts";
import { slackBotKind } from "./slack-bot/slack-bot-kind.ts";
import { slackWebhookKind } from "./slack-webhook/slack-webhook-kind.ts";
import { terminalKind } from "./terminal/terminal-kind.ts";
import { webhookKind } from "./webhook/webhook-kind.ts";

/** Every kind of channel, in the order in which they are offered. */
export const CHANNEL_KINDS: readonly ChannelKind[] = [
  terminalKind,
  slackWebhookKind,
  slackBotKind,
  emailKind,
  webhookKind,
];

/** The kind of an entry that was checked. */
export function kindOf({ kind }: { readonly kind: string }): ChannelKind {
  return CHANNEL_KINDS.find((known) => known.kind === kind)!;
}

/** The channel that an entry of channels.yaml describes. */
export function openChannel({ entry, secrets }: ConfiguredChannel, host: ChannelHost): Promise<Channel> {
  return kindOf(entry).open(entry, secrets, host);
}
