import { cueOf } from "../gazetteer/gazetteer.ts";
import type { Cue } from "../gazetteer/place.ts";

/** What a concept in a band is worth. */
export type Worth = "alert" | "review" | "nothing";

/** The relevance policy as config/lexicon/relevance.yaml writes it. */
export interface RelevanceDescription {
  readonly alert: readonly string[];
  readonly review: readonly string[];
  readonly nothing: readonly string[];
  readonly lowering: readonly LoweringDescription[];
  /** Concepts in whose articles words of fighting are figures of speech. */
  readonly figurative: readonly string[];
  /** Concepts that events of any kind bring. */
  readonly consequences: readonly string[];
  readonly origin: readonly string[];
  readonly background: readonly string[];
}

/** Words that lower an event in their sentence, and why. */
export interface LoweringDescription {
  readonly why: string;
  /** How far: to a look, or, with another reason to doubt that it is news of the band, to nothing. */
  readonly to: "review" | "background" | "nothing";
  /** Only what follows the words in their sentence: يطالب بوقف القصف, and not احتجزت ... تطالب. */
  readonly onlyAfter?: boolean | undefined;
  readonly words: readonly string[];
}

/** The same, ready to be asked. */
export interface Relevance {
  /** What a concept is worth; nothing when the policy does not list it. */
  worthOf(conceptId: string): Worth;
  readonly lowering: readonly LoweringDescription[];
  /** Whether words of fighting are figures of speech where the title tells it. */
  isFigurative(conceptId: string): boolean;
  /** Whether events of any kind bring it, so that it tells nothing of its own. */
  isConsequence(conceptId: string): boolean;
  /** Words before a place that make it an origin. */
  readonly origin: readonly Cue[];
  /** Words that open a sentence of background. */
  readonly background: readonly Cue[];
}

export function buildRelevance(description: RelevanceDescription): Relevance {
  const worth = new Map<string, Worth>();
  for (const kind of ["nothing", "review", "alert"] as const) for (const id of description[kind]) worth.set(id, kind);
  return {
    worthOf: (conceptId) => worth.get(conceptId) ?? "nothing",
    lowering: description.lowering,
    isFigurative: (conceptId) => description.figurative.includes(conceptId),
    isConsequence: (conceptId) => description.consequences.includes(conceptId),
    origin: description.origin.map(cueOf),
    background: description.background.map(cueOf),
  };
}

const ORDER: readonly Worth[] = ["nothing", "review", "alert"];

/** Negative, zero or positive as `a` is worth less, the same or more than `b`. */
export function compareWorth(a: Worth, b: Worth): number {
  return ORDER.indexOf(a) - ORDER.indexOf(b);
}
