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

/** A vowel sign or another mark that belongs to the letter before it, or a tatweel. */
const MARK = /[\u064b-\u065f\u0640\u0670\u0610-\u061a]/;

/** Marks, joiners and direction controls: written, not read. Inclusive ranges of code units, in hexadecimal. */
const UNREAD = `
  0-8 e-1f 7f-84 86-9f ad 34f 610-61a 61c 640 64b-65f 670 674 6d6-6dc 6df-6e8 6ea-6ed 8d3-8e1 8e3-8ff 180e
  200b-200f 202a-202e 2060-2064 2066-206f fc5e-fc63 fcf2-fcf4 fe00-fe0f fe20-fe2f fe70-fe7f feff`
  .trim()
  .split(/\s+/)
  .map((range) => range.split("-").map((code) => Number.parseInt(code, 16)) as [number, number?]);

/** Each letter with those that other hands write for it, as escapes where they look alike; then punctuation. */
const ALIKE = `ا\u0622\u0623\u0625\u0671\u0672\u0673\u0675
  ي\u0649\u0626\u06CC\u06D0\u06CD\u06CE\u06D2\u06D3\u0620\u0678\u063D\u063E\u063F
  و\u0624\u06C6\u06C7\u06C8\u06CB\u0676\u06C4\u06C5\u06C9\u06CA\u06CF ه\u0629\u06C0\u06C1\u06C2\u06C3\u06BE\u06D5\u06FF
  ك\u06A9\u06AA\u06AF\u063B\u063C\u06AB\u06AC\u06AD\u06AE ب\u067E\u067B\u0680 ج\u0686\u0684\u0683 ف\u06A4\u06A1\u06A2
  ز\u0698 ر\u0695\u0692\u0693 ل\u06B5\u06B6 ن\u06BA\u06BC د\u0688\u0689 ت\u0679\u067A
  ,\u060C\u066C ;\u061B ?\u061F %\u066A .\u066B\u06D4\u2026 "\u00AB\u00BB\u201C\u201D\u201E '\u2018\u2019
  -\u2010\u2011\u2012\u2013\u2014\u2015\u2212`;

const alike = new Map(
  ALIKE.split(/\s+/).flatMap(([letter = "", ...others]) => others.map((other) => [other, letter] as const)),
);
// The ampersand, so that no entity survives folding; the basmala; rial, into which NFKC would write the Persian ya.
alike.set("&", " ").set("\uFDFD", " ").set("\uFDFC", "ريال");

function foldOne(char: string): string {
  const code = char.charCodeAt(0);
  if (UNREAD.some(([from, to = from]) => code >= from && code <= to)) return "";
  const own = alike.get(char);
  if (own !== undefined) return own;
  if (code >= 0x0660 && code <= 0x0669) return String(code - 0x0660);
  if (code >= 0x06f0 && code <= 0x06f9) return String(code - 0x06f0);
  return char;
}

/** What code units fold to, each worked out when it is first met: no text holds more than a few hundred. */
const foldedUnits: (string | undefined)[] = [];

/**
 * What a UTF-16 code unit folds to: one letter, none where it is not read, several for a ligature. From Unicode NFKC,
 * Lucene's ArabicNormalizer, and counts over twelve million words of Arabic news (docs/quality.md).
 */
function foldUnit(code: number): string {
  const char = String.fromCharCode(code);
  if (code >= 0xd800 && code <= 0xdfff) return char;
  let text = foldOne(char);
  // Twice, since what NFKC yields may itself fold, and case may only show after it.
  if (text === char) text = foldEach(foldEach(char.normalize("NFKC").toLowerCase()).normalize("NFKC"));
  if (!/^\s$/u.test(text)) return text;
  return /[\n\r\u2028\u2029]/.test(text) ? "\n" : " ";
}

function foldEach(text: string): string {
  return [...text].map(foldOne).join("");
}

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
    if (code > 0xffff) text += String.fromCodePoint(code);
    else text += foldedUnits[code] ??= foldUnit(code);
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
      while (MARK.test(source[end] ?? "")) end++;
      return { start, end };
    },
  };
}

const UNUSUAL = /[&\ud800-\udfff]/;

/** The search form alone, where no way back is needed: terms, names, keys. */
export function fold(source: string): string {
  // An entity or half a pair takes the long way.
  if (UNUSUAL.test(source)) return foldText(source).text;
  let text = "";
  for (let at = 0; at < source.length; at++) {
    const code = source.charCodeAt(at);
    text += foldedUnits[code] ??= foldUnit(code);
  }
  return text;
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
  const length = semicolon - from;
  const code = length > 0 && length <= LONGEST_ENTITY ? entityCode(source.slice(from, semicolon)) : undefined;
  return code === undefined ? { code: AMPERSAND, end: from } : { code, end: semicolon + 1 };
}

function entityCode(name: string): number | undefined {
  if (!name.startsWith("#")) return ENTITIES.get(name);
  if (!/^#(?:[xX][0-9a-fA-F]{1,6}|[0-9]{1,7})$/.test(name)) return undefined;
  const code = Number(name.replace("#", "").replace(/^x/i, "0x"));
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return valid ? code : undefined;
}
