import { plainAlert } from "../../domain/alerts/plain-alert.ts";
import { channelEntry } from "../../settings/channel-entry.ts";
import { secretKeys } from "../../settings/secrets.ts";
import { defineChannel } from "../channel-kind.ts";
import { terminalText } from "../terminal/terminal-text.ts";
import { secretFault } from "./standard-webhook.ts";
import { webhookBody } from "./webhook-body.ts";

export const webhookKind = defineChannel({
  kind: "webhook",
  schema: channelEntry("webhook", {
    ...secretKeys("url", "the address that alerts are posted to").shape,
    ...secretKeys("signingKey", "the key that signs each message by Standard Webhooks (whsec_...)").shape,
  }),
  secrets: { url: "required", signingKey: "required" },
  secretFault: (name, secret) => (name === "signingKey" ? secretFault(secret) : undefined),
  firstEntry: { urlEnv: "RASID_HOOK_URL", signingKeyEnv: "RASID_HOOK_KEY" },
  verdictsOf: () => "none",
  async open({ id }, { url, signingKey }) {
    const { webhook } = await import("./webhook.ts");
    return webhook({ id, url: url!, signingKey: signingKey! });
  },
  previewText: (message, language) => terminalText(message, language, false),
  previewSent: ({ alert, possibleRepeat }) => webhookBody("alert", { alert: plainAlert(alert), possibleRepeat }),
});
