import { fold } from "../arabic/fold.ts";
import { readings } from "../arabic/proclitics.ts";
import type { Word } from "../arabic/words.ts";

/** Lists of words around a name that tell whether and which place is meant. */
export const WORD_LISTS = [
  "weakHeads",
  "locatives",
  "afterPlace",
  "beforePerson",
  "givenNames",
  "eventWords", // of fighting, movement and borders, which make a place nearby likelier
  "organisations", // which make the name after them the name of a club, company, street, mosque or the like
  "sportWords",
] as const;
export type WordList = (typeof WORD_LISTS)[number];

/** As config/lexicon/context.yaml writes it. */
export interface ContextDescription extends Readonly<Record<WordList, readonly string[]>> {
  /** Nouns with the kinds of place they announce; `any` for all. */
  readonly heads: readonly { readonly noun: string; readonly kinds: readonly string[] }[];
  /** Words that say who gained or lost ground, and by whose account. */
  readonly reporting: Readonly<Record<string, readonly string[]>>;
  readonly countries: readonly Readonly<{ code: string; names: readonly string[]; adjectives: readonly string[] }>[];
}

/** The same, folded and ready to be asked. */
export interface Context extends Readonly<Record<WordList, ReadonlySet<string>>> {
  readonly reporting: ContextDescription["reporting"];
  /** The kinds of place that a noun announces. */
  readonly headKinds: ReadonlyMap<string, ReadonlySet<string>>;
  /** ISO 3166 codes by the names of countries, and by the adjectives made of them. */
  readonly countryOfName: ReadonlyMap<string, string>;
  readonly countryOfAdjective: ReadonlyMap<string, string>;
}

export function buildContext(description: ContextDescription): Context {
  const lists = WORD_LISTS.map((list) => [list, new Set(description[list].map((word) => fold(word)))] as const);
  const byCountry = (key: "names" | "adjectives"): ReadonlyMap<string, string> =>
    new Map(
      description.countries.flatMap((country) => country[key].map((word) => [fold(word), country.code] as const)),
    );
  return {
    ...(Object.fromEntries(lists) as Record<WordList, Set<string>>),
    reporting: description.reporting,
    headKinds: new Map(description.heads.map(({ noun, kinds }) => [fold(noun), new Set(kinds)])),
    countryOfName: byCountry("names"),
    countryOfAdjective: byCountry("adjectives"),
  };
}

/** Each word of an article is asked for its stems hundreds of times. */
const stemsOfWord = new WeakMap<Word, readonly string[]>();

/** A word as it stands and with each legal stack of proclitics taken off. */
export function stemsOf(word: Word | undefined): readonly string[] {
  if (!word) return [];
  const known = stemsOfWord.get(word);
  if (known) return known;
  const stems = readings(word.text).map((reading) => reading.stem);
  stemsOfWord.set(word, stems);
  return stems;
}

/** The first of a word's stems that a set or map holds. */
export function stemIn(word: Word | undefined, words: { has(stem: string): boolean }): string | undefined {
  return stemsOf(word).find((stem) => words.has(stem));
}

/** The country that a word names, or whose adjective it is, as ISO code. */
export function countryOf(word: Word, { countryOfName, countryOfAdjective }: Context): string | undefined {
  const stem = stemsOf(word).find((known) => countryOfName.has(known) || countryOfAdjective.has(known)) ?? "";
  return countryOfName.get(stem) ?? countryOfAdjective.get(stem);
}

/** The countries of the words of texts. */
export function countriesNamed(texts: readonly (readonly Word[])[], context: Context): Set<string> {
  return new Set(texts.flatMap((words) => words.flatMap((word) => countryOf(word, context) ?? [])));
}
