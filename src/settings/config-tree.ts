import type { createHash } from "node:crypto";
import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { Problem } from "./problem.ts";
import { readSourceFile, type SourceFile } from "./source-file.ts";

const MAX_FILES = 500;
const FILES = [
  "rasid.yaml",
  "feeds.yaml",
  "channels.yaml",
  "lexicon/concepts.yaml",
  "lexicon/actors.yaml",
  "lexicon/relevance.yaml",
  "lexicon/common-words.yaml",
  "lexicon/context.yaml",
  "lexicon/weights.yaml",
] as const;
const FOLDERS = ["watchlists", "gazetteer"] as const;
/** What may lie in a configuration folder besides what is read as YAML. */
const BYSTANDERS = new Set("schemas lexicon tables borders.json countries.json README.md rasid.env".split(" "));

/** One configuration folder, read. Files that are absent are absent here. */
export interface ConfigTree {
  readonly single: ReadonlyMap<string, SourceFile>;
  readonly folders: ReadonlyMap<string, readonly SourceFile[]>;
}

/** Reads every configuration file of a folder, with every problem of syntax, and hashes what it read into `hash`. */
export function readConfigTree(
  folder: string,
  hash: ReturnType<typeof createHash>,
): { tree: ConfigTree; problems: Problem[] } {
  const problems: Problem[] = [];
  const single = new Map<string, SourceFile>();
  const folders = new Map<string, SourceFile[]>();
  const add = (path: string): SourceFile | undefined => {
    const { file, problems: found } = readSourceFile(path, displayName(path), (bytes) =>
      hash.update(relative(folder, path)).update(bytes),
    );
    problems.push(...found);
    return file;
  };

  for (const name of FILES) {
    const path = join(folder, name);
    const file = existsSync(path) ? add(path) : undefined;
    if (file) single.set(name, file);
  }
  for (const name of FOLDERS) {
    const path = join(folder, name);
    if (!existsSync(path)) continue;
    const names = readdirSync(path).filter((file) => /\.ya?ml$/.test(file));
    if (names.length > MAX_FILES)
      problems.push(fileProblem(path, `holds ${names.length} files`, `keep it under ${MAX_FILES}`));
    const files = names
      .toSorted()
      .slice(0, MAX_FILES)
      .flatMap((file) => add(join(path, file)) ?? []);
    folders.set(name, files);
  }
  problems.push(...strangers(folder));
  return { tree: { single, folders }, problems };
}

/** Files and folders whose name is nearly right are a mistake that would otherwise be silent. */
function strangers(folder: string): Problem[] {
  const known = new Set<string>([...FILES, ...FOLDERS, ...BYSTANDERS]);
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (known.has(entry.name) || entry.name.startsWith(".")) return [];
    if (!entry.isDirectory() && !/\.ya?ml$/.test(entry.name)) return [];
    const names = [...known].filter((name) => !name.includes("/") && !BYSTANDERS.has(name));
    return [
      fileProblem(
        join(folder, entry.name),
        "nothing reads this",
        `rename it to one of ${names.join(", ")}, or move it away`,
      ),
    ];
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
export function siteFolder(shipped: string, site: string | undefined): { folder?: string; problems: Problem[] } {
  if (site === undefined) return { problems: [] };
  if (!existsSync(site) || !statSync(site).isDirectory())
    return { problems: [fileProblem(site, "no such folder", "create it with `rasid init`, or correct --config")] };
  const folder = realpathSync(site);
  return folder === realpathSync(shipped) ? { problems: [] } : { folder, problems: [] };
}
