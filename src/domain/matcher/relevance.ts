import { cueOf } from "../gazetteer/gazetteer.ts";
import type { Lowering } from "./happening.ts";

/** What a concept in a band is worth, the least first. */
const WORTHS = ["nothing", "review", "alert"] as const;
export type Worth = (typeof WORTHS)[number];

/** Negative, zero or positive as `a` is worth less, the same or more than `b`. */
export function compareWorth(a: Worth, b: Worth): number {
  return WORTHS.indexOf(a) - WORTHS.indexOf(b);
}

/** Words that lower an event in their sentence, why, and how far. */
export interface LoweringDescription extends Pick<Lowering, "why" | "to"> {
  /** Only what follows the words in their sentence: يطالب بوقف القصف, and not احتجزت ... تطالب. */
  readonly onlyAfter?: boolean | undefined;
  readonly words: readonly string[];
}

/** The relevance policy as config/lexicon/relevance.yaml writes it: the concepts of each worth, and what lowers them. */
export interface RelevanceDescription extends Readonly<Record<Worth, readonly string[]>> {
  readonly lowering: readonly LoweringDescription[];
  /** Concepts in whose articles words of fighting are figures of speech, where the title tells them. */
  readonly figurative: readonly string[];
  /** Concepts that events of any kind bring, so that they tell nothing of their own. */
  readonly consequences: readonly string[];
  /** Words before a place that make it an origin. */
  readonly origin: readonly string[];
  /** Words that open a sentence of background. */
  readonly background: readonly string[];
}

/** The same, ready to be asked; a concept that the policy does not list is worth nothing. */
export type Relevance = ReturnType<typeof buildRelevance>;

export function buildRelevance({ origin, background, ...description }: RelevanceDescription) {
  const worth = new Map(WORTHS.flatMap((kind) => description[kind].map((id) => [id, kind] as const)));
  return {
    ...description,
    worthOf: (conceptId: string): Worth => worth.get(conceptId) ?? "nothing",
    origin: origin.map(cueOf),
    background: background.map(cueOf),
  };
}
