import type { Problem } from "./problem.ts";
import type { Path, SourceFile } from "./source-file.ts";

/** Where a piece of configuration was written; of several layers, the last one has the last word. */
type Origin = Readonly<{ file: SourceFile; path: Path }>;

/** A piece of configuration as the layers made it, able to say where each part of it stands. */
export type Layered = Readonly<{ value: unknown; origins: readonly Origin[] }>;

/** What a site file did to a shipped entry. */
export type Override = Readonly<{ file: string; line: number; entry: string; change: string }>;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The problem at `path` inside a layered value: in the layer that wrote it. */
export function problemIn(layered: Layered, path: Path, what: string, remedy: string, atKey = false): Problem {
  const last = layered.origins.at(-1)!;
  const origin = layered.origins.findLast(({ file, path: base }) => file.has([...base, ...path])) ?? last;
  return origin.file.problemAt([...origin.path, ...path], what, remedy, atKey);
}

export type Report = (path: Path, what: string, remedy: string) => void;

/** Adds problems inside a layered value to a list. */
export function reportTo(problems: Problem[], layered: Layered): Report {
  return (path, what, remedy) => void problems.push(problemIn(layered, path, what, remedy));
}

/** A whole file laid over another: maps merge, everything else is replaced. */
export function layFile(files: readonly SourceFile[]): Layered {
  const value = files.map((file) => file.value).reduce(merged);
  return { value, origins: files.map((file) => ({ file, path: [] })) };
}

/** One entry of some file, before layering. */
export type WrittenEntry = Origin & { readonly value: unknown };

/** Lays a site's entries over the shipped ones: the same key merges, `remove: true` drops, anything new is added. */
export function layEntries(
  [shipped = [], site = []]: readonly (readonly WrittenEntry[])[],
  key: string,
  problems: Problem[],
  overrides: Override[],
): Layered[] {
  const byKey = new Map<string, Layered>();
  const keyless: Layered[] = [];
  for (const layer of [shipped, site]) {
    const seen = new Map<string, WrittenEntry>();
    for (const entry of layer) {
      const { file, path, value } = entry;
      const id = isRecord(value) ? value[key] : undefined;
      if (typeof id !== "string") {
        keyless.push({ value, origins: [entry] });
        continue;
      }
      const twin = seen.get(id);
      if (twin) {
        const first = twin.file.problemAt(twin.path, "", "");
        const what = `\`${key}: ${id}\` a second time (first at ${first.file}:${first.line})`;
        problems.push(file.problemAt([...path, key], what, `give it another \`${key}\`, or remove one`));
        continue;
      }
      seen.set(id, entry);
      if (layer === site) layOver(id, entry);
      else byKey.set(id, { value, origins: [entry] });
    }
  }
  return [...byKey.values(), ...keyless];

  function layOver(id: string, entry: WrittenEntry): void {
    const below = byKey.get(id);
    const value = entry.value as Record<string, unknown>;
    const remedy = "correct the name, or drop this entry";
    const missing = entry.file.problemAt(entry.path, `nothing called ${id} to remove`, remedy);
    const tell = (change: string) => overrides.push({ file: missing.file, line: missing.line, entry: id, change });
    if (value.remove === true) {
      if (byKey.delete(id)) tell("removed");
      else problems.push(missing);
      return;
    }
    const changed = Object.keys(value).filter((name) => name !== key);
    tell(below ? `changed: ${changed.join(", ") || "nothing"}` : "added");
    byKey.set(id, { value: merged(below?.value, value), origins: [...(below?.origins ?? []), entry] });
  }
}

function merged(below: unknown, above: unknown): unknown {
  if (!isRecord(below) || !isRecord(above)) return above;
  const laid = Object.entries(above).map(([key, value]) => [key, key in below ? merged(below[key], value) : value]);
  return { ...below, ...Object.fromEntries(laid) };
}
