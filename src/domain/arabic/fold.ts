import { foldCodeUnit, foldedUnit, isMark } from "./letters.ts";

/** A text in its search form, with the way back to what the reader sees. */
export interface FoldedText {
  readonly source: string;
  readonly text: string;
  /** The source slice of folded text[from, to): offsets in UTF-16 units, end exclusive, trailing marks included. */
  sourceSpan(from: number, to: number): { start: number; end: number };
}

/** HTML character references that survive in feed text. A longer list buys nothing: the reader decodes markup before. */
const ENTITIES: Readonly<Record<string, number>> = {
  lt: 0x3c,
  gt: 0x3e,
  quot: 0x22,
  apos: 0x27,
  nbsp: 0xa0,
  laquo: 0xab,
  raquo: 0xbb,
  ldquo: 0x201c,
  rdquo: 0x201d,
  lsquo: 0x2018,
  rsquo: 0x2019,
  ndash: 0x2013,
  mdash: 0x2014,
  hellip: 0x2026,
  middot: 0xb7,
  bull: 0x2022,
  lrm: 0x200e,
  rlm: 0x200f,
  zwnj: 0x200c,
  zwj: 0x200d,
  shy: 0xad,
};
const AMPERSAND = 0x26;
const LONGEST_ENTITY = 10;

/**
 * Folds a text for searching: one form for the many ways the same Arabic word is written (marks, alef and ya
 * families, Persian letters, presentation forms, digits, invisible characters, HTML character references).
 * Folding a folded text changes nothing.
 */
export function foldText(source: string): FoldedText {
  const units = new Uint16Array(source.length * 2 + 16);
  let capacity = units.length;
  let out = units;
  let starts = new Uint32Array(capacity);
  let ends = new Uint32Array(capacity);
  let length = 0;

  function push(unit: number, start: number, end: number): void {
    if (length === capacity) {
      capacity *= 2;
      out = grown(out, new Uint16Array(capacity));
      starts = grown(starts, new Uint32Array(capacity));
      ends = grown(ends, new Uint32Array(capacity));
    }
    out[length] = unit;
    starts[length] = start;
    ends[length] = end;
    length++;
  }

  for (let at = 0; at < source.length; ) {
    let code = source.charCodeAt(at);
    let next = at + 1;
    if (code === AMPERSAND) {
      const entity = readEntity(source, at);
      code = entity.code;
      next = entity.end;
    }
    const unit = code > 0xffff ? -2 : foldedUnit(code);
    if (unit > 0) push(unit, at, next);
    else if (unit === -1) for (const char of foldCodeUnit(code)) push(char.charCodeAt(0), at, next);
    else if (unit === -2) {
      const pair = String.fromCodePoint(code);
      push(pair.charCodeAt(0), at, next);
      push(pair.charCodeAt(1), at, next);
    }
    at = next;
  }

  return {
    source,
    text: stringOf(out.subarray(0, length)),
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

function readEntity(source: string, at: number): { code: number; end: number } {
  let from = at + 1;
  let end = from;
  // "&amp;quot;" is a quote that was escaped twice on its way.
  while (source.startsWith("amp;", from) || source.startsWith("#38;", from)) {
    from += 4;
    end = from;
  }
  const semicolon = source.indexOf(";", from);
  if (semicolon > from && semicolon - from <= LONGEST_ENTITY) {
    const code = entityCode(source.slice(from, semicolon));
    if (code !== undefined) return { code, end: semicolon + 1 };
  }
  return { code: AMPERSAND, end };
}

function entityCode(name: string): number | undefined {
  if (!name.startsWith("#")) return ENTITIES[name];
  const hex = /^#[xX]([0-9a-fA-F]{1,6})$/.exec(name);
  const decimal = /^#([0-9]{1,7})$/.exec(name);
  const code = hex ? Number.parseInt(hex[1]!, 16) : decimal ? Number(decimal[1]) : Number.NaN;
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return valid ? code : undefined;
}

function grown<T extends Uint16Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function stringOf(units: Uint16Array): string {
  const chunk = 8192;
  if (units.length <= chunk) return String.fromCharCode(...units);
  const parts: string[] = [];
  for (let at = 0; at < units.length; at += chunk) parts.push(String.fromCharCode(...units.subarray(at, at + chunk)));
  return parts.join("");
}
