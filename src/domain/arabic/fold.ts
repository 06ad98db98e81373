import { foldedUnit, isMark } from "./letters.ts";

/** A text in its search form, with the way back to what the reader sees. */
export interface FoldedText {
  readonly source: string;
  readonly text: string;
  /** The source slice of folded text[from, to): offsets in UTF-16 units, end exclusive, trailing marks included. */
  sourceSpan(from: number, to: number): { start: number; end: number };
}

/** HTML character references that survive in feed text. A longer list buys nothing: the reader decodes markup before. */
const ENTITIES = new Map(
  `lt:3c gt:3e quot:22 apos:27 nbsp:a0 laquo:ab raquo:bb ldquo:201c rdquo:201d lsquo:2018 rsquo:2019
   ndash:2013 mdash:2014 hellip:2026 middot:b7 bull:2022 lrm:200e rlm:200f zwnj:200c zwj:200d shy:ad`
    .split(/\s+/)
    .map((entity) => entity.split(":"))
    .map(([name, code]) => [name!, Number.parseInt(code!, 16)]),
);
const AMPERSAND = 0x26;
const LONGEST_ENTITY = 10;

/**
 * Folds a text for searching: one form for the many ways the same Arabic word is written (marks, alef and ya
 * families, Persian letters, presentation forms, digits, invisible characters, HTML character references).
 * Folding a folded text changes nothing.
 */
export function foldText(source: string): FoldedText {
  let text = "";
  const starts: number[] = [];
  const ends: number[] = [];
  for (let at = 0; at < source.length; ) {
    let code = source.charCodeAt(at);
    let next = at + 1;
    if (code === AMPERSAND) ({ code, end: next } = readEntity(source, at));
    text += code > 0xffff ? String.fromCodePoint(code) : foldedUnit(code);
    while (ends.length < text.length) {
      starts.push(at);
      ends.push(next);
    }
    at = next;
  }

  return {
    source,
    text,
    sourceSpan(from, to) {
      const start = starts[from] ?? source.length;
      let end = to > from ? ends[to - 1]! : start;
      while (end < source.length && isMark(source.charCodeAt(end))) end++;
      return { start, end };
    },
  };
}

/** The search form alone, where no way back is needed: terms, names, keys. */
export function fold(source: string): string {
  return foldText(source).text;
}

/** A list of words, folded: "قرب محيط". */
export function foldedWords(words: string): Set<string> {
  return new Set(words.split(/\s+/).map(fold));
}

function readEntity(source: string, at: number): { code: number; end: number } {
  let from = at + 1;
  // "&amp;quot;" is a quote that was escaped twice on its way.
  while (source.startsWith("amp;", from) || source.startsWith("#38;", from)) from += 4;
  const semicolon = source.indexOf(";", from);
  if (semicolon > from && semicolon - from <= LONGEST_ENTITY) {
    const code = entityCode(source.slice(from, semicolon));
    if (code !== undefined) return { code, end: semicolon + 1 };
  }
  return { code: AMPERSAND, end: from };
}

function entityCode(name: string): number | undefined {
  if (!name.startsWith("#")) return ENTITIES.get(name);
  const hex = /^#[xX]([0-9a-fA-F]{1,6})$/.exec(name);
  const decimal = /^#([0-9]{1,7})$/.exec(name);
  const code = hex ? Number.parseInt(hex[1]!, 16) : decimal ? Number(decimal[1]) : Number.NaN;
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return valid ? code : undefined;
}
