import { z } from "zod";
import { countryCode, orNone } from "./units.ts";

const placeId = z
  .string()
  .regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, "not a place id: write it like sy-iq/al-waar, small letters, digits and hyphens");
const names = z.array(z.string().min(2).max(100)).max(60);

export const PLACE_KINDS = (
  "city town village quarter crossing wadi mountain area base camp " +
  "station oil-field dam lake island road well district province"
).split(" ");

/** One place of a gazetteer file. */
export const PlaceEntry = z.strictObject({
  id: placeId,
  name: z.string().min(2).max(100).describe("As the Arabic press writes it"),
  latin: z.string().min(1).max(120).describe("Transliteration, for those who do not read Arabic"),
  kind: z.enum(PLACE_KINDS),
  country: countryCode,
  lat: z.number().min(-90).max(90),
  lon: z.number().min(-180).max(180),
  source: z.string().min(2).max(300).describe("Where the coordinates come from"),
  confidence: z.enum(["high", "medium", "low"]),
  district: z.string().max(100).optional(),
  province: z.string().max(100).optional(),
  population: z.int().min(0).optional(),
  aliases: orNone(names).describe("Other names; spellings that folding already joins are not needed"),
  neighbours: orNone(names).describe("Names which, in the same text, speak for this place"),
});

const cues = names.optional();
const meaning = z.string().max(200).optional();

/** One reading of a name: exactly one of place, word, person, other, and what speaks for it. */
const ReadingEntry = z
  .strictObject({
    place: placeId.optional(),
    word: meaning,
    person: meaning,
    other: meaning,
    before: cues.describe("Words directly before the name"),
    after: cues.describe("Words directly after it"),
    near: cues.describe("Words or names anywhere nearby"),
  })
  .refine(
    ({ place, word, person, other }) => [place, word, person, other].filter((x) => x !== undefined).length === 1,
    "a reading without its sense: give exactly one of `place`, `word`, `person`, `other`",
  );

/** A name that can mean more than one thing. */
export const SenseEntry = z.strictObject({
  name: z.string().min(2).max(100),
  commonness: z
    .enum(["A", "B", "C", "D"])
    .describe("A distinctive; B also another place or person; C also a word; D a very common word"),
  readings: z.array(ReadingEntry).min(1).max(20),
});

/** `gazetteer/*.yaml`: one border, one file. */
export const GazetteerFile = z.strictObject({
  border: z.string().min(2).max(20),
  places: z.array(PlaceEntry),
  senses: z.array(SenseEntry).optional(),
});
export type PlaceSettings = z.output<typeof PlaceEntry>;
