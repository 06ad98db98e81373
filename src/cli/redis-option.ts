import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { closeRedis, connectRedis } from "../redis/connection.ts";
import { CommandError } from "./output.ts";

const ANSWER_WITHIN_MS = 3000;

/** Runs something against the Redis of a running Rasid: REDIS_URL, else the socket in the data directory. */
export async function withRunningRedis(dataDir: string, run: (redis: Redis) => Promise<void>): Promise<void> {
  const url = process.env.REDIS_URL;
  const socket = existsSync(dataDir) ? join(realpathSync(dataDir), "redis.sock") : "";
  if (!url && !existsSync(socket))
    throw new CommandError(
      `no Rasid runs on the data directory ${dataDir}: start it, or name its directory with --data, or its Redis with REDIS_URL`,
    );
  const redis = connectRedis(url ? { url } : { socket }, () => undefined);
  const timer = setTimeout(() => redis.disconnect(), ANSWER_WITHIN_MS);
  try {
    await redis.ping();
    clearTimeout(timer);
    await run(redis);
  } catch (error) {
    if (redis.status === "ready") throw error;
    throw new CommandError(`the Redis of ${url ? "REDIS_URL" : dataDir} does not answer: is Rasid running?`);
  } finally {
    clearTimeout(timer);
    await closeRedis(redis);
  }
}
