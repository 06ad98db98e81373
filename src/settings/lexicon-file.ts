import { z } from "zod";

const words = z.array(z.string().min(2).max(100)).max(500);

/** One thing that can happen, and the Arabic words that tell it. */
export const ConceptEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/, "not a concept id: use small letters, digits and hyphens"),
  title: z.string().min(1).max(100).describe("In Arabic, as the alert shows it"),
  english: z.string().min(1).max(100),
  forms: words.optional().describe("Verbs and nouns whose inflected forms count too"),
  phrases: words.optional().describe("Words and phrases that count as they stand"),
});

/** `lexicon/concepts.yaml`. */
export const ConceptsFile = z.strictObject({ concepts: z.array(ConceptEntry) });
export type ConceptSettings = z.output<typeof ConceptEntry>;
