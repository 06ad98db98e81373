import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const files = ["src", "workers"].flatMap((root) =>
  readdirSync(root, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(root, name)),
);

/** What wiring may import: everything but the command line. */
const WIRED = "domain pipeline feeds redis queues channels settings map web process workers".split(" ");

/** The house: domain <- pipeline <- edges <- workers <- cli. Edges know each other only where it is named here. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: ["domain"],
  pipeline: ["domain", "pipeline"],
  feeds: ["domain", "pipeline", "feeds"],
  redis: ["domain", "pipeline", "redis"],
  queues: ["domain", "pipeline", "redis", "queues"],
  channels: ["domain", "pipeline", "channels", "settings"],
  settings: ["domain", "pipeline", "settings"],
  map: ["domain", "map"],
  web: ["domain", "pipeline", "web"],
  process: ["process"],
  workers: WIRED,
  cli: [...WIRED, "cli"],
};

/** Each library lives in one edge. */
const HOME_OF: Readonly<Record<string, readonly string[]>> = {
  bullmq: ["queues"],
  "rss-parser": ["feeds"],
  feedsmith: ["feeds"],
  jschardet: ["feeds"],
  "@mozilla/readability": ["feeds"],
  linkedom: ["feeds"],
  "robots-parser": ["feeds"],
  htmlparser2: ["feeds"],
  "ipaddr.js": ["feeds"],
  nodemailer: ["channels"],
  "d3-geo": ["map"],
  "@resvg/resvg-js": ["map"],
  "@slack/web-api": ["channels"],
  "@slack/socket-mode": ["channels"],
  pino: ["process"],
  "prom-client": ["process"],
  commander: ["cli"],
  zod: ["settings"],
};

function imports(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const fixed = text.matchAll(/^(?:import|export)\s(?:[^;"]*\sfrom )?"([^"]+)";/gm);
  const lazy = text.matchAll(/\bimport\("([^"]+)"\)/g);
  return [...fixed, ...lazy].map((found) => found[1]!);
}

function partOf(path: string): string {
  const parts = path.split("/");
  return parts[0] === "workers" ? "workers" : parts[1]!;
}

describe("the house", () => {
  it.each(files)("%s imports only what lies below it", (file) => {
    const own = partOf(file);
    const others = imports(file)
      .filter((name) => name.startsWith("."))
      .map((name) => partOf(relative(".", join(dirname(file), name))));
    expect(others.filter((other) => !MAY_IMPORT[own]!.includes(other))).toEqual([]);
  });

  it.each(files)("%s keeps each library in its edge", (file) => {
    const own = partOf(file);
    const strangers = imports(file).filter((name) => HOME_OF[name] && !HOME_OF[name].includes(own));
    expect(strangers).toEqual([]);
    if (own === "domain" || own === "pipeline")
      expect(imports(file).filter((name) => !name.startsWith("."))).toEqual([]);
  });

  it("knows ioredis outside redis/ by its type alone", () => {
    const users = files.filter(
      (file) => partOf(file) !== "redis" && /^import (?!type)[^;]*from "ioredis"/m.test(readFileSync(file, "utf8")),
    );
    expect(users).toEqual([]);
  });

  it("gives every file a name of its own", () => {
    const names = files.filter((file) => file.startsWith("src")).map((file) => basename(file));
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it("has no drawer for odds and ends", () => {
    expect(files.filter((file) => /\/(utils?|helpers?|common|types|constants|index|misc)\.ts$/.test(file))).toEqual([]);
  });

  it.each(files)("%s fits in the head", (file) => {
    expect(readFileSync(file, "utf8").split("\n").length).toBeLessThanOrEqual(300);
  });

  it.each(files)("%s holds no invisible characters", (file) => {
    expect(readFileSync(file, "utf8")).not.toMatch(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u064b-\u0652\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/,
    );
  });

  it("keeps src under its budget of 12,000 lines", () => {
    const lines = files
      .filter((file) => file.startsWith("src"))
      .reduce((sum, file) => sum + readFileSync(file, "utf8").split("\n").length - 1, 0);
    expect(lines).toBeLessThan(12_000);
  });

  it("keeps its runtime dependencies few, exact and explained", () => {
    const { dependencies, optionalDependencies = {} } = JSON.parse(readFileSync("package.json", "utf8"));
    const all = { ...dependencies, ...optionalDependencies } as Record<string, string>;
    expect(Object.keys(all).length).toBeLessThanOrEqual(26);
    expect(Object.values(all).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    const explained = readFileSync("ARCHITECTURE.md", "utf8");
    expect(Object.keys(all).filter((name) => !explained.includes(`\`${name}\``))).toEqual([]);
  });
});
