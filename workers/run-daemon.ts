import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { startDemo } from "../src/app/demo.ts";
import { configurationNow } from "../src/app/live-configuration.ts";
import { createLiveStatus, showStatus } from "../src/app/status-line.ts";
import { createLogger } from "../src/process/logger.ts";
import { problemText } from "../src/settings/problem.ts";
import type { SettingsSources } from "../src/settings/read-settings.ts";
import { failedExamples, rulebookOf } from "../src/settings/rulebook-of.ts";
import type { Settings } from "../src/settings/settings.ts";
import { type Role, runRoles } from "./run-roles.ts";

/** What garbage may add to what is in use before it is collected. V8 allows 300 % and more on a large machine. */
const GARBAGE_PERCENT = 50;

/**
 * Runs roles in this process until it is told to stop, with a status line where a person looks on. Without `dataDir` it
 * runs the demo. Throws when something cannot start.
 */
export async function runDaemon(options: {
  readonly configured: Settings;
  readonly sources: SettingsSources;
  readonly roles: readonly Role[];
  readonly once: boolean;
  readonly dataDir: string | undefined;
}): Promise<void> {
  const { configured, sources, roles, once } = options;
  setFlagsFromString(`--heap-growing-percent=${GARBAGE_PERCENT}`);
  const demo = options.dataDir === undefined ? await startDemo(configured) : undefined;
  const settings = demo?.settings ?? configured;
  const dataDir = demo?.dataDir ?? options.dataDir!;
  const isInteractive = process.stdout.isTTY === true;
  const live = isInteractive ? createLiveStatus(process.stdout) : undefined;
  const log = createLogger({
    level: demo && !isInteractive ? "warn" : settings.rasid.log.level,
    isInteractive,
    file: isInteractive ? join(dataDir, "rasid.log") : undefined,
    secrets: secretsOf(settings),
  });
  for (const warning of settings.warnings) log.warn({ problem: problemText(warning) }, "configuration");
  const rulebook = rulebookOf(settings);
  for (const { problem } of failedExamples(settings, rulebook))
    log.warn({ problem: problemText(problem) }, "an example is not kept; edits will be refused until it is");
  const { shipped, site } = sources;
  const folders = site ? [shipped, site] : [shipped];
  const load = () => configurationNow(sources);
  try {
    await runRoles({
      first: { settings, rulebook },
      source: demo ? undefined : { folders, reloadOnHangUp: !isInteractive, load },
      log,
      dataDir,
      roles,
      once,
      redisUrl: demo ? undefined : process.env.REDIS_URL,
      host: {
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
