import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { CommandError } from "./exit-codes.ts";

const MAX_LINE_CHARS = 4_000_000;

/** The lines of a file, or of standard input for "-", that are not empty, with their number from 1. */
export async function* readLines(file: string): AsyncGenerator<{ line: string; number: number }> {
  if (file !== "-" && !existsSync(file)) throw new CommandError(`${file}: no such file`);
  const input = file === "-" ? process.stdin : createReadStream(file);
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line.length > MAX_LINE_CHARS)
      throw new CommandError(`${file}:${number}: a line of ${line.length} characters; ${MAX_LINE_CHARS} at most`);
    if (line.trim() !== "") yield { line: number === 1 ? line.replace(/^\uFEFF/, "") : line, number };
  }
}

/** One JSON object of a line; a CommandError that names the line otherwise. */
export function parseObject(line: string, where: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new CommandError(`${where}: not JSON: ${(error as Error).message}; write one object a line`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new CommandError(`${where}: not a JSON object: write one object a line`);
  return value as Record<string, unknown>;
}
