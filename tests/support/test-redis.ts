import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import type { RedisAddress } from "../../src/redis/connection.ts";

export interface TestRedis {
  readonly address: RedisAddress;
  readonly socket: string;
  connect(): Redis;
  stop(): Promise<void>;
}

/** A real Redis of a test's own on a unix socket, without a file on disk. */
export async function startTestRedis(): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), "rasid-redis-"));
  const socket = join(folder, "redis.sock");
  const child = spawn(
    "redis-server",
    ["--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"],
    { stdio: "ignore" },
  );
  const opened: Redis[] = [];
  function connect(): Redis {
    const redis = new Redis({ path: socket, maxRetriesPerRequest: null });
    redis.on("error", () => undefined);
    opened.push(redis);
    return redis;
  }
  await connect().ping();
  return {
    address: { socket },
    socket,
    connect,
    async stop() {
      for (const redis of opened) redis.disconnect();
      const exited = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
