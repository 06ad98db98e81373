import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Rulebook } from "../domain/watchlists/rulebook.ts";
import type { Closable } from "../process/run-until-stopped.ts";
import { type Problem, problemLine, SettingsError } from "../settings/problem.ts";
import type { SettingsSources } from "../settings/read-settings.ts";
import { failedExamples, rulebookOf } from "../settings/rulebook-of.ts";
import type { Settings } from "../settings/settings.ts";
import { loadSettings } from "./load-settings.ts";

/** What the roles go by; swapped whole, never changed. */
export interface Configuration {
  readonly settings: Settings;
  readonly rulebook: Rulebook;
}

/** The configuration of a running process, which follows the files as long as they are right. */
export interface LiveConfiguration {
  /** The one in force. Take it once for a piece of work, so that no work is done by a mix of two. */
  current(): Configuration;
  /** The problems of an edit that was refused; empty when the files are what is in force. */
  refused(): readonly Problem[];
  /** Called before each swap with what is about to be in force; when it fails, the swap waits. */
  onChange(listener: (next: Configuration) => Promise<void>): void;
  /** Reads the files now, whether or not they look changed. */
  reload(): Promise<void>;
}

export interface ConfigurationSource {
  readonly folders: readonly string[];
  /** At a terminal SIGHUP means that it was closed, not that files are to be read. */
  readonly reloadOnHangUp: boolean;
  /** Reads and checks everything, examples included; throws a SettingsError. */
  load(): Configuration;
  onRefused(problems: readonly Problem[]): Promise<void>;
  onAccepted(configuration: Configuration, wasRefused: boolean): Promise<void>;
  /** A reload that failed for no fault of the files, such as Redis being away; it is tried again at the next look. */
  onTrouble(error: Error): void;
}

const LOOK_EVERY_MS = 300;
/** Less what the clock of a file system may lag behind. */
const STARTED_AT = performance.timeOrigin - 1000;

/** Keeps a first configuration current. Looks at the files three times a second; SIGHUP looks at once. */
export function followConfiguration(
  first: Configuration,
  source: ConfigurationSource | undefined,
): LiveConfiguration & Closable {
  const listeners: ((configuration: Configuration) => Promise<void>)[] = [];
  let configuration = first;
  let problems: readonly Problem[] = [];
  // Nothing is known yet of files that were touched while Rasid was starting: those are read once more.
  let known: string | undefined;
  let pending: string | undefined;
  let last: Promise<void> = Promise.resolve();

  async function reloadNow(): Promise<void> {
    if (!source) return;
    let next: Configuration;
    try {
      next = source.load();
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      problems = error.problems;
      return source.onRefused(problems);
    }
    const wasRefused = problems.length > 0;
    if (next.settings.version === configuration.settings.version && !wasRefused) return;
    for (const listener of listeners) await listener(next);
    configuration = next;
    problems = [];
    await source.onAccepted(next, wasRefused);
  }
  function reload(): Promise<void> {
    const turn = last.then(reloadNow);
    // Whoever asked hears of a failure; the next turn only waits for this one.
    last = turn.catch(() => undefined);
    return turn;
  }

  /** A file that is being written is read once it has been the same at two looks. */
  async function look(): Promise<void> {
    if (!source) return;
    try {
      const { seen, touchedAt } = signatureOf(source.folders, configuration.settings.tables);
      if (touchedAt < STARTED_AT) known ??= seen;
      if (seen === known) pending = undefined;
      else if (seen !== pending) pending = seen;
      else {
        await reload();
        known = seen;
        pending = undefined;
      }
    } catch (error) {
      source.onTrouble(error as Error);
    }
  }
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  const onHangUp = () => void reload().catch((error: Error) => source?.onTrouble(error));
  if (source?.reloadOnHangUp) process.on("SIGHUP", onHangUp);

  return {
    name: "configuration",
    current: () => configuration,
    refused: () => problems,
    onChange: (listener) => void listeners.push(listener),
    reload,
    async close() {
      clearInterval(timer);
      process.off("SIGHUP", onHangUp);
      await last;
    },
  };
}

/**
 * `seen` changes when any file does. By stat of every file, not by watching: a watch goes deaf when an editor replaces
 * the file or Kubernetes swaps the folder behind it. `touchedAt`: the latest change, in milliseconds since 1970.
 */
function signatureOf(folders: readonly string[], tables: readonly string[]) {
  let touchedAt = 0;
  const files = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => [".", ...readdirSync(folder, { recursive: true })].map((name) => join(folder, String(name))))
    .concat(tables)
    .map((path) => {
      const { ino = 0, size = 0, mtimeMs = 0, ctimeMs = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
      touchedAt = Math.max(touchedAt, mtimeMs, ctimeMs);
      return `${path} ${ino} ${size} ${mtimeMs}`;
    });
  return { seen: files.join("\n"), touchedAt };
}

/** The problems of a refused edit, for the log, the health page and ops. */
export function refusalLines(problems: readonly Problem[]): string[] {
  return problems.slice(0, 20).map(problemLine);
}

/** The configuration as the files are now; an example that is not kept refuses it like any other mistake. */
export function configurationNow(sources: SettingsSources): Configuration {
  const settings = loadSettings(sources);
  const rulebook = rulebookOf(settings);
  const failed = failedExamples(settings, rulebook);
  if (failed.length > 0) throw new SettingsError(failed.map(({ problem }) => problem));
  return { settings, rulebook };
}
