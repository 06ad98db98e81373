import { plainAlert, plainDigest } from "../../domain/alerts/plain-alert.ts";
import type { Language } from "../../domain/language/language.ts";
import type { Channel } from "../../pipeline/deliver-ports.ts";
import type { ChannelHost } from "../channel-kind.ts";
import { terminalText } from "./terminal-text.ts";

/** Shows messages where Rasid runs: as text at a terminal, as a log entry elsewhere. */
export function terminal(options: ChannelHost & { id: string; language: Language }): Channel {
  return {
    id: options.id,
    async send(message) {
      if (options.isInteractive) options.write(`${terminalText(message, options.language, options.isColoured)}\n`);
      else if (message.kind === "alert")
        options.record({ alert: plainAlert(message.alert), possibleRepeat: message.possibleRepeat }, "alert");
      else if (message.kind === "digest") options.record({ digest: plainDigest(message.digest) }, message.digest.kind);
      else options.record({ notice: message.notice }, "notice");
      return { outcome: "done" };
    },
    check: async () => ({ outcome: "done" }),
  };
}
