import { inflectedForms } from "../arabic/inflection.ts";
import type { Context } from "../gazetteer/context.ts";
import type { Gazetteer } from "../gazetteer/gazetteer.ts";
import { nameVariants } from "../gazetteer/name-variants.ts";
import type { Place, Toponym } from "../gazetteer/place.ts";
import type { SenseWeights } from "../gazetteer/sense-features.ts";
import { TermIndex } from "./term-index.ts";
import type { Concept, TermAsked, Watchlist } from "./watchlist.ts";

/** What a word of the text can be: a toponym, a concept's word, or a term of some watchlists. */
export type Indexed =
  | { readonly kind: "toponym"; readonly toponym: Toponym }
  | { readonly kind: "concept"; readonly concept: Concept }
  | { readonly kind: "term"; readonly term: Exclude<TermAsked, { concept: string }>; readonly key: string };

/** A watchlist ready to be asked: which places lie in it, which concepts and terms it wants. */
export interface CompiledWatchlist {
  readonly watchlist: Watchlist;
  /** Why a place is in this watchlist; undefined when it is not. */
  placeReason(place: Place): string | undefined;
  readonly wanted: ReadonlySet<string>;
  readonly unless: ReadonlySet<string>;
}

/** Everything that decides, compiled once and swapped whole on reload. */
export interface Rulebook {
  /** Changes whenever anything that decides changes; stamped on every decision. */
  readonly version: string;
  readonly index: TermIndex<Indexed>;
  readonly watchlists: readonly CompiledWatchlist[];
  readonly watchlistById: ReadonlyMap<string, Watchlist>;
  readonly conceptById: ReadonlyMap<string, Concept>;
  readonly context: Context;
  readonly senseWeights: SenseWeights;
  readonly gazetteer: Gazetteer;
}

export interface RulebookParts {
  readonly version: string;
  readonly gazetteer: Gazetteer;
  readonly context: Context;
  readonly senseWeights: SenseWeights;
  readonly concepts: readonly Concept[];
  readonly watchlists: readonly Watchlist[];
}

export function compileRulebook({
  version,
  gazetteer,
  context,
  senseWeights,
  concepts,
  watchlists,
}: RulebookParts): Rulebook {
  const index = new TermIndex<Indexed>();
  for (const toponym of gazetteer.toponyms.values()) {
    for (const variant of nameVariants(toponym.name)) index.add(variant, { kind: "toponym", toponym });
  }
  for (const concept of concepts) {
    const payload: Indexed = { kind: "concept", concept };
    const forms = new Set(concept.forms.flatMap((word) => [...inflectedForms(word)]));
    for (const word of [...forms, ...concept.phrases]) index.add(word, payload);
  }
  const added = new Set<string>();
  for (const { terms, unless } of watchlists) {
    for (const term of [...terms, ...unless]) addTerm(index, term, added);
  }
  return {
    version,
    index,
    context,
    senseWeights,
    gazetteer,
    watchlists: watchlists.map((one) => compileWatchlist(one, gazetteer)),
    watchlistById: new Map(watchlists.map((one) => [one.id, one])),
    conceptById: new Map(concepts.map((one) => [one.id, one])),
  };
}

function addTerm(index: TermIndex<Indexed>, term: TermAsked, added: Set<string>): void {
  const key = termIdentity(term);
  if ("concept" in term || added.has(key)) return;
  added.add(key);
  const words = term.forms ? inflectedForms(term.text) : [term.text];
  for (const word of words) index.add(word, { kind: "term", term, key }, { exact: term.exact });
}

function compileWatchlist(watchlist: Watchlist, gazetteer: Gazetteer): CompiledWatchlist {
  const named = new Map<string, string>();
  const bands: { border: string; withinKm: number; countries: readonly string[] }[] = [];
  for (const asked of watchlist.places) {
    if ("placeId" in asked) named.set(asked.placeId, "the watchlist names it");
    else if ("name" in asked)
      for (const place of gazetteer.placesNamed(asked.name)) named.set(place.id, "the watchlist names it");
    else bands.push({ ...asked, countries: asked.border.split("-") });
  }
  return {
    watchlist,
    wanted: new Set(watchlist.terms.map(termIdentity)),
    unless: new Set(watchlist.unless.map(termIdentity)),
    placeReason(place) {
      const reason = named.get(place.id);
      if (reason) return reason;
      const band = bands.find(({ border, withinKm, countries }) => {
        const km = place.kmToBorder[border];
        return km !== undefined && km <= withinKm && countries.includes(place.country);
      });
      return band && `${place.kmToBorder[band.border]} km from the ${band.border} border`;
    },
  };
}

/** One string for one thing asked for: two watchlists that ask for the same term share it. */
function termIdentity(term: TermAsked): string {
  if ("concept" in term) return `concept:${term.concept}`;
  return `term:${term.text}|${term.forms ?? false}|${term.exact ?? false}|${term.fields?.join("+") ?? ""}`;
}
