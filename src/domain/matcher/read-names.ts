import type { ArticleText } from "../article.ts";
import { type ArticleFacts, type Candidate, type ResolvedName, resolveNames } from "../gazetteer/place-sense.ts";
import { type ReadField, readArticle } from "./read-article.ts";
import type { Indexed, Rulebook } from "./rulebook.ts";
import type { TermHit } from "./term-index.ts";

/** An article with every term found in it and every name resolved. */
export interface ReadNames {
  readonly fields: readonly ReadField[];
  readonly hits: readonly (readonly TermHit<Indexed>[])[];
  readonly names: readonly ResolvedName[];
}

/** Finds every term of the rulebook in an article, in one pass, and settles what each name means. */
export function readNames(article: ArticleText, rulebook: Rulebook, facts: ArticleFacts = {}): ReadNames {
  const fields = readArticle(article);
  const hits = fields.map((field) => rulebook.index.find(field.words));
  const candidates = fields.flatMap((field, i) => candidatesIn(field, i, hits[i]!));
  const words = fields.map((field) => field.words);
  return { fields, hits, names: resolveNames(candidates, words, rulebook.context, rulebook.senseWeights, facts) };
}

/** The toponyms of a field; of overlapping ones the longest is kept (وادي الوعر, not الوعر inside it). */
function candidatesIn(field: ReadField, fieldIndex: number, hits: readonly TermHit<Indexed>[]): Candidate[] {
  const named = hits.flatMap((hit) => (hit.payload.kind === "toponym" ? [{ hit, toponym: hit.payload.toponym }] : []));
  const longestFirst = named.toSorted(
    (a, b) =>
      b.hit.to - b.hit.from - (a.hit.to - a.hit.from) ||
      a.hit.from - b.hit.from ||
      a.hit.proclitics.length - b.hit.proclitics.length,
  );
  const taken = new Uint8Array(field.words.length);
  const kept = longestFirst.filter(({ hit: { from, to } }) => {
    if (taken.subarray(from, to).some((one) => one === 1)) return false;
    taken.fill(1, from, to);
    return true;
  });
  const { words } = field;
  const inTitle = field.field === "title";
  return kept
    .toSorted((a, b) => a.hit.from - b.hit.from)
    .map(({ hit: { from, to, preposition, articleAdded }, toponym }) => {
      const { commonness } = toponym;
      return { words, from, to, preposition, articleAdded, toponym, commonness, fieldIndex, inTitle };
    });
}
