import type { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { startTestRedis, type TestRedis } from "./test-redis.ts";

/** A real Redis for the tests of a file, empty before each; `take` is handed a connection once it runs. */
export function withFreshRedis(take: (redis: Redis, server: TestRedis) => void): void {
  let server: TestRedis;
  let redis: Redis;
  beforeAll(async () => {
    server = await startTestRedis();
    redis = server.connect();
    take(redis, server);
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    await redis.flushall();
  });
}
