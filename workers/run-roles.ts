import { mkdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Configuration, ConfigurationSource } from "../src/app/live-configuration.ts";
import { openRuntime, type Runtime } from "../src/app/runtime.ts";
import type { ChannelHost } from "../src/channels/channel-kind.ts";
import type { Logger } from "../src/process/logger.ts";
import { type Closable, runUntilStopped } from "../src/process/run-until-stopped.ts";
import { type ManagedRedis, startManagedRedis } from "../src/redis/managed-server.ts";
import { startDelivering } from "./deliver.ts";
import { startMatching } from "./match.ts";
import { startPolling } from "./poll.ts";
import { startWeb } from "./web.ts";

export const ROLES = ["poll", "match", "deliver", "web"] as const;
export type Role = (typeof ROLES)[number];

export interface RunOptions {
  readonly first: Configuration;
  readonly source?: Pick<ConfigurationSource, "folders" | "load" | "reloadOnHangUp"> | undefined;
  readonly log: Logger;
  readonly dataDir: string;
  readonly roles: readonly Role[];
  /** Ask every feed once, finish what comes of it, and end. */
  readonly once: boolean;
  readonly redisUrl: string | undefined;
  /** How channels reach the person or the log of this process. */
  readonly host: ChannelHost;
  /** Called when everything runs; `statusUrl` when the web role is among the roles. */
  onStarted(runtime: Runtime, statusUrl: string | undefined): Promise<Closable[]> | Closable[];
}

/** From the first signal to the last closed connection. */
const STOP_DEADLINE_MS = 9000;

/** Runs the roles in this process until it is told to stop. Throws when something cannot start, after closing the rest. */
export async function runRoles(options: RunOptions): Promise<void> {
  const { log } = options;
  const opened: Closable[] = [];
  const onProblem = (name: string, error: unknown) =>
    log.error({ part: name, problem: String(error) }, "did not close well");
  try {
    mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
    const managed = options.redisUrl === undefined ? await startOwnRedis(options, opened) : undefined;
    const address = managed ? { socket: managed.socket } : { url: options.redisUrl! };
    const runtime = await openRuntime({ ...options, address });
    opened.push({ name: "runtime", close: () => runtime.close() });

    const has = (role: Role) => options.roles.includes(role);
    if (has("deliver")) opened.push(await startDelivering(runtime, options.host));
    if (has("match")) opened.push(await startMatching(runtime));
    const web = has("web") ? await startWeb(runtime, has("poll")) : undefined;
    if (web) opened.push(web);
    if (has("poll")) opened.push(await startPolling(runtime, options.once));
    opened.push(...(await options.onStarted(runtime, web?.url)));
    // Signals are heeded from here on, so that whoever reads that it runs may stop it.
    const stopped = runUntilStopped(
      opened.splice(0),
      STOP_DEADLINE_MS,
      Promise.race([options.once ? drained(runtime, options.roles) : never(), managed?.died ?? never()]),
      onProblem,
    );
    log.info({ roles: options.roles, settings: options.first.settings.version, status: web?.url }, "rasid runs");
    await stopped;
    log.info("rasid stopped");
  } finally {
    for (const one of opened.toReversed()) await one.close(1000).catch((error: unknown) => onProblem(one.name, error));
  }
}

async function startOwnRedis({ dataDir, log }: RunOptions, opened: Closable[]): Promise<ManagedRedis> {
  const managed = await startManagedRedis(dataDir);
  if (managed.tookOver) log.warn("stopped a Redis that an earlier run left behind, and took over its data");
  opened.push({ name: "redis", close: () => managed.stop() });
  return managed;
}

const IDLE_CHECK_MS = 100;
const IDLE_CHECKS = 3;

/** Resolves when nothing waits for the roles that run here, nor is worked on; an alert put off for later does not count. */
async function drained(runtime: Runtime, roles: readonly Role[]): Promise<void> {
  let idleChecks = 0;
  while (idleChecks < IDLE_CHECKS) {
    await sleep(IDLE_CHECK_MS);
    const channels = runtime.configuration
      .current()
      .settings.channels.map(({ entry }) => runtime.alerts.queueFor(entry.id));
    const queues = [
      ...(roles.includes("match") ? [runtime.articles.queue] : []),
      ...(roles.includes("deliver") ? channels : []),
    ];
    const depths = await Promise.all(queues.map((queue) => queue.depth()));
    const isIdle =
      (!roles.includes("poll") || (await runtime.schedule.isIdle())) &&
      depths.every(({ waiting, active }) => waiting === 0 && active === 0);
    idleChecks = isIdle ? idleChecks + 1 : 0;
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
