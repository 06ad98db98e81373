import { fold } from "../arabic/fold.ts";
import { inflectedForms } from "../arabic/inflection.ts";
import { constructionsOf } from "../event/constructions.ts";
import type { StoryWeights } from "../event/story.ts";
import type { Context } from "../gazetteer/context.ts";
import type { Gazetteer } from "../gazetteer/gazetteer.ts";
import { nameVariants } from "../gazetteer/name-variants.ts";
import type { Place, Toponym } from "../gazetteer/place.ts";
import type { SenseWeights } from "../gazetteer/sense-features.ts";
import { termsOf } from "./condition.ts";
import type { Locus } from "./happening.ts";
import type { LoweringDescription, Relevance } from "./relevance.ts";
import { TermIndex } from "./term-index.ts";
import { type Actor, type Concept, termIdentity, type Watchlist, type WrittenTerm } from "./watchlist.ts";

/** What a word of the text can be: a toponym, a concept's or actor's word, a word that lowers, a watchlist's term. */
export type Indexed =
  | { readonly kind: "toponym"; readonly toponym: Toponym }
  | { readonly kind: "concept"; readonly concept: Concept; readonly beside: ReadonlySet<string> }
  | { readonly kind: "except"; readonly concept: Concept }
  | { readonly kind: "actor"; readonly actor: Actor }
  | { readonly kind: "lowering"; readonly lowering: LoweringDescription }
  | { readonly kind: "term"; readonly term: WrittenTerm; readonly key: string };

/** How a place lies in a watchlist. */
export interface Scope {
  readonly reason: string;
  readonly border?: string | undefined; // in whose band it lies
  readonly nearerBorder?: string | undefined; // another one, nearer to it
  readonly isThirdCountry?: boolean | undefined; // neither of the border's
  readonly isNearEdge?: boolean | undefined; // in the last fifth of the band
  readonly isBeyond: boolean; // outside the band, and not far outside
}

interface RulebookParts {
  /** Changes whenever anything that decides changes; stamped on every decision. */
  readonly version: string;
  readonly gazetteer: Gazetteer;
  readonly context: Context;
  readonly senseWeights: SenseWeights;
  readonly storyWeights: StoryWeights;
  readonly concepts: readonly Concept[];
  readonly actors: readonly Actor[];
  readonly relevance: Relevance;
  /** The borders that watchlists may ask for. */
  readonly borders: readonly string[];
  readonly watchlists: readonly Watchlist[];
  /** Common words, whose first letter is never a proclitic. */
  readonly wholeWords: readonly string[];
}

/** Everything that decides, compiled once and swapped whole on reload. */
export type Rulebook = Readonly<ReturnType<typeof compileRulebook>>;

export function compileRulebook({ concepts, actors, watchlists, wholeWords, ...shared }: RulebookParts) {
  const { context, gazetteer, relevance } = shared;
  const index = new TermIndex<Indexed>(new Set([...context.givenNames, ...wholeWords.map(fold)]));
  for (const toponym of gazetteer.toponyms.values())
    for (const variant of nameVariants(toponym.name)) index.add(variant, { kind: "toponym", toponym });
  for (const concept of concepts) {
    const payload: Indexed = { kind: "concept", concept, beside: new Set(concept.beside.map(fold)) };
    const forms = new Set(concept.forms.flatMap((word) => [...inflectedForms(word)]));
    for (const phrase of concept.except) {
      forms.delete(fold(phrase));
      index.add(phrase, { kind: "except", concept });
    }
    for (const word of [...forms, ...concept.phrases]) index.add(word, payload);
  }
  for (const actor of actors) for (const name of actor.names) index.add(name, { kind: "actor", actor });
  for (const lowering of relevance.lowering)
    for (const word of lowering.words) index.add(word, { kind: "lowering", lowering });
  const asked = watchlists.flatMap(({ terms, unless, when, severityRules }) => [
    ...[...terms, ...unless, ...(when ? termsOf(when) : [])],
    ...severityRules.flatMap((rule) => rule.terms),
  ]);
  for (const [key, term] of new Map(asked.map((one) => [termIdentity(one), one]))) {
    if ("concept" in term || "actor" in term) continue;
    for (const word of term.forms ? inflectedForms(term.text) : [term.text])
      index.add(word, { kind: "term", term, key }, term);
  }
  return {
    ...shared,
    index,
    watchlists: watchlists.map((one) => compileWatchlist(one, gazetteer)),
    watchlistById: byId(watchlists),
    conceptById: byId(concepts),
    actorById: byId(actors),
    constructions: constructionsOf(context),
  };
}

function byId<Entry extends { readonly id: string }>(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  return new Map(entries.map((one) => [one.id, one]));
}

/** A watchlist ready to be asked: which places lie in it, which concepts and terms it wants. */
export type CompiledWatchlist = Readonly<ReturnType<typeof compileWatchlist>>;

function compileWatchlist(watchlist: Watchlist, gazetteer: Gazetteer) {
  const named = new Set<string>();
  const bands: { border: string; withinKm: number }[] = [];
  for (const asked of watchlist.places) {
    if ("placeId" in asked) named.add(asked.placeId);
    else if ("name" in asked) for (const { id } of gazetteer.placesNamed(asked.name)) named.add(id);
    else bands.push(asked);
  }
  return {
    watchlist,
    wanted: new Set(watchlist.terms.map(termIdentity)),
    unless: new Set(watchlist.unless.map(termIdentity)),
    /** How a place, or a border named without a place, lies in this watchlist; undefined when it does not. */
    scopeOf({ place, pair }: Pick<Locus, "place" | "pair">): Scope | undefined {
      if (place && named.has(place.id)) return { reason: "the watchlist names it", isBeyond: false };
      if (place) return bands.map((band) => scopeInBand(place, band)).find((scope) => scope !== undefined);
      const isAsked = bands.some(({ border }) => border === pair);
      return isAsked ? { reason: "the border itself", border: pair, isBeyond: false } : undefined;
    },
  };
}

/** How far beyond a band something still deserves a look. */
const BEYOND = 1.5;
/** From which share of the band on "near" and "the province of" may mean outside it. */
const NEAR_EDGE = 0.8;
/** A border nearer by less than this is no nearer: lines and points are not that exact. */
const SAME_DISTANCE_KM = 5;

function scopeInBand(place: Place, { border, withinKm }: { border: string; withinKm: number }): Scope | undefined {
  const km = place.kmToBorder[border];
  if (km === undefined || km > withinKm * BEYOND) return undefined;
  const isThirdCountry = !border.split("-").includes(place.country);
  if (isThirdCountry && km > withinKm) return undefined;
  const others = Object.entries(place.kmToBorder).filter(([other]) => other.split("-").includes(place.country));
  return {
    reason: `${Math.round(km * 10) / 10} km from the ${border} border`,
    border,
    nearerBorder: others.find(([, far]) => far < km - SAME_DISTANCE_KM)?.[0],
    isThirdCountry,
    isNearEdge: km > withinKm * NEAR_EDGE,
    isBeyond: km > withinKm,
  };
}
