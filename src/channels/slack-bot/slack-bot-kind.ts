import { z } from "zod";
import { channelEntry } from "../../settings/channel-entry.ts";
import { secretKeys } from "../../settings/secrets.ts";
import { defineChannel } from "../channel-kind.ts";
import { SLACK_LIMITER, slackMessage } from "../slack-message.ts";
import { terminalText } from "../terminal/terminal-text.ts";

export const slackBotKind = defineChannel({
  kind: "slack-bot",
  schema: channelEntry("slack-bot", {
    map: z.boolean().default(true).describe("Show a map picture where the place is known"),
    ...secretKeys("token", "the bot token (xoxb-...)").shape,
    ...secretKeys("appToken", "the app-level token (xapp-...), for buttons by Socket Mode").shape,
    channel: z
      .string()
      .regex(/^[CGD][A-Z0-9]{6,}$/, "not a Slack channel id: copy it from the channel's details, like C0123456789"),
  }),
  secrets: { token: "required", appToken: "optional" },
  firstEntry: { tokenEnv: "RASID_SLACK_TOKEN", channel: "C0000000000" },
  hasAddresses: true,
  limiter: SLACK_LIMITER,
  isMapOff: ({ map }) => !map,
  verdictsOf: ({ appTokenEnv, appTokenFile }) => (appTokenEnv || appTokenFile ? "itself" : "links"),
  async open(entry, { token, appToken }) {
    const { slackBot } = await import("./slack-bot.ts");
    return slackBot({ ...entry, token: token!, hasButtons: appToken !== undefined });
  },
  previewText: (message, language) => terminalText(message, language, false),
  previewSent: (message, language) => slackMessage(message, language),
  listener: {
    connectionOf: ({ appToken }) => appToken,
    conversationOf: ({ channel }) => channel,
    async listen(appToken, handlers, apiUrl) {
      const { openVerdictSocket } = await import("./slack-verdicts.ts");
      return openVerdictSocket({ appToken, apiUrl, ...handlers });
    },
  },
});
