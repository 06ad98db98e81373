import type { Condition, Nearness } from "../domain/matcher/condition.ts";
import type { Route, TermAsked, Watchlist } from "../domain/matcher/watchlist.ts";
import type { Path } from "./source-file.ts";
import type { ConditionSettings, TermSettings, WatchlistSettings } from "./watchlist-file.ts";

/** The watchlist that a file describes. */
export function watchlistOf(value: WatchlistSettings): Watchlist {
  return {
    id: value.id,
    title: value.title,
    severity: value.severity,
    channels: value.channels.map(routeOf),
    places: value.places.map((asked) => {
      if (typeof asked === "string") return { name: asked };
      return "id" in asked ? { placeId: asked.id } : { border: asked.border, withinKm: asked.within };
    }),
    terms: (value.terms ?? []).map(termOf),
    unless: (value.unless ?? []).map(termOf),
    when: value.when === undefined ? undefined : conditionOf(value.when),
    sources: value.sources,
    severityRules: (value.severityRules ?? []).map((rule) => ({ ...rule, terms: rule.terms.map(termOf) })),
    examples: { must: value.examples?.must ?? [], mustNot: value.examples?.mustNot ?? [] },
  };
}

function routeOf(asked: WatchlistSettings["channels"][number]): Route {
  if (typeof asked === "string") return { channel: asked };
  const { within: withinKm, hours, timeZone, ...route } = asked;
  return { ...route, withinKm, hours: hours && { ...hours, timeZone } };
}

const FIELDS_OF = { title: ["title"], body: ["summary", "body"] } as const;

function termOf(asked: TermSettings): TermAsked {
  if (typeof asked === "string") return { text: asked };
  if ("concept" in asked || "actor" in asked) return asked;
  const { in: part, ...term } = asked;
  return { ...term, fields: part && FIELDS_OF[part] };
}

function conditionOf(node: ConditionSettings): Condition {
  if (isTerm(node)) return { term: termOf(node) };
  if ("place" in node) return node;
  const parts = nodesOf(node).map(conditionOf);
  if ("any" in node) return { any: parts };
  if ("all" in node) return { all: parts };
  if ("none" in node) return { none: parts };
  if ("atLeast" in node) return { atLeast: node.atLeast, of: parts };
  const words = /^(\d+) words$/.exec(node.near)?.[1];
  return { near: words ? { words: Number(words) } : (node.near as Exclude<Nearness, object>), of: parts };
}

/** A term of a watchlist with the path it stands at. */
export interface LocatedTerm {
  readonly term: TermSettings;
  readonly path: Path;
}

/** Every term of a watchlist, wherever it asks for one. */
export function termsOfWatchlist({ terms, unless, when, severityRules = [] }: WatchlistSettings): LocatedTerm[] {
  return [
    ...located(["terms"], terms),
    ...located(["unless"], unless),
    ...(when === undefined ? [] : termsOfCondition(when, ["when"])),
    ...severityRules.flatMap((rule, i) => located(["severityRules", i, "terms"], rule.terms)),
  ];
}

function located(path: Path, terms: readonly TermSettings[] = []): LocatedTerm[] {
  return terms.map((term, i) => ({ term, path: [...path, i] }));
}

function termsOfCondition(node: ConditionSettings, path: Path): LocatedTerm[] {
  if (isTerm(node)) return [{ term: node, path }];
  if ("place" in node) return [];
  const key = (["any", "all", "none"] as const).find((one) => one in node) ?? "of";
  return nodesOf(node).flatMap((one, i) => termsOfCondition(one, [...path, key, i]));
}

/** Whether a condition can only hold where something stands; one that does not would match every other article. */
export function asksForSomething(node: ConditionSettings): boolean {
  if (isTerm(node) || "place" in node) return true;
  if ("none" in node) return false;
  const parts = nodesOf(node).map(asksForSomething);
  return "any" in node ? parts.every(Boolean) : parts.some(Boolean);
}

/** The text that a term gives itself; undefined for concepts and actors. */
export function textOf(term: TermSettings): string | undefined {
  if (typeof term === "string") return term;
  return "text" in term ? term.text : undefined;
}

function isTerm(node: ConditionSettings): node is TermSettings {
  return typeof node === "string" || "text" in node || "concept" in node || "actor" in node;
}

function nodesOf(node: Exclude<ConditionSettings, TermSettings | { place: "any" }>): readonly ConditionSettings[] {
  if ("any" in node) return node.any;
  if ("all" in node) return node.all;
  return "none" in node ? node.none : node.of;
}
