import { z } from "zod";
import { distance } from "./units.ts";

export const BORDERS = [
  "SY-IQ",
  "SY-TR",
  "SY-JO",
  "SY-LB",
  "IQ-IR",
  "IQ-TR",
  "IQ-SA",
  "IQ-JO",
  "IQ-KW",
] as const;

const text = z.string().min(2).max(200);

const PlaceAsked = z.union(
  [
    text.describe("A place by its name"),
    z.strictObject({ id: z.string().describe("A place by its id in the gazetteer") }),
    z.strictObject({
      border: z.enum(BORDERS, {
        error: (issue) => `no border ${JSON.stringify(issue.input)}: use one of ${BORDERS.join(", ")}`,
      }),
      within: distance({ min: "10km", max: "200km" }).describe("Both sides of the line"),
    }),
  ],
  { error: "not a place: write a name, `id: sy-iq/al-waar`, or `border: SY-IQ` with `within: 50km`" },
);

const TermAsked = z.union(
  [
    text.describe("A word or a phrase; what may be joined to its front is found too"),
    z.strictObject({ concept: z.string().describe("The id of a concept in lexicon/concepts.yaml") }),
    z.strictObject({ actor: z.string().describe("The id of an actor in lexicon/actors.yaml") }),
    z.strictObject({
      text,
      forms: z.boolean().optional().describe("Inflected forms count too"),
      definite: z.boolean().optional().describe("Only with the article"),
      exact: z.boolean().optional().describe("Only as it is spelt, with nothing joined to it"),
      in: z.enum(["title", "body"]).optional(),
    }),
  ],
  { error: "not a term: write a word, `concept: withdrawal`, or `text:` with `forms: true`" },
);

/** `watchlists/*.yaml`: one watchlist, one file. */
export const WatchlistFile = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/, "not a watchlist id: use small letters, digits and hyphens"),
  title: z.string().min(1).max(200).describe("What analysts call it"),
  enabled: z.boolean().default(true),
  severity: z.enum(["low", "medium", "high", "critical"]).default("medium"),
  channels: z
    .array(z.string())
    .min(1, "an empty list of channels: name at least one channel of channels.yaml"),
  places: z.array(PlaceAsked).min(1, "an empty list of places: name at least one place or border").max(1000),
  terms: z
    .array(TermAsked)
    .min(1, "an empty list of terms: leave `terms` out to be told any event")
    .max(2000)
    .optional(),
  unless: z.array(TermAsked).max(500).optional(),
  examples: z
    .strictObject({
      must: z.array(z.string().max(20_000)).optional(),
      mustNot: z.array(z.string().max(20_000)).optional(),
    })
    .optional(),
});
export type WatchlistSettings = z.output<typeof WatchlistFile>;
