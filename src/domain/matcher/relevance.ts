import { cueOf } from "../gazetteer/gazetteer.ts";
import type { Cue } from "../gazetteer/place.ts";

/** What a concept in a band is worth, the least first. */
const WORTHS = ["nothing", "review", "alert"] as const;
export type Worth = (typeof WORTHS)[number];

/** Negative, zero or positive as `a` is worth less, the same or more than `b`. */
export function compareWorth(a: Worth, b: Worth): number {
  return WORTHS.indexOf(a) - WORTHS.indexOf(b);
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

interface Policy<Words> {
  readonly lowering: readonly LoweringDescription[];
  /** Concepts in whose articles words of fighting are figures of speech, where the title tells them. */
  readonly figurative: readonly string[];
  /** Concepts that events of any kind bring, so that they tell nothing of their own. */
  readonly consequences: readonly string[];
  /** Words before a place that make it an origin. */
  readonly origin: readonly Words[];
  /** Words that open a sentence of background. */
  readonly background: readonly Words[];
}

/** The relevance policy as config/lexicon/relevance.yaml writes it: the concepts of each worth, and what lowers them. */
export interface RelevanceDescription extends Policy<string>, Readonly<Record<Worth, readonly string[]>> {}

/** The same, ready to be asked. */
export interface Relevance extends Policy<Cue> {
  /** What a concept is worth; nothing when the policy does not list it. */
  worthOf(conceptId: string): Worth;
}

export function buildRelevance({ origin, background, ...description }: RelevanceDescription): Relevance {
  const worth = new Map(WORTHS.flatMap((kind) => description[kind].map((id) => [id, kind] as const)));
  return {
    ...description,
    worthOf: (conceptId) => worth.get(conceptId) ?? "nothing",
    origin: origin.map(cueOf),
    background: background.map(cueOf),
  };
}
