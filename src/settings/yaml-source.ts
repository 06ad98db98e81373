import { createRequire } from "node:module";
import { CORE_SCHEMA, load } from "js-yaml";
import type { Document } from "yaml";
import type { Problem } from "./problem.ts";
import type { Path, SourceFile } from "./source-file.ts";

/** What an anchor or an alias may look like; a file with one is read by the slower parser, which limits them. */
const ANCHOR = /(?:^|[\s[,{])[&*]\S/m;

/**
 * Reads a file of YAML 1.2. Its value comes from js-yaml, five times faster than the parser that knows where everything
 * stands: that one reads a file only when it is wrong, or when something in it has to be shown. Problems are added.
 */
export function readYaml(text: string, name: string, problems: Problem[]): SourceFile[] {
  const value = ANCHOR.test(text) ? undefined : quickValue(text);
  if (value === undefined || value === null) return readLocated(text, name, problems);
  let located: SourceFile | undefined;
  const locate = () => {
    located ??= readLocated(text, name, [])[0]!;
    return located;
  };
  return [
    {
      value,
      has: (path) => locate().has(path),
      problemAt: (path, what, remedy, atKey) => locate().problemAt(path, what, remedy, atKey),
    },
  ];
}

/** Undefined where the text is no YAML, whose mistake is to be told in our own words. */
function quickValue(text: string): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA });
  } catch {
    return undefined;
  }
}

/** Loaded when something has to be located: most starts have nothing to show. */
function locatingParser(): typeof import("yaml") {
  return createRequire(import.meta.url)("yaml") as typeof import("yaml");
}

/** Reads a file with the place of each of its nodes. */
function readLocated(text: string, name: string, problems: Problem[]): SourceFile[] {
  const { LineCounter, parseAllDocuments } = locatingParser();
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
  const { isMap, isNode, isScalar } = locatingParser();
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
