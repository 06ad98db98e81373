import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BUNDLED_ROLES } from "./bundle.ts";
import type { Fault } from "./programs/roles.ts";
import { type Context, PATIENCE_MS } from "./scenario.ts";
import { smallInstallation } from "./site.ts";

export interface Process {
  readonly child: ChildProcess;
  readonly pid: number;
  output(): string;
  /** Resolves once its output holds the text; rejects when it ends before or takes too long. */
  said(text: string, withinMs?: number): Promise<void>;
  /** Resolves with its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** SIGKILL to it and all of its group. */
  kill(): Promise<void>;
  stop(): Promise<number | string>;
  isRunning(): boolean;
}

const KEPT_OUTPUT = 4_000_000;

function start(context: Context, args: readonly string[], environment: Readonly<Record<string, string>>): Process {
  const { REDIS_URL: _, RASID_CONFIG: __, RASID_DATA: ___, ...inherited } = process.env;
  const child = spawn(process.execPath, args, {
    env: { ...inherited, NO_COLOR: "1", ...environment },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-KEPT_OUTPUT);
      for (const listener of listeners) listener();
    });
  const ended = new Promise<number | string>((resolve) =>
    child.once("exit", (code, signal) => resolve(code ?? signal ?? "?")),
  );
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const running: Process = {
    child,
    pid: child.pid!,
    output: () => output,
    ended,
    isRunning,
    said(text, withinMs = PATIENCE_MS) {
      return new Promise((resolve, reject) => {
        const settle = (error?: Error) => {
          clearTimeout(timer);
          listeners.delete(look);
          if (error) reject(error);
          else resolve();
        };
        const fail = (why: string) => settle(new Error(`${why} before "${text}"; output:\n${output.slice(-2000)}`));
        const look = () => {
          if (output.includes(text)) settle();
        };
        const timer = setTimeout(() => fail(`${withinMs} ms`), withinMs);
        listeners.add(look);
        void ended.then(() => {
          look();
          fail("ended");
        });
        look();
      });
    },
    async kill() {
      if (isRunning()) process.kill(-child.pid!, "SIGKILL");
      await ended;
    },
    async stop() {
      if (isRunning()) child.kill("SIGTERM");
      return ended;
    },
  };
  context.closing(() => running.kill());
  return running;
}

/** The whole daemon, as a user would start it; with few places, unless it is to be the one that is shipped. */
export function startRasid(
  context: Context,
  site: string,
  data: string,
  environment: Readonly<Record<string, string>> = {},
  installation = smallInstallation(context),
): Process {
  const binary = join(installation, "bin", "rasid.js");
  return start(context, [binary, "start", "--config", site, "--data", data], environment);
}

/** The installation with all that is shipped: for scenarios that measure what a user would have. */
export const SHIPPED = process.cwd();

/** Some of the real roles, in a process that can end itself at a step. */
export function startRoles(
  context: Context,
  fault: Fault,
  environment: Readonly<Record<string, string>> = {},
): Process {
  return start(context, [BUNDLED_ROLES], { FAULT: JSON.stringify(fault), ...environment });
}

/**
 * The same, one after another, each warmed up while the one before runs: starting Node and its modules takes longer
 * than a process that is killed often may live.
 */
export function rolesInTurn(context: Context, environment: Readonly<Record<string, string>>) {
  let held: Process | undefined;
  let heldAs = "";
  return function next(fault: Fault, after?: Fault): Process {
    const wanted = JSON.stringify(fault);
    const running = held && heldAs === wanted ? held : startRoles(context, { ...fault, isHeld: true }, environment);
    if (held && held !== running) void held.kill();
    running.child.stdin?.write("go");
    held = after && startRoles(context, { ...after, isHeld: true }, environment);
    heldAs = JSON.stringify(after);
    return running;
  };
}

/** Any program of a scenario. */
export function startProgram(
  context: Context,
  name: string,
  environment: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
): Process {
  const path = fileURLToPath(new URL(`./programs/${name}.js`, import.meta.url));
  return start(context, [...flags, path], environment);
}

/** Memory of a process, MB. */
export function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
}
