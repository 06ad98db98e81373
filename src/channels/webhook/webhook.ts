import { createHmac } from "node:crypto";
import { plainAlert, plainDigest } from "../../domain/alerts/plain-alert.ts";
import type { Channel, Delivery } from "../../pipeline/deliver-ports.ts";
import { postJson } from "../outcome.ts";
import { webhookBody } from "./webhook-body.ts";

/**
 * Posts each message as JSON to a program of the user's. Headers: `rasid-timestamp` (seconds since 1970),
 * `rasid-signature` (`v1=` and the hex HMAC-SHA256 of `<timestamp>.<body>`), `idempotency-key` (the same at every try).
 */
export function webhook(options: { id: string; url: string; signingKey: string }): Channel {
  const { id, url, signingKey } = options;
  function post(kind: string, key: string, content: object, signal: AbortSignal): Promise<Delivery> {
    const body = JSON.stringify(webhookBody(kind, content));
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac("sha256", signingKey).update(`${timestamp}.${body}`).digest("hex");
    const headers = {
      "rasid-timestamp": timestamp,
      "rasid-signature": `v1=${signature}`,
      "idempotency-key": key,
    };
    return postJson(url, body, signal, headers);
  }

  return {
    id,
    send(message, signal) {
      if (message.kind === "notice")
        return post("notice", `${message.notice.key}-${message.notice.at}`, { notice: message.notice }, signal);
      const { possibleRepeat } = message;
      if (message.kind === "digest")
        return post("digest", message.digest.id, { digest: plainDigest(message.digest), possibleRepeat }, signal);
      return post("alert", message.alert.id, { alert: plainAlert(message.alert), possibleRepeat }, signal);
    },
    check: (signal) => post("check", "check", {}, signal),
  };
}
