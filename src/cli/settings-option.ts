import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadSettings } from "../app/load-settings.ts";
import { packageRoot } from "../process/package-root.ts";
import { withLargeGazetteer, wordsThatAreNoPlaces } from "../settings/large-gazetteer.ts";
import { problemText, SettingsError } from "../settings/problem.ts";
import type { SettingsSources } from "../settings/read-settings.ts";
import type { Settings } from "../settings/settings.ts";
import { CommandError, EXIT, oneOf } from "./output.ts";

const SYSTEM_CONFIG = "/etc/rasid";
const SYSTEM_DATA = "/var/lib/rasid";

/** The site folder that a command reads: --config, else RASID_CONFIG, else /etc/rasid where it exists, else none. */
export function siteConfig(given: string | undefined): string | undefined {
  const isConfiguration = (name: string) => name.endsWith(".yaml") || name === "watchlists";
  const isSystem = () => existsSync(SYSTEM_CONFIG) && readdirSync(SYSTEM_CONFIG).some(isConfiguration);
  return given ?? process.env.RASID_CONFIG ?? (isSystem() ? SYSTEM_CONFIG : undefined);
}

/** The data directory: --data, else RASID_DATA, else /var/lib/rasid where the site is /etc/rasid, else ./data. */
export function dataDirectory(given: string | undefined): string {
  const usual = existsSync(SYSTEM_DATA) && siteConfig(undefined) === SYSTEM_CONFIG ? SYSTEM_DATA : "data";
  return given ?? process.env.RASID_DATA ?? usual;
}

/** What the settings are read from. The service reads the site's rasid.env, and a command should as well. */
export function settingsSources(config: string | undefined): SettingsSources {
  const site = siteConfig(config);
  const environment = { ...(site === undefined ? {} : envFile(join(site, "rasid.env"))), ...process.env };
  return { shipped: join(packageRoot(), "config"), site, environment };
}

/** The variables of an env file; none where there is none, or the service alone may read it: they are missed by name. */
function envFile(file: string): Record<string, string> {
  try {
    const lines = readFileSync(file, "utf8").matchAll(/^[ \t]*([A-Za-z_]\w*)=(.*)$/gm);
    const written = [...lines].filter(([, , value = ""]) => value.trim() !== "");
    return Object.fromEntries(
      written.map(([, name, value = ""]) => [name, value.trim().replace(/^(["'])(.*)\1$/, "$2")]),
    );
  } catch {
    return {};
  }
}

/** The settings as they are shipped, without any site. */
export function shippedSettings(): Settings {
  return loadSettings({ shipped: join(packageRoot(), "config"), environment: {} });
}

/** The settings, or every problem with them as a CommandError. */
export function settingsOrFail(config: string | undefined): Settings {
  try {
    return loadSettings(settingsSources(config));
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new CommandError(
      `${error.problems.map(problemText).join("\n")}\n${counted(error.problems)} in the configuration.`,
    );
  }
}

/** How many problems there are, in words. */
export function counted({ length }: { readonly length: number }): string {
  return `${length} problem${length === 1 ? "" : "s"}`;
}

/** The border of a --border, such as SY-IQ. Throws a CommandError that lists them when there is no such border. */
export function borderOption(written: string, { borders }: Pick<Settings, "borders">): string {
  return oneOf(Object.keys(borders), written, "no border");
}

/** The kilometres of a --within, such as 50km. Throws a CommandError when it is no distance. */
export function withinKmOption(written: string): number {
  if (/^\d+(\.\d+)?km$/.test(written)) return Number.parseFloat(written);
  throw new CommandError(`--within ${written} is not a distance: write it like 50km`, EXIT.usage);
}

/** The settings with the places of large gazetteers beside the curated ones. */
export function withGazetteers(settings: Settings, files: readonly string[]): Settings {
  const words = wordsThatAreNoPlaces(settings.context, settings.commonWords);
  try {
    return files.reduce((known, file) => withLargeGazetteer(known, file, words), settings);
  } catch (error) {
    throw new CommandError(`--gazetteer: ${(error as Error).message}`);
  }
}
