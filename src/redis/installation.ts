import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { PREFIX } from "./connection.ts";

const KEY = `${PREFIX}:installation`;
const FILE = "installation-id";

/**
 * Whether the ledgers are the ones this data directory knows. An id is kept both in Redis and in the data directory;
 * one without the other tells that Redis came back empty, and that what is told next may have been told before.
 */
export async function recogniseLedgers(
  redis: Redis,
  dataDir: string,
  newId: () => string,
): Promise<"known" | "new" | "lost"> {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, FILE);
  const onDisk = existsSync(path) ? readFileSync(path, "utf8").trim() : undefined;
  const id = onDisk ?? (await redis.get(KEY)) ?? newId();
  const isNewInRedis = (await redis.set(KEY, id, "NX")) === "OK";
  if (onDisk === undefined) writeFileSync(path, `${id}\n`);
  if (!isNewInRedis) return "known";
  return onDisk === undefined ? "new" : "lost";
}
