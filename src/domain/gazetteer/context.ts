import { fold } from "../arabic/fold.ts";
import { readings } from "../arabic/proclitics.ts";
import type { Word } from "../arabic/words.ts";

/** The words around a name that tell whether and which place is meant; see config/lexicon/context.yaml. */
export interface ContextDescription {
  readonly heads: readonly { readonly noun: string; readonly kinds: readonly string[] }[];
  readonly weakHeads: readonly string[];
  readonly locatives: readonly string[];
  readonly afterPlace: readonly string[];
  readonly beforePerson: readonly string[];
  readonly givenNames: readonly string[];
  readonly eventWords: readonly string[];
  readonly organisations: readonly string[];
  readonly sportWords: readonly string[];
  readonly countries: readonly {
    readonly code: string;
    readonly names: readonly string[];
    readonly adjectives: readonly string[];
  }[];
}

/** The same, folded and ready to be asked. */
export interface Context {
  /** The kinds of place a noun announces; `any` for all. */
  readonly headKinds: ReadonlyMap<string, ReadonlySet<string>>;
  readonly weakHeads: ReadonlySet<string>;
  readonly locatives: ReadonlySet<string>;
  readonly afterPlace: ReadonlySet<string>;
  readonly beforePerson: ReadonlySet<string>;
  readonly givenNames: ReadonlySet<string>;
  /** Words of fighting, movement and borders, which make a place nearby likelier. */
  readonly eventWords: ReadonlySet<string>;
  /** Nouns that make the name after them the name of a club, company, street, mosque or the like. */
  readonly organisations: ReadonlySet<string>;
  readonly sportWords: ReadonlySet<string>;
  readonly countryOfName: ReadonlyMap<string, string>;
  readonly countryOfAdjective: ReadonlyMap<string, string>;
}

export function buildContext(description: ContextDescription): Context {
  const folded = (words: readonly string[]) => new Set(words.map(fold));
  const byCountry = (key: "names" | "adjectives") =>
    new Map(
      description.countries.flatMap((country) => country[key].map((word) => [fold(word), country.code] as const)),
    );
  return {
    headKinds: new Map(description.heads.map(({ noun, kinds }) => [fold(noun), new Set(kinds)])),
    weakHeads: folded(description.weakHeads),
    locatives: folded(description.locatives),
    afterPlace: folded(description.afterPlace),
    beforePerson: folded(description.beforePerson),
    givenNames: folded(description.givenNames),
    eventWords: folded(description.eventWords),
    organisations: folded(description.organisations),
    sportWords: folded(description.sportWords),
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

/** The countries that texts name, or whose adjectives they use, as ISO codes. */
export function countriesNamed(texts: readonly (readonly Word[])[], context: Context): Set<string> {
  const found = new Set<string>();
  for (const words of texts) {
    for (const word of words) {
      const stem = stemsOf(word).find((one) => context.countryOfName.has(one) || context.countryOfAdjective.has(one));
      if (stem) found.add(context.countryOfName.get(stem) ?? context.countryOfAdjective.get(stem)!);
    }
  }
  return found;
}
