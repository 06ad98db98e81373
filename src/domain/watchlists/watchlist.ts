import type { TermAsked } from "../reading/term.ts";
import type { Severity } from "../severity.ts";
import type { Condition } from "./condition.ts";

/** Where a watchlist looks: a place by id, a name (whatever it means), or a band along a border. */
export type PlaceAsked =
  | { readonly placeId: string }
  | { readonly name: string }
  | { readonly border: string; readonly withinKm: number };

export type SourceTraits = { readonly [trait in "feeds" | "kinds" | "countries"]?: readonly string[] | undefined };

/** Who published an article, as far as it is known. */
export type ArticleSource = { readonly [trait in "feedId" | "kind" | "country"]?: string | undefined };

/** Whether a source has any of these traits. */
export function hasTrait(source: ArticleSource, { feeds = [], kinds = [], countries = [] }: SourceTraits): boolean {
  const { feedId = "", kind = "", country = "" } = source;
  return feeds.includes(feedId) || kinds.includes(kind) || countries.includes(country);
}

/** A channel of a watchlist, told of matches for which all that is asked here holds. */
export interface Route {
  readonly channel: string;
  readonly from?: Severity | undefined; // the least
  readonly withinKm?: number | undefined; // of a border, to the place
  readonly places?: readonly string[] | undefined; // ids, one of which the place has
  readonly sources?: SourceTraits | undefined;
  /** Minutes since midnight, in that time zone. */
  readonly hours?: { readonly from: number; readonly to: number; readonly timeZone: string } | undefined;
}

/** What an analyst asked to be told. */
export interface Watchlist {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly channels: readonly Route[];
  readonly places: readonly PlaceAsked[];
  /** Empty: any event in those places. */
  readonly terms: readonly TermAsked[];
  readonly unless: readonly TermAsked[];
  /** In place of "a place and a term together". */
  readonly when?: Condition | undefined;
  /** Whose articles are looked at; everybody's when absent. */
  readonly sources?: { readonly [which in "only" | "except"]?: SourceTraits | undefined } | undefined;
  /** The worst severity of those whose term stands in the evidence replaces the list's own. */
  readonly severityRules: readonly { readonly severity: Severity; readonly terms: readonly TermAsked[] }[];
  readonly examples: { readonly must: readonly string[]; readonly mustNot: readonly string[] };
}

/** A watchlist that asks for any event along a border, and tells nobody. */
export function bandWatchlist(id: string, border: string, withinKm: number): Watchlist {
  const nothing = { channels: [], terms: [], unless: [], severityRules: [], examples: { must: [], mustNot: [] } };
  return { id, title: id, severity: "medium", places: [{ border, withinKm }], ...nothing };
}
