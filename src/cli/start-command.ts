import { runDaemon } from "../../workers/run-daemon.ts";
import { ROLES, type Role } from "../../workers/run-roles.ts";
import { ManagedRedisError } from "../redis/managed-server.ts";
import { CommandError, EXIT } from "./output.ts";
import { dataDirectory, settingsOrFail, settingsSources } from "./settings-option.ts";

const NO_REDIS =
  "the Redis of REDIS_URL does not answer: start it or correct REDIS_URL; without REDIS_URL Rasid starts one of its own";

/** Runs the daemon until it is told to stop. */
export async function startCommand(
  options: Partial<Record<"config" | "data" | "roles", string> & Record<"once" | "demo", boolean>>,
): Promise<void> {
  const { demo = false, once = false } = options;
  const roles = options.roles?.split(",").map((role) => role.trim() as Role) ?? ROLES;
  const unknown = roles.find((role) => !ROLES.includes(role));
  if (unknown !== undefined) throw new CommandError(`no role ${unknown}: use some of ${ROLES.join(",")}`, EXIT.usage);
  const configured = settingsOrFail(options.config);
  const dataDir = demo ? undefined : dataDirectory(options.data);
  try {
    await runDaemon({ configured, sources: settingsSources(options.config), roles, once, dataDir });
  } catch (error) {
    if (error instanceof ManagedRedisError) throw new CommandError(error.message);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ECONNREFUSED" || /max retries per request|Connection is closed/i.test(message))
      throw new CommandError(NO_REDIS);
    throw error;
  }
}
