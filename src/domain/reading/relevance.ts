import { cueOf } from "../gazetteer/gazetteer.ts";
import type { Cue } from "../gazetteer/place.ts";

/** How far something is lowered. `background`: to nothing, where something else speaks against it too. */
export const LOWERING_KINDS = ["review", "background", "nothing"] as const;
export type LoweringKind = (typeof LOWERING_KINDS)[number];

/** Words that lower an event in their sentence, why, and how far. */
export interface LoweringWords {
  /** Why, in English and in Arabic. */
  readonly why: string;
  readonly title?: string | undefined;
  readonly to: LoweringKind;
  /** Only what follows the words in their sentence: يطالب بوقف القصف, and not احتجزت ... تطالب. */
  readonly onlyAfter?: boolean | undefined;
  readonly words: readonly string[];
}

/** What config/lexicon/relevance.yaml says: which words make an event worth less, or a place no place of an event. */
export interface RelevanceDescription {
  readonly lowering: readonly LoweringWords[];
  /** Words before a place that make it an origin. */
  readonly origin: readonly string[];
  /** Words that open a sentence of background. */
  readonly background: readonly string[];
}

/** The same, ready to be asked. */
export interface Relevance {
  readonly lowering: readonly LoweringWords[];
  readonly origin: readonly Cue[];
  readonly background: readonly Cue[];
}

export function buildRelevance({ lowering, origin, background }: RelevanceDescription): Relevance {
  return { lowering, origin: origin.map(cueOf), background: background.map(cueOf) };
}
