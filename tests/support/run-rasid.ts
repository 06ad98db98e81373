import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const BINARY = join(process.cwd(), "bin", "rasid.js");

/** Runs `rasid` to its end, as a user would. Blocks: what it asks must not be served by this process. */
export function rasid(args: readonly string[], input = "", environment: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BINARY, ...args], {
    input,
    encoding: "utf8",
    env: childEnvironment(environment),
    maxBuffer: 1 << 28,
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

export interface Daemon {
  readonly child: ChildProcess;
  /** Everything it wrote so far. */
  output(): string;
  /** Its log entries so far. */
  entries(): Record<string, unknown>[];
  /** Resolves with the first log entry that answers. */
  waitFor(
    what: string,
    answers: (entry: Record<string, unknown>) => boolean,
    withinMs?: number,
  ): Promise<Record<string, unknown>>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `rasid start` as a process of its own. */
export function startDaemon(args: readonly string[], environment: Record<string, string> = {}): Daemon {
  const child = spawn(process.execPath, [BINARY, "start", ...args], {
    env: childEnvironment(environment),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      for (const listener of listeners) listener();
    });
  }
  const exit = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const entries = () =>
    output.split("\n").flatMap((line) => {
      try {
        return line.startsWith("{") ? [JSON.parse(line) as Record<string, unknown>] : [];
      } catch {
        return [];
      }
    });
  return {
    child,
    output: () => output,
    entries,
    waitFor(what, answers, withinMs = 20_000) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const found = entries().find(answers);
          if (!found) return;
          clearTimeout(timer);
          listeners.delete(look);
          resolve(found);
        };
        const timer = setTimeout(() => {
          listeners.delete(look);
          reject(new Error(`no ${what} within ${withinMs} ms; output:\n${output.slice(-3000)}`));
        }, withinMs);
        listeners.add(look);
        look();
      });
    },
    async stop(signal = "SIGTERM") {
      if (child.exitCode === null) child.kill(signal);
      return exit;
    },
  };
}

/** A site folder with these files, in a temporary place. */
export function aSite(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "rasid-site-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** A short path: a socket has to fit below it. */
export function aDataDir(): string {
  return mkdtempSync(join(tmpdir(), "rasid-data-"));
}

function childEnvironment(environment: Record<string, string>): NodeJS.ProcessEnv {
  const { REDIS_URL: _, RASID_CONFIG: __, RASID_DATA: ___, ...inherited } = process.env;
  return { ...inherited, NO_COLOR: "1", ...environment };
}
