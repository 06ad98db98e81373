import type { Gazetteer } from "../gazetteer/gazetteer.ts";
import type { Place } from "../gazetteer/place.ts";
import type { Locus } from "../reading/happening.ts";
import { compileReadingRules, type ReadingParts, type ReadingRules } from "../reading/reading-rules.ts";
import { type TermAsked, termIdentity } from "../reading/term.ts";
import type { StoryWeights } from "../stories/story-features.ts";
import { type StoryRules, storyRules } from "../stories/story-rules.ts";
import { termsOf } from "./condition.ts";
import type { Watchlist } from "./watchlist.ts";

/** How a place lies in a watchlist. */
export interface Scope {
  /** In whose band it lies, and how far from the line, to 100 m; absent where the watchlist names the place. */
  readonly border?: string | undefined;
  readonly km?: number | undefined;
  readonly nearerBorder?: string | undefined; // another one, nearer to it
  readonly isThirdCountry?: boolean | undefined; // neither of the border's
  readonly isNearEdge?: boolean | undefined; // in the last fifth of the band
  readonly isBeyond: boolean; // outside the band, and not far outside
}

/** A watchlist ready to be asked: which places lie in it, which concepts and terms it wants. */
export interface CompiledWatchlist {
  readonly watchlist: Watchlist;
  /** Identities of its terms; empty: any event. */
  readonly wanted: ReadonlySet<string>;
  readonly unless: ReadonlySet<string>;
  /** How a place, or a border named without a place, lies in this watchlist; undefined when it does not. */
  scopeOf(locus: Pick<Locus, "place" | "border">): Scope | undefined;
}

/** Everything that decides, compiled once and swapped whole on reload. */
export interface Rulebook extends ReadingRules {
  /** Changes whenever anything that decides changes; stamped on every decision. */
  readonly version: string;
  readonly watchlists: readonly CompiledWatchlist[];
  readonly watchlistById: ReadonlyMap<string, Watchlist>;
  readonly stories: StoryRules;
}

export interface RulebookParts extends ReadingParts {
  readonly version: string;
  readonly storyWeights: StoryWeights;
  readonly watchlists: readonly Watchlist[];
}

export function compileRulebook({ version, storyWeights, watchlists, ...parts }: RulebookParts): Rulebook {
  return {
    ...compileReadingRules(parts, watchlists.flatMap(termsAsked)),
    version,
    watchlists: watchlists.map((watchlist) => compileWatchlist(watchlist, parts.gazetteer)),
    watchlistById: new Map(watchlists.map((watchlist) => [watchlist.id, watchlist])),
    stories: storyRules(storyWeights, parts.concepts),
  };
}

function termsAsked({ terms, unless, when, severityRules }: Watchlist): TermAsked[] {
  return [...terms, ...unless, ...(when ? termsOf(when) : []), ...severityRules.flatMap((rule) => rule.terms)];
}

function compileWatchlist(watchlist: Watchlist, gazetteer: Gazetteer): CompiledWatchlist {
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
    scopeOf({ place, border }): Scope | undefined {
      if (place && named.has(place.id)) return { isBeyond: false };
      if (place) return bands.map((band) => scopeInBand(place, band)).find((scope) => scope !== undefined);
      return bands.some((band) => band.border === border) ? { border, isBeyond: false } : undefined;
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
    border,
    km: Math.round(km * 10) / 10,
    nearerBorder: others.find(([, far]) => far < km - SAME_DISTANCE_KM)?.[0],
    isThirdCountry,
    isNearEdge: km > withinKm * NEAR_EDGE,
    isBeyond: km > withinKm,
  };
}
