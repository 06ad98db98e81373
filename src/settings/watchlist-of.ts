import type { Condition, Nearness } from "../domain/matcher/condition.ts";
import type { TermAsked, Watchlist } from "../domain/matcher/watchlist.ts";
import type { ConditionSettings, TermSettings, WatchlistSettings } from "./watchlist-file.ts";
import { isTerm } from "./watchlist-terms.ts";

/** The watchlist that a file describes. */
export function watchlistOf(value: WatchlistSettings): Watchlist {
  return {
    id: value.id,
    title: value.title,
    severity: value.severity,
    channels: value.channels,
    places: value.places.map((asked) => {
      if (typeof asked === "string") return { name: asked };
      return "id" in asked ? { placeId: asked.id } : { border: asked.border, withinKm: asked.within };
    }),
    terms: (value.terms ?? []).map(termOf),
    unless: (value.unless ?? []).map(termOf),
    when: value.when === undefined ? undefined : conditionOf(value.when),
    sources: value.sources,
    severityRules: (value.severityRules ?? []).map((rule) => ({
      severity: rule.severity,
      terms: rule.terms.map(termOf),
    })),
    examples: { must: value.examples?.must ?? [], mustNot: value.examples?.mustNot ?? [] },
  };
}

function termOf(asked: TermSettings): TermAsked {
  if (typeof asked === "string") return { text: asked };
  if ("concept" in asked || "actor" in asked) return asked;
  const { text, forms, exact, definite } = asked;
  const fields =
    asked.in === undefined ? undefined : asked.in === "title" ? (["title"] as const) : (["summary", "body"] as const);
  return { text, forms, exact, definite, fields };
}

function conditionOf(node: ConditionSettings): Condition {
  if (isTerm(node)) return { term: termOf(node) };
  if ("place" in node) return node;
  if ("any" in node) return { any: node.any.map(conditionOf) };
  if ("all" in node) return { all: node.all.map(conditionOf) };
  if ("none" in node) return { none: node.none.map(conditionOf) };
  if ("atLeast" in node) return { atLeast: node.atLeast, of: node.of.map(conditionOf) };
  return { near: nearnessOf(node.near), of: node.of.map(conditionOf) };
}

function nearnessOf(text: string): Nearness {
  const words = /^(\d+) words$/.exec(text);
  return words ? { words: Number(words[1]) } : (text as Exclude<Nearness, object>);
}
