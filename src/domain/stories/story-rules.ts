import type { Concept } from "../reading/concept.ts";
import type { StoryWeights } from "./story-features.ts";

/** What stories are told apart by, besides what their articles say. */
export interface StoryRules {
  readonly weights: StoryWeights;
  /** The family of a concept, itself where it has none. */
  familyOf(conceptId: string): string;
  /** Concepts that are news of their own in a story that told something else so far. */
  readonly turns: readonly string[];
}

export function storyRules(weights: StoryWeights, concepts: readonly Concept[]): StoryRules {
  const families = new Map(concepts.map(({ id, family = id }) => [id, family]));
  return {
    weights,
    familyOf: (conceptId) => families.get(conceptId) ?? conceptId,
    turns: concepts.flatMap(({ id, isTurn }) => (isTurn ? [id] : [])),
  };
}
