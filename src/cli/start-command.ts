import { join } from "node:path";
import { startDemo } from "../../workers/demo.ts";
import { configurationNow } from "../../workers/live-configuration.ts";
import { ROLES, type Role, runRoles } from "../../workers/run-roles.ts";
import { createLiveStatus, showStatus } from "../../workers/status-line.ts";
import { createLogger } from "../process/logger.ts";
import { ManagedRedisError } from "../redis/managed-server.ts";
import { problemText } from "../settings/problem.ts";
import { failedExamples, rulebookOf } from "../settings/rulebook-of.ts";
import type { Settings } from "../settings/settings.ts";
import { CommandError, EXIT } from "./output.ts";
import { dataDirectory, settingsOrFail, settingsSources } from "./settings-option.ts";

const NO_REDIS =
  "the Redis of REDIS_URL does not answer: start it or correct REDIS_URL; without REDIS_URL Rasid starts one of its own";

/** Runs the daemon until it is told to stop. */
export async function startCommand(
  options: Partial<Record<"config" | "data" | "roles", string> & Record<"once" | "demo", boolean>>,
): Promise<void> {
  const roles = options.roles?.split(",").map((role) => role.trim() as Role) ?? ROLES;
  const unknown = roles.find((role) => !ROLES.includes(role));
  if (unknown !== undefined) throw new CommandError(`no role ${unknown}: use some of ${ROLES.join(",")}`, EXIT.usage);
  const configured = settingsOrFail(options.config);
  const demo = options.demo ? await startDemo(configured) : undefined;
  const settings = demo?.settings ?? configured;
  const dataDir = demo?.dataDir ?? dataDirectory(options.data);
  const isInteractive = process.stdout.isTTY === true;
  const live = isInteractive ? createLiveStatus(process.stdout) : undefined;
  const log = createLogger({
    level: demo && !isInteractive ? "warn" : settings.rasid.log.level,
    isInteractive,
    file: isInteractive ? join(dataDir, "rasid.log") : undefined,
    secrets: secretsOf(settings),
  });
  for (const warning of settings.warnings) log.warn({ problem: problemText(warning) }, "configuration");
  for (const { problem } of failedExamples(configured, rulebookOf(configured)))
    log.warn({ problem: problemText(problem) }, "an example is not kept; edits will be refused until it is");
  const { shipped, site } = settingsSources(options.config);
  const folders = site ? [shipped, site] : [shipped];
  const load = () => configurationNow(settingsSources(options.config));
  try {
    await runRoles({
      first: { settings, rulebook: rulebookOf(settings) },
      source: demo ? undefined : { folders, reloadOnHangUp: !isInteractive, load },
      log,
      dataDir,
      roles,
      once: options.once ?? false,
      redisUrl: demo ? undefined : process.env.REDIS_URL,
      terminal: {
        // The demo is for a person to look at, wherever its output goes.
        isInteractive: isInteractive || demo !== undefined,
        isColoured: live !== undefined && !process.env.NO_COLOR,
        write: (text) => (live ? live.write(text) : process.stdout.write(text)),
        record: (fields, message) => log.info(fields, message),
      },
      onStarted(runtime, statusUrl) {
        const health = statusUrl ? `${statusUrl}/healthz` : "is served by another process";
        const hints = `health ${health} · log ${join(dataDir, "rasid.log")} · Ctrl-C stops`;
        return [...(live ? [showStatus(live, runtime, hints)] : []), ...(demo ? [demo.publish(runtime)] : [])];
      },
    });
  } catch (error) {
    if (error instanceof ManagedRedisError) throw new CommandError(error.message);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ECONNREFUSED" || /max retries per request|Connection is closed/i.test(message))
      throw new CommandError(NO_REDIS);
    throw error;
  } finally {
    live?.stop();
    await demo?.close();
  }
}

/** Everything that must never be written anywhere. */
function secretsOf(settings: Settings): string[] {
  const passwordOf = (url = "") => (URL.canParse(url) ? new URL(url).password : "");
  const channels = settings.channels.flatMap(({ secrets }) => Object.values(secrets));
  const feeds = settings.feeds.flatMap((feed) => [feed.authorization ?? "", ...Object.values(feed.headers ?? {})]);
  const urls = [process.env.REDIS_URL, ...settings.feeds.map(({ proxy }) => proxy)];
  return [...channels, ...feeds, ...urls.map((url) => passwordOf(url))].filter(Boolean);
}
