import { fold } from "../arabic/fold.ts";

const ALBU = "البو";
const ABU = "ابو";
const AL_BU = "ال بو";
/** First words that the press writes joined to the next or apart from it (تل عفر, تلعفر). */
const CLAN = new RegExp(`^(?:${ALBU}|${ABU}) (.{3,})$|^${ALBU}([^ ]{3,})$`);
const JOINED_HEADS = ["تل", "كفر", "دير", "فيش", "عين", "ام"];
const SPLIT_HEADS = ["تل", "كفر", "فيش"];
const SHORTEST_REST = 3;
const LETTERS_THE_PRESS_TELLS_APART = /[آأإؤئىة]/;

/** A toponym with its other spacings and spellings, folded, itself first: البوكمال is also البو كمال and أبو كمال. */
export function nameVariants(name: string): string[] {
  const written = fold(name).trim().replace(/\s+/g, " ");
  const together = written.replace(/^ال بو(?= )/, ALBU);
  const [first = "", rest = "", ...others] = together.split(" ");
  const variants = [written];
  const [, apart, clan = apart] = CLAN.exec(together) ?? [];
  if (clan) variants.push(`${ALBU}${clan}`, ...[ALBU, ABU, AL_BU].map((head) => `${head} ${clan}`));
  if (others.length === 0 && JOINED_HEADS.includes(first) && rest.length >= SHORTEST_REST) variants.push(first + rest);
  const heads = SPLIT_HEADS.filter((head) => first.startsWith(head) && first.length >= head.length + SHORTEST_REST);
  if (first === together) variants.push(...heads.map((head) => `${head} ${first.slice(head.length)}`));
  return [...new Set(variants)];
}

/** A folded name of one word without its article: the press writes الباغوز and باغوز. */
export function withoutArticle(name: string): string {
  return name.includes(" ") ? name : name.replace(/^ال/, "");
}

/**
 * A name as the Arabic press would spell it: no direction controls, vowel signs, tatweel or remarks in brackets, Arabic
 * letters for Persian and Kurdish ones, European digits. Empty when it holds no Arabic letter.
 */
export function pressSpelling(name: string): string {
  const letters = [...name.normalize("NFKC").replace(/\([^)]*\)/g, " ")];
  const spelt = letters.map((letter) => (LETTERS_THE_PRESS_TELLS_APART.test(letter) ? letter : fold(letter))).join("");
  return /[ء-ي]/.test(spelt) ? spelt.trim().replace(/\s+/g, " ") : "";
}
