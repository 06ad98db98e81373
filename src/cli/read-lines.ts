import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { CommandError } from "./output.ts";

const MAX_LINE_CHARS = 4_000_000;

/** The lines of a file, unpacked if its name ends in .gz, or of standard input for "-": those not empty, from 1. */
export async function* readLines(file: string): AsyncGenerator<{ line: string; number: number }> {
  if (file !== "-" && !existsSync(file)) throw new CommandError(`${file}: no such file`);
  const bytes: Readable = file === "-" ? process.stdin : createReadStream(file);
  const input = file.endsWith(".gz") ? pipeline(bytes, createGunzip(), () => undefined) : bytes;
  let number = 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      if (line.length > MAX_LINE_CHARS)
        throw new CommandError(`${file}:${number}: a line of ${line.length} characters; ${MAX_LINE_CHARS} at most`);
      if (line.trim() !== "") yield { line: number === 1 ? line.replace(/^\uFEFF/, "") : line, number };
    }
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${file}:${number + 1}: cannot be read: ${(error as Error).message}`);
  }
}

/** One JSON object of a line; a CommandError that names the line otherwise. */
export function parseObject(line: string, where: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw new CommandError(`${where}: not JSON: ${(error as Error).message}; write one object a line`);
  }
  throw new CommandError(`${where}: not a JSON object: write one object a line`);
}

/** Articles as JSON Lines; a CommandError names the line that is none. */
export async function* readArticles(file: string): AsyncGenerator<ReturnType<typeof articleOf>> {
  for await (const { line, number } of readLines(file))
    yield articleOf(parseObject(line, `${file}:${number}`), `${file}:${number}`);
}

/** An article as `match`, `stories` and `explain` take it. */
export function articleOf(object: Record<string, unknown>, where: string) {
  const { id } = object;
  if (typeof id !== "string" && typeof id !== "number")
    throw new CommandError(`${where}: \`id\` is missing: give each article an id`);
  const text = (key: string): string => {
    const value = object[key] ?? "";
    if (typeof value !== "string") throw new CommandError(`${where}: \`${key}\` is not a text: write it in quotes`);
    return value;
  };
  const [title, summary, body] = [text("title"), text("summary"), text("body")];
  if (title === "" && body === "")
    throw new CommandError(`${where}: neither \`title\` nor \`body\`: give at least one of them`);
  const [url, source, publishedAt] = ["url", "source", "publishedAt"].map((key) => text(key) || undefined);
  return { id: String(id), title, summary, body, url, source, publishedAt };
}
