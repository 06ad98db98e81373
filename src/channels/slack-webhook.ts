import { request } from "undici";
import type { Language } from "../domain/event/wording.ts";
import type { Channel, Delivery } from "../pipeline/ports.ts";
import { deliveryOf, deliveryOfError } from "./http-outcome.ts";
import { slackMessage } from "./slack-message.ts";

export interface SlackWebhookOptions {
  readonly id: string;
  readonly webhookUrl: string;
  readonly language: Language;
}

/** An incoming webhook of Slack. It answers "ok" and nothing else, so what was posted cannot be changed or found again. */
export function slackWebhook({ id, webhookUrl, language }: SlackWebhookOptions): Channel {
  async function post(body: object, signal: AbortSignal): Promise<{ delivery: Delivery; detail: string }> {
    try {
      const headers = { "content-type": "application/json; charset=utf-8" };
      const response = await request(webhookUrl, { method: "POST", headers, body: JSON.stringify(body), signal });
      const detail = (await response.body.text()).slice(0, 80).replace(/[^\w ]/g, "");
      const retryAfter = response.headers["retry-after"];
      return { delivery: deliveryOf(response.statusCode, retryAfter?.toString(), new Date(), detail), detail };
    } catch (error) {
      return { delivery: deliveryOfError(error, signal), detail: "" };
    }
  }

  return {
    id,
    async send(message, signal) {
      return (await post(slackMessage(message, language), signal)).delivery;
    },
    async check(signal) {
      // An empty message is refused as such by a webhook that exists (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).
      const { delivery, detail } = await post({}, signal);
      return detail === "no_text" || detail === "invalid_payload" ? { outcome: "done" } : delivery;
    },
  };
}
