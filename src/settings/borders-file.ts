import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { BorderLines } from "../domain/gazetteer/border-distance.ts";
import { displayName, fileProblem } from "./config-tree.ts";
import type { Problem } from "./problem.ts";
import { readText } from "./read-source.ts";

const REMEDY = "make it with `node scripts/make-borders.mjs`, or see docs/configuration.md";

/** `borders.json`: which borders there are, each with its lines as GeoJSON writes them (longitude, latitude). */
const BordersFile = z.record(
  z.string().regex(/^[A-Z]{2}-[A-Z]{2}$/, "not a border: write two country codes like SY-IQ"),
  z.array(z.array(z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])).min(2)).min(1),
);

/**
 * Reads the borders of the shipped folder and those of a site over them, each of whose keys replaces the shipped one;
 * `onBytes` gets what was read. Every problem is added.
 */
export function readBorders(
  folders: readonly string[],
  onBytes: (bytes: Buffer) => void,
  problems: Problem[],
): BorderLines {
  let borders: BorderLines = {};
  for (const path of folders.map((folder) => join(folder, "borders.json")).filter((path) => existsSync(path))) {
    const text = readText(path, displayName(path), onBytes, problems);
    if (text === undefined) continue;
    const read = BordersFile.safeParse(parsedJson(text));
    if (read.success) borders = { ...borders, ...read.data };
    else {
      const { path: at, message, code } = read.error.issues[0]!;
      const where = at.length > 0 ? `at ${at.join(".")}: ` : "";
      const what =
        code === "invalid_key"
          ? `${JSON.stringify(at[0])} is no border: write two country codes like SY-IQ`
          : `${where}${message}`;
      problems.push(fileProblem(path, what, REMEDY));
    }
  }
  return borders;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
