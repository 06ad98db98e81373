import { z } from "zod";
import { SEVERITIES } from "../domain/matcher/watchlist.ts";
import { distance, hours, identifier, timeZone, whole } from "./units.ts";

export const BORDERS = ["SY-IQ", "SY-TR", "SY-JO", "SY-LB", "IQ-IR", "IQ-TR", "IQ-SA", "IQ-JO", "IQ-KW"] as const;

const text = z.string().min(2).max(200);

const PlaceAsked = z.union(
  [
    text.describe("A place by its name"),
    z.strictObject({ id: z.string().describe("A place by its id in the gazetteer") }),
    z.strictObject({
      border: z.enum(BORDERS, {
        error: ({ input }) => `no border ${JSON.stringify(input)}: use one of ${BORDERS.join(", ")}`,
      }),
      within: distance("10km", "200km").describe("Both sides of the line"),
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

const NEARNESS = /^(sentence|paragraph|article|\d{1,3} words)$/;
const notNear = 'not a nearness: write sentence, paragraph, article, or a number of words like "10 words"';

/** A tree of conditions over terms and the watchlist's places. */
const ConditionNode: z.ZodType<ConditionSettings, ConditionSettings> = z.lazy(() =>
  z.union(
    [
      TermAsked,
      z.strictObject({ place: z.literal("any").describe("One of the watchlist's places") }),
      z.strictObject({ any: conditions }),
      z.strictObject({ all: conditions }),
      z.strictObject({ none: conditions }),
      z.strictObject({ atLeast: whole(1, 50), of: conditions }),
      z.strictObject({ near: z.string().regex(NEARNESS, notNear), of: conditions }),
    ],
    { error: "not a condition: write a term, `place: any`, or one of any, all, none, atLeast with of, near with of" },
  ),
);
const conditions = z.array(ConditionNode).min(1).max(200);

export type TermSettings = z.output<typeof TermAsked>;
export type ConditionSettings =
  | TermSettings
  | { place: "any" }
  | { any: ConditionSettings[] }
  | { all: ConditionSettings[] }
  | { none: ConditionSettings[] }
  | { atLeast: number; of: ConditionSettings[] }
  | { near: string; of: ConditionSettings[] };

const SourceTraits = z.strictObject({
  feeds: z.array(z.string()).optional(),
  kinds: z.array(z.enum(["state", "party", "wire", "independent"])).optional(),
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)).optional(),
});

const severity = z.enum(SEVERITIES);
const examples = z.array(z.string().max(20_000));
const terms = z.array(TermAsked);

const ChannelAsked = z.union(
  [
    z.string(),
    z.strictObject({
      channel: z.string().describe("The id of a channel; all that is asked beside it has to hold"),
      from: severity.optional().describe("The least severity"),
      within: distance("1km", "200km").optional().describe("How near to a border the place lies"),
      places: z.array(z.string()).min(1).optional().describe("Ids of places"),
      sources: SourceTraits.optional().describe("Any of these traits"),
      hours: hours().optional().describe("When it is told, like 22:00-06:00"),
      timeZone: timeZone.default("UTC").describe("Of the hours"),
    }),
  ],
  { error: "not a channel: write its id, or `channel: duty-phone` with from, within, places, sources or hours" },
);

/** `watchlists/*.yaml`: one watchlist, one file. */
export const WatchlistFile = z.strictObject({
  id: identifier("a watchlist id"),
  title: z.string().min(1).max(200).describe("What analysts call it"),
  enabled: z.boolean().default(true),
  severity: severity.default("medium"),
  severityRules: z
    .array(z.strictObject({ severity, terms: terms.min(1) }))
    .max(20)
    .optional()
    .describe("The worst severity whose term stands in the evidence replaces the list's own"),
  sources: z
    .strictObject({ only: SourceTraits.optional(), except: SourceTraits.optional() })
    .optional()
    .describe("Whose articles are looked at"),
  channels: z.array(ChannelAsked).min(1, "an empty list of channels: name at least one channel of channels.yaml"),
  places: z.array(PlaceAsked).min(1, "an empty list of places: name at least one place or border").max(1000),
  terms: terms.min(1, "an empty list of terms: leave `terms` out to be told any event").max(2000).optional(),
  when: ConditionNode.optional().describe("In place of a place and a term together"),
  unless: terms.max(500).optional(),
  examples: z.strictObject({ must: examples.optional(), mustNot: examples.optional() }).optional(),
});
export type WatchlistSettings = z.output<typeof WatchlistFile>;
