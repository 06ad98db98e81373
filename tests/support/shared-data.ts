import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe } from "vitest";

/** Real feeds and labelled sets lie beside the checkout where they are at hand; they are never part of it. */
const FOLDER = join(process.cwd(), "..", "shared", "data");
export const hasSharedData = existsSync(FOLDER);
if (!hasSharedData) console.warn(`SKIPPED: tests on real input, since ${FOLDER} is not at hand`);

/** A group of tests that needs the real input; skipped, and said so, where it is absent. */
export const describeOnRealInput = describe.skipIf(!hasSharedData);

export function sharedPath(...parts: string[]): string {
  return join(FOLDER, ...parts);
}

export function sharedLines<Row>(...parts: string[]): Row[] {
  const bytes = readFileSync(sharedPath(...parts));
  const text = parts.at(-1)!.endsWith(".gz") ? gunzipSync(bytes).toString("utf8") : bytes.toString("utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Row);
}
