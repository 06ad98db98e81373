import { fold } from "../arabic/fold.ts";

const ALBU = "البو";
const ABU = "ابو";
/** First words that the press writes joined to the next or apart from it (تل عفر, تلعفر). */
const JOINED_HEADS = ["تل", "كفر", "دير", "فيش", "عين", "ام"];
const SPLIT_HEADS = ["تل", "كفر", "فيش"];
const SHORTEST_REST = 3;

/**
 * A toponym with the other spacings and spellings that the press gives it, folded, the name itself first:
 * البوكمال is also البو كمال and أبو كمال.
 */
export function nameVariants(name: string): string[] {
  const words = fold(name).trim().split(/\s+/);
  const [first = "", ...others] = words;
  const rest = others.join(" ");
  const variants = [words.join(" ")];
  const clan = clanName(first, rest);
  if (clan) variants.push(`${ALBU}${clan}`, `${ALBU} ${clan}`, `${ABU} ${clan}`);
  if (others.length === 1 && JOINED_HEADS.includes(first) && rest.length >= SHORTEST_REST) variants.push(first + rest);
  if (others.length === 0) {
    for (const head of SPLIT_HEADS) {
      const tail = first.slice(head.length);
      if (first.startsWith(head) && tail.length >= SHORTEST_REST) variants.push(`${head} ${tail}`);
    }
  }
  return [...new Set(variants)];
}

/** What follows Albu- or Abu in a name built with it. */
function clanName(first: string, rest: string): string | undefined {
  if ((first === ALBU || first === ABU) && rest.length >= SHORTEST_REST) return rest;
  const tail = first.slice(ALBU.length);
  return rest === "" && first.startsWith(ALBU) && tail.length >= SHORTEST_REST ? tail : undefined;
}
