import { createHash } from "node:crypto";

/** Simpler ways of finding terms and copies, which Rasid is measured against. */

const PREFIXES = ["ال", "وال", "بال", "كال", "فال", "لل", "و"];
const SUFFIXES = ["ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي"];

/** ArabicNormalizer and ArabicStemmer of Apache Lucene, after its source: normalise, one prefix, then suffixes. */
export function luceneTokens(text: string): string[] {
  const digits = text.replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
  return (digits.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).map(luceneStem);
}

function luceneStem(token: string): string {
  let word = token
    .replace(/[\u064b-\u0652\u0640]/g, "")
    .replace(/[\u0622\u0623\u0625]/g, "\u0627")
    .replace(/\u0649/g, "\u064a")
    .replace(/\u0629/g, "\u0647");
  const prefix = PREFIXES.find((one) => word.startsWith(one) && word.length >= one.length + (one.length === 1 ? 3 : 2));
  if (prefix) word = word.slice(prefix.length);
  for (const suffix of SUFFIXES)
    if (word.endsWith(suffix) && word.length >= suffix.length + 2) word = word.slice(0, -suffix.length);
  return word;
}

/** Whether the stems of a term stand one after another in a text. */
export function lucenePhrase(text: string, term: string): boolean {
  const [words, wanted] = [luceneTokens(text), luceneTokens(term)];
  return words.some((_, at) => wanted.every((word, i) => words[at + i] === word));
}

/** Charikar's simhash of 64 bits over words and pairs of words. */
export function simhash(words: readonly string[]): bigint {
  const sums = new Array<number>(64).fill(0);
  for (const feature of [...words, ...words.slice(1).map((word, i) => `${words[i]} ${word}`)]) {
    const bits = createHash("sha1").update(feature).digest().readBigUInt64BE();
    for (let i = 0; i < 64; i++) sums[i]! += (bits >> BigInt(i)) & 1n ? 1 : -1;
  }
  return sums.reduce((hash, sum, i) => (sum > 0 ? hash | (1n << BigInt(i)) : hash), 0n);
}

/** In how many bits two hashes differ. */
export function bitsApart(a: bigint, b: bigint): number {
  return [...(a ^ b).toString(2)].filter((bit) => bit === "1").length;
}
