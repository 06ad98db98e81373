import { readFileSync } from "node:fs";
import { type Document, isCollection, isMap, isScalar, LineCounter, type Node, parseAllDocuments } from "yaml";
import type { Problem } from "./problem.ts";

export type Path = readonly (string | number)[];

const MAX_FILE_BYTES = 4_000_000;

/** A YAML file that was read, able to say where anything in it stands. */
export interface SourceFile {
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
  const empty = { problems: [at(0, "an empty file", "write the settings into it, or remove it")] };
  if (documents.length === 0) return empty;
  if (documents.length > 1)
    return { problems: [at(documents[1]!.range[0], "a second document (---)", "keep one document a file")] };
  const document = documents[0] as Document.Parsed;
  if (document.errors.length > 0)
    return { problems: document.errors.map(({ pos, code, message }) => at(pos[0], ...syntaxProblem(code, message))) };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    const what = error instanceof Error ? error.message.split("\n")[0]! : "an alias that leads nowhere";
    return { problems: [at(text.indexOf("*"), what, "write the text out, in quotes if it begins with *")] };
  }
  if (value === null) return empty;
  const file: SourceFile = {
    value,
    has: (path) => document.hasIn(path),
    problemAt: (path, what, remedy, atKey = false) => at(offsetOf(document, path, atKey), what, remedy),
  };
  return { file, problems: [] };
}

function offsetOf(document: Document.Parsed, path: Path, atKey: boolean): number {
  let node: Node | null = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, step] of path.entries()) {
    if (!isCollection(node)) return offset;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (!pair) return offset;
      offset = startOf(pair.key as Node) ?? offset;
      if (atKey && depth === path.length - 1) return offset;
      node = (pair.value ?? null) as Node | null;
    } else node = (node.items[Number(step)] ?? null) as Node | null;
    offset = startOf(node) ?? offset;
  }
  return offset;
}

function startOf(node: Node | null): number | undefined {
  return node?.range?.[0];
}

const INDENTATION = "look at the indentation: entries of one list or map stand in one column";
const QUOTES = "put the text in quotes if it holds : # [ ] { } or begins with a sign";
/** What to do about an error of the parser, by its code. */
const SYNTAX_REMEDIES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "use spaces: two a level",
  DUPLICATE_KEY: "keep one of them",
  BAD_INDENT: INDENTATION,
  BLOCK_AS_IMPLICIT_KEY: INDENTATION,
  BLOCK_IN_FLOW: INDENTATION,
  BAD_ALIAS: "a text that begins with * or & must be in quotes",
  MISSING_CHAR: "close the quote or the bracket on the same line",
  UNEXPECTED_TOKEN: QUOTES,
  MULTILINE_IMPLICIT_KEY: QUOTES,
};
const OWN_WORDS = new Map([
  ["TAB_AS_INDENT", "a tab as indentation"],
  ["DUPLICATE_KEY", "the same key twice"],
]);

function syntaxProblem(code: string, message: string): [string, string] {
  return [OWN_WORDS.get(code) ?? message.split("\n")[0]!, SYNTAX_REMEDIES[code] ?? "correct the YAML here"];
}
