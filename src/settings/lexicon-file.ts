import { z } from "zod";
import { WORD_LISTS, type WordList } from "../domain/gazetteer/context.ts";
import { SENSE_FEATURES } from "../domain/gazetteer/sense-features.ts";
import { WORTHS } from "../domain/reading/concept.ts";
import { LOWERING_KINDS } from "../domain/reading/relevance.ts";
import { STORY_FEATURES } from "../domain/stories/story-features.ts";
import type { FeatureMeaning, Side } from "../domain/weighing.ts";
import { PLACE_KINDS } from "./gazetteer-file.ts";
import { MOVED_KEYS } from "./moved-keys.ts";
import { identifier, orNone } from "./units.ts";

/** Examples that `rasid check` runs: what has to be found, and what must not be. */
const examples = z
  .strictObject({
    must: orNone(z.array(z.string().max(1000)).max(50)),
    mustNot: orNone(z.array(z.string().max(1000)).max(50)),
  })
  .optional()
  .transform((given) => given ?? { must: [], mustNot: [] });

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
  worth: z.enum(WORTHS).describe("To a watchlist that asks for any event; one that names the concept is alerted"),
  family: identifier("a family").optional().describe("Concepts of one family tell one event in other words"),
  isTurn: z.boolean().optional().describe("News of its own in a story that told something else so far"),
  broadcast: z.boolean().optional().describe("An update that tells it goes to the whole channel, not only the thread"),
  isFigurative: z.boolean().optional().describe("Where the title tells it, words of fighting are figures of speech"),
  isConsequence: z.boolean().optional().describe("Events of any kind bring it, so it tells nothing of its own"),
  forms: orNone(words).describe("Verbs and nouns whose inflected forms count too"),
  except: orNone(words).describe("Forms that are other words, and do not count"),
  phrases: orNone(words).describe("Words and phrases that count as they stand"),
  beside: orNone(words).describe("Words of which one has to stand in the same sentence"),
  examples,
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

const Lowering = z.strictObject({
  why: z.string().min(1).max(100).describe("In English, as reasons tell it"),
  title: z.string().min(1).max(100).optional().describe("The same in Arabic"),
  to: z.enum(LOWERING_KINDS).describe("background: nothing, where something else speaks against it too"),
  onlyAfter: z.boolean().optional().describe("Only what follows the words in their sentence"),
  words,
});

/** `lexicon/relevance.yaml`: words that make an event worth less, or a place no place of an event. */
export const RelevanceFile = z
  .strictObject({
    lowering: z.array(Lowering).describe("Words that lower an event in their sentence"),
    origin: words.describe("Words before a place that make it an origin, not where something happened"),
    background: words.describe("Words that open a sentence of background"),
  })
  .register(MOVED_KEYS, {
    alert: "say `worth: alert` at each of these concepts, in lexicon/concepts.yaml",
    review: "say `worth: review` at each of these concepts, in lexicon/concepts.yaml",
    nothing: "say `worth: nothing` at each of these concepts, in lexicon/concepts.yaml",
    figurative: "say `isFigurative: true` at each of these concepts, in lexicon/concepts.yaml",
    consequences: "say `isConsequence: true` at each of these concepts, in lexicon/concepts.yaml",
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

const HEAVIEST = 10;

/** A weight on the side that its feature may count on: what may only speak for something has none below zero. */
function weightOn(side: Side) {
  const least = side === "for" ? 0 : -HEAVIEST;
  return z
    .number()
    .min(least)
    .max(side === "against" ? 0 : HEAVIEST);
}

function weightOfEach<Feature extends string>(features: Readonly<Record<Feature, FeatureMeaning>>) {
  const weights = {} as Record<Feature, z.ZodNumber>;
  for (const [feature, { side, means }] of Object.entries<FeatureMeaning>(features))
    weights[feature as Feature] = weightOn(side).describe(means);
  return z.strictObject(weights);
}

/** `lexicon/weights.yaml`: how much each feature counts; every one has to be there. */
export const WeightsFile = z.strictObject({
  senses: weightOfEach(SENSE_FEATURES),
  stories: weightOfEach(STORY_FEATURES),
});
