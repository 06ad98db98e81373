import { readFileSync } from "node:fs";
import { type Document, isCollection, isMap, isPair, isScalar, LineCounter, type Node, parseAllDocuments } from "yaml";
import type { Problem } from "./problem.ts";

export type Path = readonly (string | number)[];

const MAX_FILE_BYTES = 4_000_000;

/** A YAML file that was read, able to say where anything in it stands. */
export interface SourceFile {
  /** As shown to people. */
  readonly name: string;
  readonly value: unknown;
  has(path: Path): boolean;
  /** The key at `path` when `atKey`, else its value; the nearest enclosing node when there is none. */
  problemAt(path: Path, what: string, remedy: string, atKey?: boolean): Problem;
}

/** Reads one YAML 1.2 file; `onBytes` gets what was read. Problems of syntax are returned, not thrown; so is a file that cannot be read. */
export function readSourceFile(
  path: string,
  name: string,
  onBytes: (bytes: Buffer) => void,
): { file?: SourceFile; problems: Problem[] } {
  const whole = (what: string, remedy: string) => ({ problems: [{ file: name, line: 1, column: 1, what, remedy }] });
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
    onBytes(bytes);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
    return whole(`cannot be read (${code})`, "make it a plain file that the user of Rasid may read");
  }
  if (bytes.length > MAX_FILE_BYTES)
    return whole(`is ${bytes.length} bytes long`, `keep it under ${MAX_FILE_BYTES} bytes`);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return whole("is not UTF-8", "save it with the encoding UTF-8");
  }
  return parseSource(text, name);
}

function parseSource(text: string, name: string): { file?: SourceFile; problems: Problem[] } {
  const counter = new LineCounter();
  const lines = text.split("\n");
  const at = (offset: number, what: string, remedy: string): Problem => {
    const { line, col } = counter.linePos(offset);
    return { file: name, line: Math.max(line, 1), column: Math.max(col, 1), what, remedy, excerpt: lines[line - 1] };
  };

  const documents = parseAllDocuments(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: true });
  if (documents.length === 0) return { problems: [at(0, "an empty file", "write the settings into it, or remove it")] };
  if (documents.length > 1)
    return { problems: [at(documents[1]!.range[0], "a second document (---)", "keep one document a file")] };
  const document = documents[0] as Document.Parsed;
  if (document.errors.length > 0) {
    return { problems: document.errors.map((error) => at(error.pos[0], ...syntaxProblem(error.code, error.message))) };
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    const what = error instanceof Error ? error.message.split("\n")[0]! : "an alias that leads nowhere";
    return { problems: [at(text.indexOf("*"), what, "write the text out, in quotes if it begins with *")] };
  }
  if (value === null) return { problems: [at(0, "an empty file", "write the settings into it, or remove it")] };

  function problemAt(path: Path, what: string, remedy: string, atKey = false): Problem {
    return at(offsetOf(document, path, atKey), what, remedy);
  }
  return { file: { name, value, has: (path) => document.hasIn(path), problemAt }, problems: [] };
}

function offsetOf(document: Document.Parsed, path: Path, atKey: boolean): number {
  let node: Node | null = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, step] of path.entries()) {
    if (!isCollection(node)) return offset;
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step);
      if (!pair) return offset;
      const isLast = depth === path.length - 1;
      const keyOffset = startOf(pair.key as Node);
      node = (pair.value ?? null) as Node | null;
      offset = (isLast && atKey ? keyOffset : (startOf(node) ?? keyOffset)) ?? offset;
    } else {
      node = (node.items[Number(step)] ?? null) as Node | null;
      offset = startOf(node) ?? offset;
    }
  }
  return offset;
}

function startOf(node: Node | null): number | undefined {
  return node?.range?.[0];
}

function syntaxProblem(code: string, message: string): [string, string] {
  const first = message.split("\n")[0]!;
  switch (code) {
    case "TAB_AS_INDENT":
      return ["a tab as indentation", "use spaces: two a level"];
    case "DUPLICATE_KEY":
      return ["the same key twice", "keep one of them"];
    case "BAD_INDENT":
    case "BLOCK_AS_IMPLICIT_KEY":
    case "BLOCK_IN_FLOW":
      return [first, "look at the indentation: entries of one list or map stand in one column"];
    case "BAD_ALIAS":
      return [first, "a text that begins with * or & must be in quotes"];
    case "MISSING_CHAR":
      return [first, "close the quote or the bracket on the same line"];
    case "UNEXPECTED_TOKEN":
    case "MULTILINE_IMPLICIT_KEY":
      return [first, "put the text in quotes if it holds : # [ ] { } or begins with a sign"];
    default:
      return [first, "correct the YAML here"];
  }
}
