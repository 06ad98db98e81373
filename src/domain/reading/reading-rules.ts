import { fold } from "../arabic/fold.ts";
import { inflectedForms } from "../arabic/inflection.ts";
import type { Context } from "../gazetteer/context.ts";
import type { Gazetteer } from "../gazetteer/gazetteer.ts";
import { nameVariants } from "../gazetteer/name-variants.ts";
import type { Toponym } from "../gazetteer/place.ts";
import type { SenseWeights } from "../gazetteer/sense-features.ts";
import type { Actor, Concept } from "./concept.ts";
import { type Construction, constructionsOf } from "./constructions.ts";
import type { LoweringWords, Relevance } from "./relevance.ts";
import { type TermAsked, termIdentity, type WrittenTerm } from "./term.ts";
import { TermIndex } from "./term-index.ts";

/** What a word of the text can be: a toponym, a concept's or actor's word, a word that lowers, a watchlist's term. */
export type Indexed =
  | { readonly kind: "toponym"; readonly toponym: Toponym }
  | { readonly kind: "concept"; readonly concept: Concept; readonly beside: ReadonlySet<string> }
  | { readonly kind: "except"; readonly concept: Concept }
  | { readonly kind: "actor"; readonly actor: Actor }
  | { readonly kind: "lowering"; readonly lowering: LoweringWords }
  | { readonly kind: "term"; readonly term: WrittenTerm; readonly key: string };

/** What an article is read with, whoever asks. */
export interface ReadingParts {
  readonly gazetteer: Gazetteer;
  readonly context: Context;
  readonly senseWeights: SenseWeights;
  readonly concepts: readonly Concept[];
  readonly actors: readonly Actor[];
  readonly relevance: Relevance;
  /** Ids of the borders that are known ("SY-IQ"). */
  readonly borders: readonly string[];
  /** Common words, whose first letter is never a proclitic. */
  readonly wholeWords: readonly string[];
}

/** The same, compiled: everything that is looked for in one pass over the words. */
export interface ReadingRules {
  readonly gazetteer: Gazetteer;
  readonly context: Context;
  readonly senseWeights: SenseWeights;
  readonly relevance: Relevance;
  readonly borders: readonly string[];
  readonly index: TermIndex<Indexed>;
  readonly conceptById: ReadonlyMap<string, Concept>;
  readonly actorById: ReadonlyMap<string, Actor>;
  readonly constructions: readonly Construction[];
}

/** Compiles what is read with; `asked`: the terms of all watchlists, which are looked for on the way. */
export function compileReadingRules(parts: ReadingParts, asked: readonly TermAsked[]): ReadingRules {
  const { gazetteer, context, senseWeights, concepts, actors, relevance, borders, wholeWords } = parts;
  const index = new TermIndex<Indexed>(new Set([...context.givenNames, ...wholeWords.map(fold)]));
  for (const toponym of gazetteer.toponyms.values())
    for (const variant of nameVariants(toponym.name)) index.add(variant, { kind: "toponym", toponym });
  for (const concept of concepts) addConcept(index, concept);
  for (const actor of actors) for (const name of actor.names) index.add(name, { kind: "actor", actor });
  for (const lowering of relevance.lowering)
    for (const word of lowering.words) index.add(word, { kind: "lowering", lowering });
  for (const [key, term] of new Map(asked.map((one) => [termIdentity(one), one]))) {
    if ("concept" in term || "actor" in term) continue;
    for (const word of term.forms ? inflectedForms(term.text) : [term.text])
      index.add(word, { kind: "term", term, key }, term);
  }
  return {
    gazetteer,
    context,
    senseWeights,
    relevance,
    borders,
    index,
    conceptById: new Map(concepts.map((concept) => [concept.id, concept])),
    actorById: new Map(actors.map((actor) => [actor.id, actor])),
    constructions: constructionsOf(context),
  };
}

function addConcept(index: TermIndex<Indexed>, concept: Concept): void {
  const payload: Indexed = { kind: "concept", concept, beside: new Set(concept.beside.map(fold)) };
  const forms = new Set(concept.forms.flatMap((word) => [...inflectedForms(word)]));
  for (const phrase of concept.except) {
    forms.delete(fold(phrase));
    index.add(phrase, { kind: "except", concept });
  }
  for (const word of [...forms, ...concept.phrases]) index.add(word, payload);
}
