import { z } from "zod";
import { STORY_FEATURES } from "../domain/event/story.ts";
import { WORD_LISTS, type WordList } from "../domain/gazetteer/context.ts";
import { SENSE_FEATURES } from "../domain/gazetteer/sense-features.ts";
import { PLACE_KINDS } from "./gazetteer-file.ts";
import { identifier, orNone } from "./units.ts";

const words = z.array(z.string().min(2).max(100)).max(500);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'not a date: write it like "2024-12-08", in quotes');
const id = identifier("an id");

const named = {
  id,
  title: z.string().min(1).max(100).describe("In Arabic, as the alert shows it"),
  english: z.string().min(1).max(100),
};

/** One entry of `lexicon/concepts.yaml`: something that can happen, and the Arabic words that tell it. */
export const ConceptEntry = z.strictObject({
  ...named,
  forms: orNone(words).describe("Verbs and nouns whose inflected forms count too"),
  except: orNone(words).describe("Forms that are other words, and do not count"),
  phrases: orNone(words).describe("Words and phrases that count as they stand"),
  beside: orNone(words).describe("Words of which one has to stand in the same sentence"),
});
export const ConceptsFile = z.strictObject({ concepts: z.array(ConceptEntry) });

/** One entry of `lexicon/actors.yaml`: one who acts, with their many names. */
export const ActorEntry = z.strictObject({
  ...named,
  from: day.optional().describe("Since when the names mean this actor"),
  to: day.optional().describe("Until when they do"),
  names: words.min(1, "an actor without a name: give at least one"),
});
export const ActorsFile = z.strictObject({ actors: z.array(ActorEntry) });

const conceptIds = z.array(id).max(500);
const Lowering = z.strictObject({
  why: z.string().min(1).max(100),
  to: z
    .enum(["review", "background", "nothing"])
    .describe("background: nothing, where something else speaks against it too"),
  onlyAfter: z.boolean().optional().describe("Only what follows the words in their sentence"),
  words,
});

/** `lexicon/relevance.yaml`: what a concept is worth to a watchlist that asks for any event. */
export const RelevanceFile = z.strictObject({
  alert: conceptIds,
  review: conceptIds,
  nothing: conceptIds,
  lowering: z.array(Lowering).describe("Words that lower an event in their sentence"),
  figurative: conceptIds.describe("Where the title tells one of these, words of fighting are figures of speech"),
  consequences: conceptIds.describe("What events of any kind bring"),
  origin: words.describe("Words before a place that make it an origin, not where something happened"),
  background: words.describe("Words that open a sentence of background"),
});

/** `lexicon/common-words.yaml`: words that a term should not be. */
export const CommonWordsFile = z.strictObject({ words: z.array(z.string().min(1).max(60)).max(5000) });

const KIND_WORDS = [...PLACE_KINDS, "any"];
const kinds = z
  .string()
  .transform((text) => text.split(" "))
  .refine(
    (given) => given.every((kind) => KIND_WORDS.includes(kind)),
    `not kinds of place: use ${KIND_WORDS.join(", ")}, parted by spaces`,
  );
const cues = z.array(z.string().min(1).max(60)).max(2000);
const REPORTING = z.enum(
  "gaining losing falling gainingLinks losingLinks partyHeads noSubjectAfter untold saying accordingTo reporters noReporters beforeNews afterReporter".split(
    " ",
  ),
);

/** `lexicon/context.yaml`: the words around a name that tell whether and which place is meant. */
export const ContextFile = z.strictObject({
  heads: z.array(z.strictObject({ noun: z.string().min(1).max(60), kinds })),
  ...(Object.fromEntries(WORD_LISTS.map((list) => [list, cues])) as Record<WordList, typeof cues>),
  reporting: z.record(REPORTING, cues),
  countries: z.array(z.strictObject({ code: z.string().regex(/^[A-Z]{2}$/), names: cues, adjectives: cues })),
});

const weight = z.number().min(-10).max(10);

function weightOfEach<Feature extends string>(features: Readonly<Record<Feature, string>>) {
  const entries = (Object.keys(features) as Feature[]).map((name) => [name, weight.describe(features[name])]);
  return z.strictObject(Object.fromEntries(entries) as Record<Feature, typeof weight>);
}

/** `lexicon/weights.yaml`: how much each feature counts; every one has to be there. */
export const WeightsFile = z.strictObject({
  senses: weightOfEach(SENSE_FEATURES),
  stories: weightOfEach(STORY_FEATURES),
});
