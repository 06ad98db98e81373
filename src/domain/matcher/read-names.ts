import type { ArticleText } from "../article.ts";
import { countriesNamed } from "../gazetteer/context.ts";
import type { Candidate } from "../gazetteer/place-evidence.ts";
import { resolveNames } from "../gazetteer/place-sense.ts";
import { type ReadField, readArticle } from "./read-article.ts";
import type { Indexed, Rulebook } from "./rulebook.ts";
import type { TermHit } from "./term-index.ts";

/** Finds every term of the rulebook in an article, in one pass, and settles what each name means. */
export function readNames(article: ArticleText, rulebook: Rulebook, sourceCountry?: string) {
  const fields = readArticle(article);
  const hits = fields.map((field) => rulebook.index.find(field.words));
  const candidates = fields.flatMap((field, i) => candidatesIn(field, hits[i]!));
  const { context, senseWeights } = rulebook;
  const texts = fields.map(({ words }) => words);
  const countries = countriesNamed(texts, context);
  const names = resolveNames(candidates, texts, context, senseWeights, { countries, sourceCountry });
  return { fields, hits, countries, names };
}

/** The toponyms of a field; of overlapping ones the longest is kept (وادي الوعر, not الوعر inside it). */
function candidatesIn({ field, index, words }: ReadField, hits: readonly TermHit<Indexed>[]): Candidate[] {
  const longestFirst = hits
    .flatMap(({ payload, ...at }) => (payload.kind === "toponym" ? { ...at, toponym: payload.toponym } : []))
    .toSorted(
      (a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from || a.proclitics.length - b.proclitics.length,
    );
  const taken = new Uint8Array(words.length);
  const kept = longestFirst.filter(({ from, to }) => {
    if (taken.subarray(from, to).some((one) => one === 1)) return false;
    taken.fill(1, from, to);
    return true;
  });
  const inField = { words, fieldIndex: index, inTitle: field === "title" };
  return kept.toSorted((a, b) => a.from - b.from).map((one) => ({ ...one, ...inField }));
}
