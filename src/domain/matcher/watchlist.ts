import type { Field } from "../article.ts";
import type { Condition } from "./condition.ts";

export const SEVERITIES = ["low", "medium", "high", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

export function isAtLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}

/** The worst of some severities; undefined when there are none. */
export function worst(severities: readonly Severity[]): Severity | undefined {
  return SEVERITIES.findLast((one) => severities.includes(one));
}

/** Where a watchlist looks: a place by id, a name (whatever it means), or a band along a border. */
export type PlaceAsked =
  | { readonly placeId: string }
  | { readonly name: string }
  | { readonly border: string; readonly withinKm: number };

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

type Entry = Readonly<Record<"id" | "title" | "english", string>>;

/** Something that can happen, with the words that tell it. */
export interface Concept extends Entry {
  readonly forms: readonly string[]; // words whose inflected forms count too
  readonly phrases: readonly string[];
  readonly except: readonly string[]; // forms that are other words
  readonly beside: readonly string[]; // one of them has to stand in the same sentence; none when empty
}

/** One who acts, with the names they bear; `from` and `to` are ISO dates between which the names mean this actor. */
export interface Actor extends Entry {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly names: readonly string[];
}
