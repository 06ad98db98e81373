import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { type AddressInfo, createConnection, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { startTestServer, type TestServer } from "../support/test-server.ts";
import { feedOf, type Story } from "./news.ts";
import type { Context } from "./scenario.ts";

/** A port that nobody listens on now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A durable Redis that a scenario may kill, freeze, empty and start again, always on one port. */
export interface FaultyRedis {
  readonly url: string;
  readonly port: number;
  readonly directory: string;
  readonly client: Redis;
  start(): Promise<void>;
  kill(): Promise<void>;
}

export async function startRedis(context: Context, directory = join(context.folder(), "redis")): Promise<FaultyRedis> {
  mkdirSync(directory, { recursive: true });
  const port = await freePort();
  let child: ChildProcess | undefined;
  const client = new Redis({ port, host: "127.0.0.1", maxRetriesPerRequest: null, retryStrategy: () => 50 });
  client.on("error", () => undefined);
  const redis: FaultyRedis = {
    url: `redis://127.0.0.1:${port}`,
    port,
    directory,
    client,
    async start() {
      const settings = "--bind 127.0.0.1 --appendonly yes --appendfsync everysec --maxmemory-policy noeviction".split(
        " ",
      );
      child = spawn("redis-server", [...settings, "--port", String(port), "--dir", directory, "--save", ""], {
        stdio: "ignore",
      });
      await client.ping();
    },
    async kill() {
      if (!child || child.exitCode !== null) return;
      const exited = new Promise((resolve) => child?.once("exit", resolve));
      child.kill("SIGKILL");
      await exited;
    },
  };
  await redis.start();
  context.closing(async () => {
    client.disconnect();
    await redis.kill();
  });
  return redis;
}

/** A TCP proxy before a port that can freeze what passes and cut every connection. */
export async function startProxy(context: Context, target: number) {
  const pairs = new Set<readonly [Socket, Socket]>();
  let isFrozen = false;
  const server = createServer((from) => {
    const to = createConnection(target, "127.0.0.1");
    const pair = [from, to] as const;
    pairs.add(pair);
    const pass = (source: Socket, drain: Socket) => {
      source.on("data", (chunk) => drain.write(chunk));
      source.on("error", () => undefined);
      source.on("close", () => {
        pairs.delete(pair);
        drain.destroy();
      });
    };
    pass(from, to);
    pass(to, from);
    if (isFrozen) for (const socket of pair) socket.pause();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = () => {
    for (const [from, to] of pairs) {
      from.destroy();
      to.destroy();
    }
  };
  context.closing(() => {
    server.close();
    cut();
  });
  return {
    port: (server.address() as AddressInfo).port,
    async freeze(ms: number) {
      isFrozen = true;
      for (const pair of pairs) for (const socket of pair) socket.pause();
      await sleep(ms);
      isFrozen = false;
      cut();
    },
  };
}

export interface FeedServer extends TestServer {
  /** What each feed holds, by its path. */
  readonly stories: Map<string, Story[]>;
  publish(path: string, stories: readonly Story[]): void;
}

/** Feeds on loopback that hold what is published in them. */
export async function startFeeds(context: Context): Promise<FeedServer> {
  const stories = new Map<string, Story[]>();
  const server = await startTestServer((request, response) =>
    response
      .writeHead(200, { "content-type": "application/rss+xml; charset=utf-8" })
      .end(feedOf(stories.get(request.url ?? "") ?? [])),
  );
  context.closing(() => server.close());
  return {
    ...server,
    stories,
    publish(path, added) {
      stories.set(path, [...(stories.get(path) ?? []), ...added]);
    },
  };
}
