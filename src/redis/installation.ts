import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { PREFIX } from "./connection.ts";

const KEY = `${PREFIX}:installation`;
const LOST = `${PREFIX}:ledgers-lost`;
const FILE = "installation-id";
/** By then every feed has had its new baseline. */
const KEEP_LOST_MS = 7 * 86_400_000;

/** Whether the ledgers are those this data directory knows, by an id kept in both. A loss is noted in Redis for all. */
export async function recogniseLedgers(redis: Redis, dataDir: string, newId: () => string) {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, FILE);
  const onDisk = existsSync(path) ? readFileSync(path, "utf8").trim() : undefined;
  const isNewInRedis = (await redis.set(KEY, onDisk ?? newId(), "NX")) === "OK";
  const inRedis = (await redis.get(KEY)) ?? "";
  if (inRedis !== onDisk) writeFileSync(path, `${inRedis}\n`);
  const isLost = onDisk !== undefined && (isNewInRedis || inRedis !== onDisk);
  if (!isLost) return isNewInRedis ? "new" : "known";
  await redis.set(LOST, new Date().toISOString(), "PX", KEEP_LOST_MS);
  return "lost";
}

/** Whether the ledgers were lost lately: what a baseline tells now may be a repeat. */
export async function wereLedgersLost(redis: Redis): Promise<boolean> {
  return (await redis.exists(LOST)) === 1;
}
