import type { ConditionSettings, TermSettings, WatchlistSettings } from "./watchlist-file.ts";

/** A term of a watchlist with the path it stands at. */
export interface LocatedTerm {
  readonly term: TermSettings;
  readonly path: readonly (string | number)[];
}

/** Every term of a watchlist, wherever it asks for one. */
export function termsOfWatchlist({
  terms = [],
  unless = [],
  when,
  severityRules = [],
}: WatchlistSettings): LocatedTerm[] {
  return [
    ...terms.map((term, i) => ({ term, path: ["terms", i] })),
    ...unless.map((term, i) => ({ term, path: ["unless", i] })),
    ...(when === undefined ? [] : termsOfCondition(when, ["when"])),
    ...severityRules.flatMap((rule, i) =>
      rule.terms.map((term, at) => ({ term, path: ["severityRules", i, "terms", at] })),
    ),
  ];
}

function termsOfCondition(node: ConditionSettings, path: readonly (string | number)[]): LocatedTerm[] {
  if (isTerm(node)) return [{ term: node, path }];
  if ("place" in node) return [];
  return partsOf(node).flatMap(({ key, nodes }) => nodes.flatMap((one, i) => termsOfCondition(one, [...path, key, i])));
}

/** Whether a condition can only hold where something stands; one that does not would match every other article. */
export function asksForSomething(node: ConditionSettings): boolean {
  if (isTerm(node) || "place" in node) return true;
  if ("none" in node) return false;
  const parts = partsOf(node).flatMap(({ nodes }) => nodes.map(asksForSomething));
  return "any" in node ? parts.every(Boolean) : parts.some(Boolean);
}

export function isTerm(node: ConditionSettings): node is TermSettings {
  return typeof node === "string" || "text" in node || "concept" in node || "actor" in node;
}

function partsOf(
  node: Exclude<ConditionSettings, TermSettings | { place: "any" }>,
): { key: string; nodes: ConditionSettings[] }[] {
  if ("any" in node) return [{ key: "any", nodes: node.any }];
  if ("all" in node) return [{ key: "all", nodes: node.all }];
  if ("none" in node) return [{ key: "none", nodes: node.none }];
  return [{ key: "of", nodes: node.of }];
}
