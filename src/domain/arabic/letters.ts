/**
 * What one UTF-16 code unit becomes in the search form of a text. Sources of the table: Unicode NFKC,
 * Lucene's ArabicNormalizer, and counts over twelve million words of Arabic news (docs/quality.md).
 */

/** Marks, joiners and direction controls: written, not read. Inclusive ranges of code units, in hexadecimal. */
const UNREAD = `
  0-8 e-1f 7f-84 86-9f ad 34f 610-61a 61c 640 64b-65f 670 674 6d6-6dc 6df-6e8 6ea-6ed 8d3-8e1 8e3-8ff 180e
  200b-200f 202a-202e 2060-2064 2066-206f fc5e-fc63 fcf2-fcf4 fe00-fe0f fe20-fe2f fe70-fe7f feff`
  .trim()
  .split(/\s+/)
  .map((range) => range.split("-").map((code) => Number.parseInt(code, 16)) as [number, number?]);

/**
 * Each letter with those that one writer or another uses for it (Arabic, Persian, Urdu and Kurdish hands), as escapes
 * where they look alike; then Arabic punctuation after its ASCII twin.
 */
const ALIKE = `ا\u0622\u0623\u0625\u0671\u0672\u0673\u0675
  ي\u0649\u0626\u06CC\u06D0\u06CD\u06CE\u06D2\u06D3\u0620\u0678\u063D\u063E\u063F
  و\u0624\u06C6\u06C7\u06C8\u06CB\u0676\u06C4\u06C5\u06C9\u06CA\u06CF ه\u0629\u06C0\u06C1\u06C2\u06C3\u06BE\u06D5\u06FF
  ك\u06A9\u06AA\u06AF\u063B\u063C\u06AB\u06AC\u06AD\u06AE ب\u067E\u067B\u0680 ج\u0686\u0684\u0683 ف\u06A4\u06A1\u06A2
  ز\u0698 ر\u0695\u0692\u0693 ل\u06B5\u06B6 ن\u06BA\u06BC د\u0688\u0689 ت\u0679\u067A
  ,\u060C\u066C ;\u061B ?\u061F %\u066A .\u066B\u06D4\u2026 "\u00AB\u00BB\u201C\u201D\u201E '\u2018\u2019
  -\u2010\u2011\u2012\u2013\u2014\u2015\u2212`;

const alike = new Map([
  ...ALIKE.split(/\s+/).flatMap(([letter = "", ...others]) => others.map((other) => [other, letter] as const)),
  // The ampersand, so that no entity survives folding; and the ligature of the basmala.
  ["&", " "],
  ["\uFDFD", " "],
  // NFKC would write the Persian ya into the word rial.
  ["\uFDFC", "ريال"],
]);

/** What each code unit folds to: one letter, none where it is not read, several for a ligature. */
const folded: string[] = [];

function foldOne(char: string): string {
  const code = char.charCodeAt(0);
  if (UNREAD.some(([from, to = from]) => code >= from && code <= to)) return "";
  const own = alike.get(char);
  if (own !== undefined) return own;
  if (code >= 0x0660 && code <= 0x0669) return String(code - 0x0660);
  if (code >= 0x06f0 && code <= 0x06f9) return String(code - 0x06f0);
  return char;
}

for (let code = 0; code < 0x10000; code++) {
  const char = String.fromCharCode(code);
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  let text = isSurrogate ? char : foldOne(char);
  if (text === char && !isSurrogate) {
    // Twice, since what NFKC yields may itself fold, and case may only show after it.
    text = [...char.normalize("NFKC").toLowerCase()].map(foldOne).join("").normalize("NFKC");
    text = [...text].map(foldOne).join("");
  }
  if (/^\s$/u.test(text) && text !== "\n") text = text === "\r" || text === "\u2028" || text === "\u2029" ? "\n" : " ";
  folded.push(text);
}

/** What one UTF-16 code unit folds to: a letter, nothing (it is not read), or several letters (ligatures). */
export function foldedUnit(code: number): string {
  return folded[code]!;
}

/** Whether a code unit is a vowel sign or another mark that belongs to the letter before it, or a tatweel. */
export function isMark(code: number): boolean {
  return (code >= 0x064b && code <= 0x065f) || code === 0x0640 || code === 0x0670 || (code >= 0x0610 && code <= 0x061a);
}

const WORD = /[\p{L}\p{M}\p{N}]/u;
const DIGIT = /\p{Nd}/u;
const wordClass = new Uint8Array(0x10000);
for (let code = 0; code < 0x10000; code++) {
  const char = String.fromCharCode(code);
  if (DIGIT.test(char)) wordClass[code] = 2;
  else if (WORD.test(char) || (code >= 0xd800 && code <= 0xdfff)) wordClass[code] = 1;
}

/** Whether a folded code unit belongs to a word (letters, marks, digits; halves of surrogate pairs too). */
export function isWordUnit(code: number): boolean {
  return wordClass[code] !== 0;
}

export function isDigitUnit(code: number): boolean {
  return wordClass[code] === 2;
}
