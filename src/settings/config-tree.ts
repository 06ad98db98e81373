import type { createHash } from "node:crypto";
import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { Problem } from "./problem.ts";
import { readSourceFile } from "./read-source.ts";
import type { SourceFile } from "./source-file.ts";

const MAX_FILES = 500;
const FILES = ["rasid.yaml", "feeds.yaml", "channels.yaml"];
const WORDS = "concepts actors relevance common-words context weights".split(" ").map((name) => `lexicon/${name}.yaml`);
const FOLDERS = ["watchlists", "gazetteer"];
/** What may lie in a configuration folder besides what is read as YAML. */
const BYSTANDERS = new Set("schemas lexicon tables borders.json countries.json README.md rasid.env".split(" "));

/** One configuration folder, read: the files of each name or folder. Those that are absent are absent here. */
export type ConfigTree = ReadonlyMap<string, readonly SourceFile[]>;

/** Reads every configuration file of a folder, adds every problem of syntax, and hashes what it read into `hash`. */
export function readConfigTree(folder: string, hash: ReturnType<typeof createHash>, problems: Problem[]): ConfigTree {
  const tree = new Map<string, SourceFile[]>();
  const read = (path: string) =>
    readSourceFile(path, displayName(path), (bytes) => hash.update(relative(folder, path)).update(bytes), problems);

  for (const name of [...FILES, ...WORDS, ...FOLDERS]) {
    const path = join(folder, name);
    if (!existsSync(path)) continue;
    const names = FOLDERS.includes(name)
      ? readdirSync(path).filter((file) => (name === "gazetteer" ? /\.(?:ya?ml|tsv)$/ : /\.ya?ml$/).test(file))
      : [""];
    if (names.length > MAX_FILES)
      problems.push(fileProblem(path, `holds ${names.length} files`, `keep it under ${MAX_FILES}`));
    const paths = names.toSorted().map((file) => join(path, file));
    tree.set(name, paths.slice(0, MAX_FILES).flatMap(read));
  }
  problems.push(...strangers(folder));
  return tree;
}

/** Files and folders whose name is nearly right are a mistake that would otherwise be silent. */
function strangers(folder: string): Problem[] {
  const known = [...FILES, ...FOLDERS];
  const remedy = `rename it to one of ${known.join(", ")}, or move it away`;
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (known.includes(entry.name) || BYSTANDERS.has(entry.name) || entry.name.startsWith(".")) return [];
    if (!entry.isDirectory() && !/\.ya?ml$/.test(entry.name)) return [];
    return [fileProblem(join(folder, entry.name), "nothing reads this", remedy)];
  });
}

export function fileProblem(path: string, what: string, remedy: string): Problem {
  return { file: displayName(path), line: 1, column: 1, what, remedy };
}

/** A path as people see it: from the current folder where it lies below it. */
export function displayName(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith("..") ? path : near;
}

/** The site folder as a real path; undefined when there is none or it is the shipped folder itself. */
export function siteFolder(shipped: string, site: string | undefined, problems: Problem[]): string | undefined {
  if (site === undefined) return undefined;
  if (!existsSync(site) || !statSync(site).isDirectory()) {
    problems.push(fileProblem(site, "no such folder", "create it with `rasid init`, or correct --config"));
    return undefined;
  }
  const folder = realpathSync(site);
  return folder === realpathSync(shipped) ? undefined : folder;
}
