import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterEach, describe, expect, it } from "vitest";
import { startManagedRedis } from "../../src/redis/managed-server.ts";
import { eventually } from "../support/eventually.ts";

const folders: string[] = [];
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "rasid-managed-"));
  folders.push(folder);
  return folder;
}

/** A process of its own that starts a managed Redis and then waits. */
async function aHolder(folder: string): Promise<ChildProcess> {
  const module = new URL("../../dist/src/redis/managed-server.js", import.meta.url).href;
  const script = `const { startManagedRedis } = await import(${JSON.stringify(module)}); await startManagedRedis(${JSON.stringify(folder)}); console.log("up"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  return child;
}

async function isUp(socket: string): Promise<boolean> {
  if (!existsSync(socket)) return false;
  const redis = new Redis({ path: socket, lazyConnect: true, retryStrategy: () => null });
  redis.on("error", () => undefined);
  try {
    await redis.connect();
    return (await redis.ping()) === "PONG";
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}

describe("a Redis of our own", () => {
  it("is durable, keeps everything, listens on no port, and stops when told", async () => {
    const managed = await startManagedRedis(aFolder());
    const redis = new Redis({ path: managed.socket });
    const config = async (name: string) => JSON.stringify(await redis.config("GET", name));
    expect(await config("appendonly")).toContain("yes");
    expect(await config("maxmemory-policy")).toContain("noeviction");
    expect(await config("port")).toContain('"0"');
    await redis.quit();
    await managed.stop();
    expect(await isUp(managed.socket)).toBe(false);
  });

  it("finds its data again after a stop", async () => {
    const folder = aFolder();
    const first = await startManagedRedis(folder);
    const before = new Redis({ path: first.socket });
    await before.set("kept", "yes");
    await before.quit();
    await first.stop();
    const second = await startManagedRedis(folder);
    const after = new Redis({ path: second.socket });
    expect(await after.get("kept")).toBe("yes");
    await after.quit();
    await second.stop();
  });

  it("is refused to a second Rasid on the same directory, with the process to stop", async () => {
    const folder = aFolder();
    const managed = await startManagedRedis(folder);
    await expect(startManagedRedis(folder)).rejects.toThrow(new RegExp(`another Rasid \\(process ${process.pid}\\)`));
    expect(await isUp(managed.socket)).toBe(true);
    await managed.stop();
  });

  it("dies with a parent that is killed", async () => {
    const folder = aFolder();
    const holder = await aHolder(folder);
    expect(await isUp(join(folder, "redis.sock"))).toBe(true);
    holder.kill("SIGKILL");
    await eventually(
      () => isUp(join(folder, "redis.sock")),
      (up) => !up,
      5000,
    );
  });

  it("tells when it ends without having been told to", async () => {
    const folder = aFolder();
    const managed = await startManagedRedis(folder);
    const redis = new Redis({ path: managed.socket, retryStrategy: () => null });
    redis.on("error", () => undefined);
    const pid = /process_id:(\d+)/.exec(await redis.info("server"))![1];
    process.kill(Number(pid), "SIGKILL");
    await expect(managed.died).rejects.toThrow(/the private Redis ended/);
    await managed.stop();
  });

  it("takes over the data of an orphan after stopping it", async () => {
    const folder = aFolder();
    const socket = join(folder, "redis.sock");
    const orphan = spawn("redis-server", ["--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no"], {
      stdio: "ignore",
    });
    children.push(orphan);
    await eventually(
      () => isUp(socket),
      (up) => up,
    );
    const exited = new Promise((resolve) => orphan.once("exit", resolve));
    const managed = await startManagedRedis(folder);
    await exited;
    expect(managed.tookOver).toBe(true);
    expect(await isUp(socket)).toBe(true);
    await managed.stop();
  });

  it("takes a lock over from a process that is gone, even when its number is used again", async () => {
    const folder = aFolder();
    writeFileSync(join(folder, "rasid.pid"), `${process.ppid}\n1`);
    const managed = await startManagedRedis(folder);
    expect(readFileSync(join(folder, "rasid.pid"), "utf8").split("\n")[0]).toBe(String(process.pid));
    await managed.stop();
    expect(existsSync(join(folder, "rasid.pid"))).toBe(false);
  });

  it("says when the path is too long for a socket", async () => {
    await expect(startManagedRedis(join(aFolder(), "x".repeat(120)))).rejects.toThrow(
      /too long for a socket.*shorter --data/,
    );
  });

  it("says what to install when there is no server", async () => {
    await expect(startManagedRedis(aFolder(), { PATH: "/nonexistent" })).rejects.toThrow(
      /apt-get install redis-server.*REDIS_URL/,
    );
  });

  it("outlives a Ctrl-C that reaches the whole group, so that workers can finish first", async () => {
    const folder = aFolder();
    const module = new URL("../../dist/src/redis/managed-server.js", import.meta.url).href;
    const script = `process.on("SIGINT", () => {}); const { startManagedRedis } = await import(${JSON.stringify(module)}); await startManagedRedis(${JSON.stringify(folder)}); console.log("up"); setInterval(() => {}, 1000);`;
    const group = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    });
    children.push(group);
    await new Promise((resolve) => group.stdout?.once("data", resolve));
    process.kill(-group.pid!, "SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await isUp(join(folder, "redis.sock"))).toBe(true);
  });
});
