import { z } from "zod";
import { PLACE_KINDS } from "./gazetteer-file.ts";

const words = z.array(z.string().min(1).max(60)).max(2000);
const kindWord = new Set<string>([...PLACE_KINDS, "any"]);

/** `lexicon/context.yaml`: the words around a name that tell whether and which place is meant. */
export const ContextFile = z.strictObject({
  heads: z.array(
    z.strictObject({
      noun: z.string().min(1).max(60),
      kinds: z
        .string()
        .refine(
          (text) => text.split(" ").every((kind) => kindWord.has(kind)),
          `not kinds of place: use ${[...kindWord].join(", ")}, parted by spaces`,
        )
        .transform((text) => text.split(" ")),
    }),
  ),
  weakHeads: words,
  locatives: words,
  afterPlace: words,
  beforePerson: words,
  givenNames: words,
  eventWords: words,
  organisations: words,
  sportWords: words,
  countries: z.array(z.strictObject({ code: z.string().regex(/^[A-Z]{2}$/), names: words, adjectives: words })),
});
