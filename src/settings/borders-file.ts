import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { BorderLines } from "../domain/gazetteer/border-distance.ts";
import { fileProblem } from "./config-tree.ts";
import type { Problem } from "./problem.ts";

const MAX_BYTES = 5_000_000;
const REMEDY = "make it with `node scripts/make-borders.mjs`, or see docs/configuration.md";

/** `borders.json`: which borders there are, each with its lines as GeoJSON writes them (longitude, latitude). */
const BordersFile = z.record(
  z.string().regex(/^[A-Z]{2}-[A-Z]{2}$/, "not a border: write two country codes like SY-IQ"),
  z.array(z.array(z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])).min(2)).min(1),
);

/** A file of the configuration that is JSON and laid over by a site: each of its keys replaces the shipped one. */
export interface BordersRead {
  readonly borders: BorderLines;
  /** Texts of the files, for the hash of the configuration. */
  readonly texts: readonly string[];
}

/** Reads the borders of the shipped folder and those of a site over them; every problem is added. */
export function readBorders(folders: readonly string[], problems: Problem[]): BordersRead {
  const texts: string[] = [];
  let borders: BorderLines = {};
  for (const path of folders.map((folder) => join(folder, "borders.json")).filter((path) => existsSync(path))) {
    const problem = (what: string) => problems.push(fileProblem(path, what, REMEDY));
    const text = readFileSync(path, "utf8");
    if (text.length > MAX_BYTES) {
      problem(`larger than ${MAX_BYTES / 1e6} MB`);
      continue;
    }
    texts.push(text);
    const read = BordersFile.safeParse(parsedJson(text));
    if (read.success) borders = { ...borders, ...read.data };
    else {
      const { path: at, message, code } = read.error.issues[0]!;
      const where = at.length > 0 ? `at ${at.join(".")}: ` : "";
      problem(
        code === "invalid_key"
          ? `${JSON.stringify(at[0])} is no border: write two country codes like SY-IQ`
          : `${where}${message}`,
      );
    }
  }
  return { borders, texts };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
