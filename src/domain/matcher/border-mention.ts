import { fold } from "../arabic/fold.ts";
import type { Word } from "../arabic/words.ts";
import { type Context, countryOf, stemIn } from "../gazetteer/context.ts";

/** A border named without any place on it: words[from, to). */
export interface BorderMention {
  readonly from: number;
  readonly to: number;
  /** "SY-IQ". */
  readonly pair: string;
  /** Both countries stand beside the word border; otherwise the other one is taken from the article. */
  readonly isExplicit: boolean;
}

const BORDER_WORDS = new Set(["حدود", "الحدود", "الحدودي", "الحدوديه", "حدودي", "حدوديه"]);
const LOOK_AHEAD = 5;
const WITH = fold("مع");

/** The borders that a text names: الحدود السورية العراقية, الحدود مع العراق, الشريط الحدودي بين سوريا والعراق. */
export function borderMentions(
  words: readonly Word[],
  pairs: readonly string[],
  countriesOfArticle: ReadonlySet<string>,
  context: Context,
): BorderMention[] {
  const found: BorderMention[] = [];
  for (let from = 0; from < words.length; from++) {
    if (!stemIn(words[from], BORDER_WORDS)) continue;
    const countries: string[] = [];
    // "The border with A and B" is that of a third country with each of them.
    const isOfThird = words[from + 1]?.text === WITH;
    let to = from + 1;
    for (let at = from + 1; at <= from + LOOK_AHEAD && at < words.length; at++) {
      if (words[at - 1]!.gap === "sentence" || words[at - 1]!.gap === "paragraph") break;
      const code = countryOf(words[at]!, context);
      if (!code) continue;
      if (!countries.includes(code)) countries.push(code);
      to = at + 1;
      if (countries.length === 2 || isOfThird) break;
    }
    const pair = pairOf(countries, pairs, countriesOfArticle);
    if (pair) found.push({ from, to, pair, isExplicit: countries.length === 2 });
  }
  return found;
}

function pairOf([first, second]: readonly string[], pairs: readonly string[], others: ReadonlySet<string>) {
  if (!first) return undefined;
  const isPair = (a: string, b: string) => pairs.find((pair) => pair === `${a}-${b}` || pair === `${b}-${a}`);
  if (second) return isPair(first, second);
  const possible = [...others].flatMap((other) => (other === first ? [] : (isPair(first, other) ?? [])));
  return possible.length === 1 ? possible[0] : undefined;
}
