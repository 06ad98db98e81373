import { createHmac } from "node:crypto";
import { request } from "undici";
import type { Channel, Delivery } from "../pipeline/ports.ts";
import { deliveryOf, deliveryOfError } from "./http-outcome.ts";

export interface WebhookOptions {
  readonly id: string;
  readonly url: string;
  /** Key of the HMAC-SHA256 over `<timestamp>.<body>`. */
  readonly signingKey: string;
}

/**
 * Posts each message as JSON to a program of the user's. Headers: `rasid-timestamp` (seconds since 1970),
 * `rasid-signature` (`v1=` and the hex HMAC-SHA256 of `<timestamp>.<body>`), `idempotency-key` (the same at every try).
 */
export function webhook({ id, url, signingKey }: WebhookOptions): Channel {
  async function post(kind: string, key: string, content: object, signal: AbortSignal): Promise<Delivery> {
    const body = JSON.stringify({ version: 1, kind, ...content });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac("sha256", signingKey).update(`${timestamp}.${body}`).digest("hex");
    const headers = {
      "content-type": "application/json; charset=utf-8",
      "rasid-timestamp": timestamp,
      "rasid-signature": `v1=${signature}`,
      "idempotency-key": key,
    };
    try {
      const response = await request(url, { method: "POST", headers, body, signal });
      await response.body.dump();
      return deliveryOf(response.statusCode, response.headers["retry-after"]?.toString(), new Date());
    } catch (error) {
      return deliveryOfError(error, signal);
    }
  }

  return {
    id,
    send(message, signal) {
      if (message.kind === "notice")
        return post("notice", `${message.notice.key}-${message.notice.at}`, { notice: message.notice }, signal);
      return post("alert", message.alert.id, { alert: message.alert, possibleRepeat: message.possibleRepeat }, signal);
    },
    check: (signal) => post("check", "check", {}, signal),
  };
}
