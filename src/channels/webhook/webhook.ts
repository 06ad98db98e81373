import { plainAlert, plainDigest } from "../../domain/alerts/plain-alert.ts";
import type { Channel, Delivery } from "../../pipeline/deliver-ports.ts";
import { postJson } from "../outcome.ts";
import { signedHeaders } from "./standard-webhook.ts";
import { webhookBody } from "./webhook-body.ts";

/** Posts each message as JSON to a program of the user's, signed by Standard Webhooks. */
export function webhook(options: { id: string; url: string; signingKey: string }): Channel {
  const { id, url, signingKey } = options;
  function post(kind: string, messageId: string, content: object, signal: AbortSignal): Promise<Delivery> {
    const body = JSON.stringify(webhookBody(kind, content));
    return postJson(url, body, signal, signedHeaders(signingKey, messageId, body, new Date()));
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
