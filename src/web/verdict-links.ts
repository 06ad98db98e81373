import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { VERDICTS, type VerdictKind, type VerdictLinks } from "../domain/alerts/verdict.ts";

const KEY_BYTES = 32;
const KEEP_MS = 7 * 86_400_000;
/** Alert id, verdict, second of its end in base 36, and 128 bits of HMAC-SHA256 over these. */
const TOKEN = /^(([\w-]{1,64})\.([0-3])\.([0-9a-z]{1,8}))\.([\w-]{22})$/;

/** What a verdict link asks for. */
export interface AskedVerdict {
  readonly alertId: string;
  readonly kind: VerdictKind;
  readonly isExpired: boolean;
}

/** Makes and reads links that give a verdict: signed, so that nobody else can make one, and good for seven days. */
export interface VerdictLinkMaker {
  linksFor(alertId: string, now: Date): VerdictLinks;
  /** What a link asks for; undefined for what we did not make. */
  read(token: string, now: Date): AskedVerdict | undefined;
}

export function verdictLinks(key: Buffer, publicUrl: string): VerdictLinkMaker {
  const sign = (text: string) => createHmac("sha256", key).update(text).digest("base64url").slice(0, 22);
  return {
    linksFor(alertId, now) {
      const end = Math.floor((now.getTime() + KEEP_MS) / 1000).toString(36);
      const links = VERDICTS.map((kind, i) => {
        const asked = `${alertId}.${i}.${end}`;
        return [kind, `${publicUrl.replace(/\/+$/, "")}/v/${asked}.${sign(asked)}`] as const;
      });
      return Object.fromEntries(links) as VerdictLinks;
    },
    read(token, now) {
      const [, asked = "", alertId = "", kind = "", end = "", mac = ""] = TOKEN.exec(token) ?? [];
      if (mac === "" || !timingSafeEqual(Buffer.from(mac), Buffer.from(sign(asked)))) return undefined;
      const isExpired = Number.parseInt(end, 36) * 1000 < now.getTime();
      return { alertId, kind: VERDICTS[Number(kind)]!, isExpired };
    },
  };
}

/** The signing key of a data directory, made when there is none, for our user's eyes only. Throws when it is damaged. */
export function verdictKey(dataDir: string): Buffer {
  const path = join(dataDir, "verdict-key");
  try {
    writeFileSync(path, randomBytes(KEY_BYTES), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const key = readFileSync(path);
  if (key.length === KEY_BYTES) return key;
  throw new Error(`${path} is no key of ${KEY_BYTES} bytes: remove it; links that were sent stop working`);
}
