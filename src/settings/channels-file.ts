import { z } from "zod";
import { PaceSettings } from "./pace-settings.ts";
import { secretKeys } from "./secrets.ts";
import { identifier, whole } from "./units.ts";

const language = z.enum(["ar", "en"]);
const common = {
  id: identifier("a channel id"),
  enabled: z.boolean().default(true),
  language: language.default("ar").describe("The language of labels; what the article says is quoted as it is"),
  pace: PaceSettings.prefault({}).describe("When it is told, and what it is told later and together"),
};

const address = z.string().regex(/^[^\s@<>"]+@[^\s@<>"]+$/, "not an email address: write it like desk@example.org");

const map = z.boolean().default(true).describe("Show a map picture where the place is known");

const Terminal = z.strictObject({ ...common, kind: z.literal("terminal") });

const SlackWebhook = z.strictObject({
  ...common,
  kind: z.literal("slack-webhook"),
  ...secretKeys("webhookUrl", "the incoming webhook's address").shape,
});

const slackChannel = /^[CGD][A-Z0-9]{6,}$/;
const SlackBot = z.strictObject({
  ...common,
  kind: z.literal("slack-bot"),
  map,
  ...secretKeys("token", "the bot token (xoxb-...)").shape,
  ...secretKeys("appToken", "the app-level token (xapp-...), for buttons by Socket Mode").shape,
  channel: z
    .string()
    .regex(slackChannel, "not a Slack channel id: copy it from the channel's details, like C0123456789"),
});

const Email = z.strictObject({
  ...common,
  kind: z.literal("email"),
  map,
  host: z.string().min(1).max(255).describe("The SMTP server"),
  port: whole(1, 65535).default(587),
  security: z.enum(["starttls", "tls", "none"]).default("starttls"),
  user: z.string().min(1).max(255).optional(),
  ...secretKeys("password", "the SMTP password").shape,
  from: address,
  to: z.array(address).min(1).max(50),
});

const Webhook = z.strictObject({
  ...common,
  kind: z.literal("webhook"),
  ...secretKeys("url", "the address that alerts are posted to").shape,
  ...secretKeys("signingKey", "the key that signs each body (HMAC-SHA256)").shape,
});

/** One entry of `channels.yaml`. */
export const ChannelEntry = z.discriminatedUnion("kind", [Terminal, SlackWebhook, SlackBot, Email, Webhook], {
  error: "no such kind of channel: use one of terminal, slack-webhook, slack-bot, email, webhook",
});
export const ChannelsFile = z.strictObject({ channels: z.array(ChannelEntry) });
export type ChannelSettings = z.output<typeof ChannelEntry>;

/** Which secrets a kind of channel takes, and which of them it cannot do without. */
export const CHANNEL_SECRETS: Readonly<Record<ChannelSettings["kind"], Record<string, "required" | "optional">>> = {
  terminal: {},
  "slack-webhook": { webhookUrl: "required" },
  "slack-bot": { token: "required", appToken: "optional" },
  email: { password: "optional" },
  webhook: { url: "required", signingKey: "required" },
};
