import { plainAlert } from "../../domain/alerts/plain-alert.ts";
import { channelEntry } from "../../settings/channel-entry.ts";
import { defineChannel } from "../channel-kind.ts";
import { webhookBody } from "../webhook/webhook-body.ts";
import { terminal } from "./terminal.ts";
import { terminalText } from "./terminal-text.ts";

export const terminalKind = defineChannel({
  kind: "terminal",
  schema: channelEntry("terminal", {}),
  secrets: {},
  firstEntry: {},
  verdictsOf: () => "none",
  open: async (entry, _, host) => terminal({ ...entry, ...host }),
  previewText: (message, language) => terminalText(message, language, false),
  previewSent: ({ alert, possibleRepeat }) => webhookBody("alert", { alert: plainAlert(alert), possibleRepeat }),
});
