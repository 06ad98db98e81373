import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { type Document, isMap, isNode, isScalar, LineCounter, parseAllDocuments } from "yaml";
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

/** Reads one YAML 1.2 file; `onBytes` gets what was read. Problems of syntax and of reading are added, not thrown. */
export function readSourceFile(
  path: string,
  name: string,
  onBytes: (bytes: Buffer) => void,
  problems: Problem[],
): SourceFile[] {
  const refuse = (what: string, remedy: string) => {
    problems.push({ file: name, line: 1, column: 1, what, remedy });
    return [];
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
  return parseSource(new TextDecoder().decode(bytes), name, problems);
}

function parseSource(text: string, name: string, problems: Problem[]): SourceFile[] {
  const counter = new LineCounter();
  const lines = text.split("\n");
  const at = (offset: number, what: string, remedy: string): Problem => {
    const { line, col } = counter.linePos(offset);
    return { file: name, line: Math.max(line, 1), column: Math.max(col, 1), what, remedy, excerpt: lines[line - 1] };
  };

  const refuse = (offset: number, what: string, remedy: string) => {
    problems.push(at(offset, what, remedy));
    return [];
  };
  const [document, second] = parseAllDocuments(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: true });
  if (second) return refuse(second.range[0], "a second document (---)", "keep one document a file");
  if (document?.errors.length)
    return document.errors.flatMap(({ pos, code, message }) => {
      const what = OWN_WORDS[code] ?? message.split("\n")[0]!;
      return refuse(pos[0], what, SYNTAX_REMEDIES[code] ?? "correct the YAML here");
    });
  let value: unknown;
  try {
    value = document?.toJS({ maxAliasCount: 50 });
  } catch (error) {
    const what = error instanceof Error ? error.message.split("\n")[0]! : "an alias that leads nowhere";
    return refuse(text.indexOf("*"), what, "write the text out, in quotes if it begins with *");
  }
  if (!document || value === null) return refuse(0, "an empty file", "write the settings into it, or remove it");
  return [
    {
      value,
      has: (path) => document.hasIn(path),
      problemAt: (path, what, remedy, atKey) => at(offsetOf(document, path, atKey), what, remedy),
    },
  ];
}

/** Where the node at a path begins, or its key; where none is, the nearest around it. */
function offsetOf(document: Document.Parsed, path: Path, atKey = false): number {
  const outer = path.slice(0, -1);
  const around = document.getIn(outer, true);
  const pair = isMap(around) ? around.items.find(({ key }) => isScalar(key) && key.value === path.at(-1)) : undefined;
  const node = atKey && pair ? pair.key : (document.getIn(path, true) ?? pair?.key);
  if (isNode(node) && node.range) return node.range[0];
  return path.length === 0 ? 0 : offsetOf(document, outer);
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
const OWN_WORDS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "a tab as indentation",
  DUPLICATE_KEY: "the same key twice",
};
