// Prepares a checkout: dependencies from the lockfile, redis-server, the build. Does nothing that is done already.
//   node scripts/set-up.mjs [--for=tests]
// Installing system packages: at a terminal it asks; as root without one, or with RASID_SETUP=yes, it does it;
// otherwise it prints the line to run and stops. Uses only what Node itself brings, since nothing is installed yet.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
process.chdir(root);
const say = (text) => process.stderr.write(`${text}\n`);

checkNode();
installDependencies();
await installRedis();
build();

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  say(`Rasid needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** A hash of the lockfile is kept beside what was installed from it. */
function installDependencies() {
  const stamp = "node_modules/.rasid-lock";
  const wanted = createHash("sha256").update(readFileSync("package-lock.json")).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  say("Installing dependencies from package-lock.json…");
  run("npm", ["ci", "--no-fund", "--no-audit", "--loglevel=error"]);
  writeFileSync(stamp, wanted);
}

async function installRedis() {
  if (process.env.REDIS_SERVER_BIN || onPath("redis-server") || onPath("valkey-server")) return;
  if (process.env.REDIS_URL && !process.argv.includes("--for=tests")) return;
  const isRoot = process.getuid?.() === 0;
  const sudo = isRoot ? "" : "sudo ";
  const line = `${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends redis-server`;
  say("Rasid keeps its queues in Redis, and there is no redis-server on this machine.");
  if (!onPath("apt-get")) {
    say("Install redis-server or valkey-server with your system's package manager, or set REDIS_URL.");
    process.exit(1);
  }
  const isAsked = process.stdin.isTTY && process.env.RASID_SETUP !== "yes";
  const mayInstall = isAsked
    ? await confirm(`Run this now?\n  ${line}\n[y/N] `)
    : isRoot || process.env.RASID_SETUP === "yes";
  if (!mayInstall) {
    say(`Install it with:\n  ${line}\nor run again with RASID_SETUP=yes, or set REDIS_URL.`);
    process.exit(1);
  }
  // A container must not start a service of its own while the package is configured.
  run("sh", ["-c", line], { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" });
}

async function confirm(question) {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await reader.question(question);
  reader.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** Builds when any source is newer than the last build. */
function build() {
  const stamp = "dist/.built";
  const builtAt = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  const newest = Math.max(
    ...["src", "workers", "training", "tsconfig.json", "package-lock.json"].filter(existsSync).map(newestIn),
  );
  if (newest < builtAt) return;
  say("Building…");
  mkdirSync("dist", { recursive: true });
  run("node_modules/.bin/tsc", []);
  run(process.execPath, ["scripts/write-schemas.mjs"]);
  writeFileSync(stamp, "");
}

function newestIn(path) {
  if (!statSync(path).isDirectory()) return statSync(path).mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

function onPath(name) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function run(command, args, environment = {}) {
  // Standard output belongs to what is run after the set-up.
  const { status, error } = spawnSync(command, args, {
    stdio: ["ignore", 2, 2],
    env: { ...process.env, ...environment },
  });
  if (status === 0) return;
  say(`${command} ${args.join(" ")} failed${error ? `: ${error.message}` : ""}.`);
  process.exit(1);
}
