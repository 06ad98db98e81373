import { fold } from "../arabic/fold.ts";
import type { Cue } from "../gazetteer/place.ts";

/** What a concept in a band is worth. */
export type Worth = "alert" | "review" | "nothing";

/** The relevance policy as config/lexicon/relevance.yaml writes it. */
export interface RelevanceDescription {
  readonly alert: readonly string[];
  readonly review: readonly string[];
  readonly nothing: readonly string[];
  readonly lowering: readonly { readonly why: string; readonly words: readonly string[] }[];
  readonly origin: readonly string[];
}

/** The same, ready to be asked. */
export interface Relevance {
  /** What a concept is worth; nothing when the policy does not list it. */
  worthOf(conceptId: string): Worth;
  /** Words that lower an alert to a review in their sentence, by why they do. */
  readonly lowering: RelevanceDescription["lowering"];
  /** Words before a place that make it an origin. */
  readonly origin: readonly Cue[];
}

export function buildRelevance(description: RelevanceDescription): Relevance {
  const worth = new Map<string, Worth>();
  for (const kind of ["nothing", "review", "alert"] as const) for (const id of description[kind]) worth.set(id, kind);
  return {
    worthOf: (conceptId) => worth.get(conceptId) ?? "nothing",
    lowering: description.lowering,
    origin: description.origin.map((written) => ({ words: fold(written).split(" "), written })),
  };
}

const ORDER: readonly Worth[] = ["nothing", "review", "alert"];

/** Negative, zero or positive as `a` is worth less, the same or more than `b`. */
export function compareWorth(a: Worth, b: Worth): number {
  return ORDER.indexOf(a) - ORDER.indexOf(b);
}
