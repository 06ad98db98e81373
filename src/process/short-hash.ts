import { createHash } from "node:crypto";

/** A short, stable hash of a text: 128 bits of SHA-256, safe in keys, job ids and addresses. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}
