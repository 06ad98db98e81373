import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { readPlaceTable } from "./place-table.ts";
import type { Problem } from "./problem.ts";
import type { SourceFile } from "./source-file.ts";
import { readYaml } from "./yaml-source.ts";

const MAX_FILE_BYTES = 4_000_000;

/**
 * Reads one file, YAML 1.2 or a table of places; `onBytes` gets what was read. Problems of syntax and of reading are
 * added, not thrown.
 */
export function readSourceFile(
  path: string,
  name: string,
  onBytes: (bytes: Buffer) => void,
  problems: Problem[],
): SourceFile[] {
  const text = readText(path, name, onBytes, problems);
  if (text === undefined) return [];
  return path.endsWith(".tsv") ? readPlaceTable(text, name, problems) : readYaml(text, name, problems);
}

/** The text of a file of the configuration; undefined where it cannot be had, which is added to the problems. */
export function readText(
  path: string,
  name: string,
  onBytes: (bytes: Buffer) => void,
  problems: Problem[],
): string | undefined {
  const refuse = (what: string, remedy: string) => {
    problems.push({ file: name, line: 1, column: 1, what, remedy });
    return undefined;
  };
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
    onBytes(bytes);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
    return refuse(`cannot be read (${code})`, "make it a plain file that the user of Rasid may read");
  }
  if (bytes.length > MAX_FILE_BYTES)
    return refuse(`is ${bytes.length} bytes long`, `keep it under ${MAX_FILE_BYTES} bytes`);
  if (!isUtf8(bytes)) return refuse("is not UTF-8", "save it with the encoding UTF-8");
  return new TextDecoder().decode(bytes);
}
