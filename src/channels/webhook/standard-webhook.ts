import { createHmac } from "node:crypto";

/** What a secret begins with whose rest is the key in base64. */
const SECRET_PREFIX = "whsec_";
/** Bytes of a key: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
const KEY_BYTES = { least: 24, most: 64 };

/**
 * The headers that sign a message by Standard Webhooks 1.0: `webhook-id` (the same at every try), `webhook-timestamp`
 * (seconds since 1970, of this try: receivers refuse what is older than five minutes) and `webhook-signature` (`v1,` and
 * the base64 HMAC-SHA256 of id, timestamp and body, joined by dots). `secret`: see `keyOf`.
 */
export function signedHeaders(secret: string, id: string, body: string, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signature = createHmac("sha256", keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}

/** The key that a secret holds: after `whsec_` in base64, else the bytes of the text itself, as secrets were before. */
function keyOf(secret: string): Buffer {
  return secret.startsWith(SECRET_PREFIX)
    ? Buffer.from(secret.slice(SECRET_PREFIX.length), "base64")
    : Buffer.from(secret, "utf8");
}

/** What is wrong with a secret for receivers' libraries, and what to do; undefined when nothing is. */
export function secretFault(secret: string): readonly [what: string, remedy: string] | undefined {
  const remedy = "make one with `echo whsec_$(openssl rand -base64 32)`, and give it to the receiver as well";
  if (!secret.startsWith(SECRET_PREFIX)) return ["the signing key is no secret of Standard Webhooks (whsec_…)", remedy];
  const { length } = keyOf(secret);
  if (length >= KEY_BYTES.least && length <= KEY_BYTES.most) return undefined;
  return [`the signing key holds ${length} bytes, and not ${KEY_BYTES.least} to ${KEY_BYTES.most}`, remedy];
}
