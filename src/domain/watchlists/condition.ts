import type { Locus, Sign } from "../reading/happening.ts";
import type { Position } from "../reading/position.ts";
import { type TermAsked, termIdentity } from "../reading/term.ts";

/** How near to each other things have to stand: in one sentence, paragraph or article, or within some words. */
export type Nearness = "sentence" | "paragraph" | "article" | { readonly words: number };

/** What has to hold for a watchlist to match: a tree over terms and the watchlist's places. */
export type Condition =
  | { readonly term: TermAsked }
  | { readonly place: "any" } // of the watchlist's
  | { readonly any: readonly Condition[] }
  | { readonly all: readonly Condition[] }
  | { readonly none: readonly Condition[] }
  | { readonly atLeast: number; readonly of: readonly Condition[] }
  | { readonly near: Nearness; readonly of: readonly Condition[] };

/** What of an article a condition can be asked about. */
export interface Facts {
  readonly signs: readonly Sign[];
  readonly loci: readonly Locus[]; // in the watchlist's places
}

/** The facts that made a condition hold; undefined when it does not. */
export function prove(condition: Condition, facts: Facts): Facts | undefined {
  const proofsOf = (conditions: readonly Condition[]) => conditions.map((one) => prove(one, facts));
  if ("term" in condition) {
    const wanted = termIdentity(condition.term);
    const signs = facts.signs.filter(({ identity }) => identity === wanted);
    return signs.length > 0 ? { signs: signs.slice(0, 3), loci: [] } : undefined;
  }
  if ("place" in condition) {
    const [surest] = facts.loci.toSorted((a, b) => b.confidence - a.confidence);
    return surest && { signs: [], loci: [surest] };
  }
  if ("any" in condition) return proofsOf(condition.any).find(Boolean);
  if ("all" in condition) return joined(proofsOf(condition.all));
  if ("none" in condition) return proofsOf(condition.none).some(Boolean) ? undefined : joined([]);
  if ("atLeast" in condition) {
    const held = proofsOf(condition.of).filter((proof) => proof !== undefined);
    return held.length >= condition.atLeast ? joined(held) : undefined;
  }
  for (const part of partsOf(facts, condition.near)) {
    const proof = joined(condition.of.map((one) => prove(one, part)));
    if (proof) return proof;
  }
  return undefined;
}

function joined(proofs: readonly (Facts | undefined)[]): Facts | undefined {
  const held = proofs.filter((proof) => proof !== undefined);
  if (held.length < proofs.length) return undefined;
  return { signs: held.flatMap(({ signs }) => signs), loci: held.flatMap(({ loci }) => loci) };
}

/** The facts of each sentence, paragraph or run of words in which something stands. */
function partsOf(facts: Facts, near: Nearness): Facts[] {
  if (near === "article") return [facts];
  const positions = [...facts.signs, ...facts.loci].map(({ position }) => position);
  const within = (isInside: (position: Position) => boolean): Facts => ({
    signs: facts.signs.filter(({ position }) => isInside(position)),
    loci: facts.loci.filter(({ position }) => isInside(position)),
  });
  if (typeof near === "string") {
    const parts = new Set(positions.map((position) => position[near]));
    return [...parts].map((part) => within((position) => position[near] === part));
  }
  return positions.map((start) =>
    within(({ word, field }) => field === start.field && word >= start.word && word - start.word <= near.words),
  );
}

/** Every term that a condition asks for. */
export function termsOf(condition: Condition): TermAsked[] {
  if ("term" in condition) return [condition.term];
  const parts = Object.values(condition).filter((part): part is Condition[] => Array.isArray(part));
  return parts.flat().flatMap(termsOf);
}
