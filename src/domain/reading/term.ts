import type { Field } from "../article.ts";

/** A word or phrase as ops wrote it. */
export interface WrittenTerm {
  readonly text: string;
  readonly forms?: boolean | undefined; // inflected ones count too
  readonly exact?: boolean | undefined; // only as it is spelt: nothing joined to its front
  readonly definite?: boolean | undefined; // only with the article
  readonly fields?: readonly Field[] | undefined; // only in these
}

/** What a watchlist looks for. */
export type TermAsked = { readonly concept: string } | { readonly actor: string } | WrittenTerm;

/** One string for one thing asked for: two watchlists that ask for the same term share it. */
export function termIdentity(term: TermAsked): string {
  if ("concept" in term) return `concept:${term.concept}`;
  if ("actor" in term) return `actor:${term.actor}`;
  const { text, forms = false, exact = false, definite = false, fields = [] } = term;
  return `term:${text}|${forms}|${exact}|${definite}|${fields.join("+")}`;
}
