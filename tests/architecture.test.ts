import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const files = ["src", "workers"].flatMap((root) =>
  readdirSync(root, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(root, name)),
);

const EDGES = "sources redis queues channels settings map web process".split(" ");

/** The house: domain <- pipeline <- edges <- app <- workers, cli. Edges know each other only where it is named here. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: ["domain"],
  pipeline: ["domain", "pipeline"],
  sources: ["domain", "pipeline", "sources"],
  redis: ["domain", "pipeline", "redis"],
  queues: ["domain", "pipeline", "redis", "queues"],
  channels: ["domain", "pipeline", "channels", "settings"],
  settings: ["domain", "pipeline", "settings"],
  map: ["domain", "map"],
  web: ["domain", "pipeline", "web"],
  process: ["process"],
  app: ["domain", "pipeline", ...EDGES, "app"],
  workers: ["domain", "pipeline", ...EDGES, "app", "workers"],
  cli: ["domain", "pipeline", ...EDGES, "app", "workers", "cli"],
};

/** Within the domain, each folder knows those before it; single files beside the folders are known by all. */
const DOMAIN_ORDER = ["arabic", "language", "gazetteer", "reading", "stories", "watchlists", "alerts"];

/** Each library lives in one edge. */
const HOME_OF: Readonly<Record<string, readonly string[]>> = {
  bullmq: ["queues"],
  "rss-parser": ["sources"],
  feedsmith: ["sources"],
  jschardet: ["sources"],
  "@mozilla/readability": ["sources"],
  linkedom: ["sources"],
  "robots-parser": ["sources"],
  htmlparser2: ["sources"],
  "ipaddr.js": ["sources"],
  nodemailer: ["channels"],
  "d3-geo": ["map"],
  "@resvg/resvg-js": ["map"],
  "@slack/web-api": ["channels"],
  "@slack/socket-mode": ["channels"],
  pino: ["process"],
  "prom-client": ["process"],
  commander: ["cli"],
  zod: ["settings", "channels", "sources"],
};

function imports(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const fixed = text.matchAll(/^(?:import|export)\s(?:[^;"]*\sfrom )?"([^"]+)";/gm);
  const lazy = text.matchAll(/\bimport\("([^"]+)"\)/g);
  return [...fixed, ...lazy].map((found) => found[1]!);
}

/** The files of the house that a file imports. */
function neighboursOf(file: string): string[] {
  return imports(file)
    .filter((name) => name.startsWith("."))
    .map((name) => relative(".", join(dirname(file), name)));
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

  it.each(files.filter((file) => /^src\/domain\/[a-z-]+\//.test(file)))("%s knows only what is before it", (file) => {
    const folderOf = (path: string) => DOMAIN_ORDER.indexOf(path.split("/")[2] ?? "");
    expect(folderOf(file)).toBeGreaterThanOrEqual(0);
    expect(neighboursOf(file).filter((other) => folderOf(other) > folderOf(file))).toEqual([]);
  });

  it("has a spec for every file of the domain that holds code", () => {
    const specs = readdirSync("tests/domain", { recursive: true })
      .map((name) => join("tests/domain", String(name)))
      .filter((name) => name.endsWith(".test.ts"));
    const tried = new Set(
      specs.flatMap((spec) => imports(spec).map((name) => relative(".", join(dirname(spec), name)))),
    );
    const holdsCode = (file: string) => /^export (?:async )?(?:function|class)/m.test(readFileSync(file, "utf8"));
    const domain = files.filter((file) => file.startsWith("src/domain/") && holdsCode(file));
    expect(domain.filter((file) => !tried.has(file))).toEqual([]);
  });

  it("has no circles between files, types counted", () => {
    const [open, done] = [new Set<string>(), new Set<string>()];
    const circles: string[] = [];
    const walk = (file: string, path: readonly string[]): void => {
      if (open.has(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
      if (open.has(file) || done.has(file)) return;
      open.add(file);
      for (const next of neighboursOf(file)) walk(next, [...path, file]);
      open.delete(file);
      done.add(file);
    };
    for (const file of files) walk(file, []);
    expect(circles).toEqual([]);
  });

  it.each(files)("%s writes its exported types out", (file) => {
    expect(readFileSync(file, "utf8")).not.toMatch(/^export type [^;]*ReturnType<typeof/m);
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

  // A language is one table, however long.
  const code = files.filter((file) => !file.startsWith("src/domain/language/"));
  it.each(code)("%s fits in the head", (file) => {
    expect(readFileSync(file, "utf8").split("\n").length).toBeLessThanOrEqual(300);
  });

  it.each(files)("%s holds no invisible characters", (file) => {
    // What people read in Arabic bears the signs that Arabic prose does; what is matched is bare.
    const isRead = file.startsWith("src/domain/language/");
    const text = readFileSync(file, "utf8").replace(isRead ? /[\u064b-\u0652]/g : /(?!)/g, "");
    expect(text).not.toMatch(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u064b-\u0652\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/,
    );
  });

  it("keeps its runtime dependencies exact and explained", () => {
    const { dependencies, optionalDependencies = {} } = JSON.parse(readFileSync("package.json", "utf8"));
    const all = { ...dependencies, ...optionalDependencies } as Record<string, string>;
    expect(Object.values(all).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    const explained = readFileSync("ARCHITECTURE.md", "utf8");
    expect(Object.keys(all).filter((name) => !explained.includes(`\`${name}\``))).toEqual([]);
  });
});
