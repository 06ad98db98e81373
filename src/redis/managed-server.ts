import { spawn } from "node:child_process";
import { accessSync, constants, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

/** Thrown when no private Redis can be had; the message names the remedy. */
export class ManagedRedisError extends Error {
  override readonly name = "ManagedRedisError";
}

/** A Redis server of our own, reachable over a socket in the data directory. */
/** A Redis of our own. */
export interface ManagedRedis {
  readonly socket: string;
  /** Rejects when the server ends without having been told to. */
  readonly died: Promise<never>;
  /** An earlier run had left one behind, which was stopped. */
  readonly tookOver: boolean;
  /** Asks it to save and stop; kills it when it does not within the grace time. To be called last of all. */
  stop(): Promise<void>;
}

/** The kernel's limit on the path of a unix socket (sun_path), less its final NUL. */
const LONGEST_SOCKET_PATH = 107;
const START_TIMEOUT_MS = 10_000;
const POLL_MS = 20;
const STOP_GRACE_MS = 10_000;

/**
 * Starts a durable Redis in `<dataDir>`, after stopping one that an earlier run left behind. Refuses when another Rasid
 * runs on the same directory. The server dies with us, even when we are killed. `tookOver`: a server was left behind.
 */
export async function startManagedRedis(dataDir: string, environment = process.env): Promise<ManagedRedis> {
  mkdirSync(join(dataDir, "redis"), { recursive: true, mode: 0o700 });
  const directory = realpathSync(dataDir);
  const socket = join(directory, "redis.sock");
  if (Buffer.byteLength(socket) > LONGEST_SOCKET_PATH)
    throw new ManagedRedisError(
      `the path ${socket} is too long for a socket (${LONGEST_SOCKET_PATH} bytes at most): choose a shorter --data directory`,
    );
  const lock = join(directory, "rasid.pid");
  takeLock(lock, directory);
  try {
    const isOrphan = await ping(socket);
    if (isOrphan) await stopOrphan(socket);
    rmSync(socket, { force: true });
    const { stop, ...server } = await started(directory, socket, environment);
    return { ...server, tookOver: isOrphan, stop: () => stop().finally(() => releaseLock(lock)) };
  } catch (error) {
    releaseLock(lock);
    throw error;
  }
}

/** One Rasid a data directory: two servers would both write the same append-only file. */
function takeLock(path: string, directory: string): void {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(path, `${process.pid}\n${startTimeOf(process.pid)}`, { flag: "wx" });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const [pid = "0", startTime = ""] = readFileSync(path, "utf8").split("\n");
    if (isRunning(Number(pid), startTime))
      throw new ManagedRedisError(
        `another Rasid (process ${pid}) runs on ${directory}: stop it, or give this one another --data directory`,
      );
    rmSync(path, { force: true });
  }
  throw new ManagedRedisError(`cannot take the lock ${path}: remove the file if no Rasid runs`);
}

function releaseLock(path: string): void {
  if (textOf(path).startsWith(`${process.pid}\n`)) rmSync(path, { force: true });
}

/** The text of a file; empty when it cannot be read. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Process numbers are used again, so the time a process started is part of its name where /proc tells it. */
function startTimeOf(pid: number): string {
  const stat = textOf(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(")")).split(" ")[20] ?? "";
}

function isRunning(pid: number, startTime: string): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return startTime === "" || startTimeOf(pid) === "" || startTimeOf(pid) === startTime;
}

/**
 * A server whose Rasid was killed is told to save and stop: a new one of our own dies with us, which a foreign child
 * would not. Two servers must never write one append-only file, so a server that stays is a refusal.
 */
async function stopOrphan(socket: string): Promise<void> {
  await tell(socket, "SHUTDOWN").catch(() => undefined);
  const deadline = Date.now() + STOP_GRACE_MS;
  while (await ping(socket)) {
    if (Date.now() > deadline)
      throw new ManagedRedisError(
        `a Redis that an earlier run left behind holds ${socket} and does not stop: end it by hand`,
      );
    await sleep(POLL_MS);
  }
}

async function started(
  directory: string,
  socket: string,
  environment: NodeJS.ProcessEnv,
): Promise<Omit<ManagedRedis, "tookOver">> {
  const onPath = findOnPath("redis-server", environment) ?? findOnPath("valkey-server", environment);
  const server = environment.REDIS_SERVER_BIN ?? onPath;
  if (!server)
    throw new ManagedRedisError(
      "no redis-server or valkey-server on the PATH: install one (sudo apt-get install redis-server), or set REDIS_URL to a Redis you run",
    );
  const logFile = join(directory, "redis", "redis.log");
  const settings = [
    ...["--port", "0", "--unixsocket", socket, "--unixsocketperm", "700", "--dir", join(directory, "redis")],
    ...["--appendonly", "yes", "--appendfsync", "everysec", "--maxmemory-policy", "noeviction"],
    ...["--save", "", "--daemonize", "no", "--logfile", logFile],
  ];
  // The parent's death ends it (Linux, util-linux); a group of its own keeps Ctrl-C from reaching it before our workers.
  const setpriv = findOnPath("setpriv", environment);
  const [command, args] = setpriv ? [setpriv, ["--pdeathsig", "TERM", server, ...settings]] : [server, settings];
  const child = spawn(command, args, { detached: true, stdio: "ignore" });
  const exit = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(`exit ${code ?? signal}`));
  });
  child.unref();

  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await ping(socket))) {
    const ended = await Promise.race([exit, sleep(POLL_MS)]);
    if (typeof ended === "string") throw new ManagedRedisError(`${server} did not start (${ended}): see ${logFile}`);
    if (Date.now() > deadline) {
      child.kill("SIGKILL");
      throw new ManagedRedisError(`${server} did not answer within ${START_TIMEOUT_MS / 1000} s: see ${logFile}`);
    }
  }
  let isStopping = false;
  const died = exit.then((how): Promise<never> => {
    if (isStopping) return new Promise(() => undefined);
    throw new ManagedRedisError(`the private Redis ended (${how}): see ${logFile}`);
  });
  // Whoever races against it hears of it; nobody does before the first race.
  died.catch(() => undefined);
  async function stop(): Promise<void> {
    isStopping = true;
    // Nothing else may keep the process alive while its last server stops.
    child.ref();
    child.kill("SIGTERM");
    // A full disk makes Redis refuse to stop, since it cannot save: killed, it leaves a whole append-only file.
    const ended = await Promise.race([exit, sleep(STOP_GRACE_MS, undefined, { ref: false })]);
    if (ended === undefined) child.kill("SIGKILL");
    await exit;
  }
  return { socket, died, stop };
}

function findOnPath(name: string, environment: NodeJS.ProcessEnv): string | undefined {
  for (const folder of (environment.PATH ?? "").split(delimiter).filter(Boolean)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not there or not to be run: the next folder may have it.
    }
  }
  return undefined;
}

/** Without a TCP port Redis never logs that it is ready, so it is asked. */
async function ping(socket: string): Promise<boolean> {
  const answer = await tell(socket, "PING").catch(() => "");
  return answer.startsWith("+PONG") || answer.startsWith("-LOADING");
}

function tell(socket: string, command: string): Promise<string> {
  const connection = createConnection(socket);
  connection.setTimeout(1000, () => connection.destroy(new Error("no answer")));
  connection.write(`${command}\r\nQUIT\r\n`);
  return text(connection);
}
