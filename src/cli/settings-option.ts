import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../process/package-root.ts";
import { loadSettings, type SettingsSources } from "../settings/load-settings.ts";
import { problemText, SettingsError } from "../settings/problem.ts";
import type { Settings } from "../settings/settings.ts";
import { CommandError } from "./output.ts";

const SYSTEM_CONFIG = "/etc/rasid";
const SYSTEM_DATA = "/var/lib/rasid";

/** The site folder that a command reads: --config, else RASID_CONFIG, else /etc/rasid where it exists, else none. */
export function siteConfig(given: string | undefined): string | undefined {
  return given ?? process.env.RASID_CONFIG ?? (holdsConfiguration(SYSTEM_CONFIG) ? SYSTEM_CONFIG : undefined);
}

function holdsConfiguration(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith(".yaml") || name === "watchlists");
}

/** The environment, with what the site's rasid.env adds: the service reads that file, and a command should as well. */
function siteEnvironment(config: string | undefined): Record<string, string | undefined> {
  const site = siteConfig(config);
  if (site === undefined) return process.env;
  const written: Record<string, string> = {};
  try {
    for (const line of readFileSync(join(site, "rasid.env"), "utf8").split("\n")) {
      const found = /^\s*([A-Za-z_]\w*)=(.*)$/.exec(line);
      if (found && found[2]!.trim() !== "") written[found[1]!] = found[2]!.trim().replace(/^(["'])(.*)\1$/, "$2");
    }
  } catch {
    // There is none, or it is readable by the service alone: what is in it will be missed by name.
  }
  return { ...written, ...process.env };
}

/** The data directory: --data, else RASID_DATA, else /var/lib/rasid where the site is /etc/rasid, else ./data. */
export function dataDirectory(given: string | undefined): string {
  const usual = existsSync(SYSTEM_DATA) && siteConfig(undefined) === SYSTEM_CONFIG ? SYSTEM_DATA : "data";
  return given ?? process.env.RASID_DATA ?? usual;
}

/** What the settings are read from. */
export function settingsSources(config: string | undefined): SettingsSources {
  return { shipped: join(packageRoot(), "config"), site: siteConfig(config), environment: siteEnvironment(config) };
}

/** The folders that hold them. */
export function configFolders(config: string | undefined): string[] {
  const { shipped, site } = settingsSources(config);
  return site ? [shipped, site] : [shipped];
}

/** The settings, or every problem with them as a CommandError. */
export function settingsOrFail(config: string | undefined): Settings {
  try {
    return loadSettings(settingsSources(config));
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const told = error.problems.map(problemText);
    throw new CommandError(
      `${told.join("\n")}\n${told.length} problem${told.length === 1 ? "" : "s"} in the configuration.`,
    );
  }
}
