import type { Language } from "../../domain/language/language.ts";
import type { Channel } from "../../pipeline/deliver-ports.ts";
import { postJson } from "../outcome.ts";
import { slackMessage } from "../slack-message.ts";

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
