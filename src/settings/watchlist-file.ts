import { z } from "zod";
import type { TermAsked } from "../domain/reading/term.ts";
import { SEVERITIES } from "../domain/severity.ts";
import type { Condition, Nearness } from "../domain/watchlists/condition.ts";
import type { Route } from "../domain/watchlists/watchlist.ts";
import type { Path } from "./source-file.ts";
import { distance, hours, identifier, orNone, timeZone, whole } from "./units.ts";

const text = z.string().min(2).max(200);

const Place = z.union(
  [
    text.describe("A place by its name").transform((name) => ({ name })),
    z
      .strictObject({ id: z.string().describe("A place by its id in the gazetteer") })
      .transform(({ id }) => ({ placeId: id })),
    z
      .strictObject({
        border: z.string().describe("The id of a border in borders.json, such as SY-IQ"),
        within: distance("10km", "200km").describe("Both sides of the line"),
      })
      .transform(({ border, within }) => ({ border, withinKm: within })),
  ],
  { error: "not a place: write a name, `id: sy-iq/al-waar`, or `border: SY-IQ` with `within: 50km`" },
);

const FIELDS_OF = { title: ["title"], body: ["summary", "body"] } as const;

const Term = z.union(
  [
    text
      .describe("A word or a phrase; what may be joined to its front is found too")
      .transform((word) => ({ text: word })),
    z.strictObject({ concept: z.string().describe("The id of a concept in lexicon/concepts.yaml") }),
    z.strictObject({ actor: z.string().describe("The id of an actor in lexicon/actors.yaml") }),
    z
      .strictObject({
        text,
        forms: z.boolean().optional().describe("Inflected forms count too"),
        definite: z.boolean().optional().describe("Only with the article"),
        exact: z.boolean().optional().describe("Only as it is spelt, with nothing joined to it"),
        in: z.enum(["title", "body"]).optional(),
      })
      .transform(({ in: part, ...term }) => ({ ...term, fields: part && FIELDS_OF[part] })),
  ],
  { error: "not a term: write a word, `concept: withdrawal`, or `text:` with `forms: true`" },
);

const notNear = 'not a nearness: write sentence, paragraph, article, or a number of words like "10 words"';
const nearness = z
  .string()
  .regex(/^(sentence|paragraph|article|\d{1,3} words)$/, notNear)
  .transform((near): Nearness => {
    const [words, unit] = near.split(" ");
    return unit ? { words: Number(words) } : (near as Exclude<Nearness, object>);
  });

/** A tree of conditions over terms and the watchlist's places. */
const ConditionNode: z.ZodType<Condition> = z.lazy(() =>
  z.union(
    [
      Term.transform((term) => ({ term })),
      z.strictObject({ place: z.literal("any").describe("One of the watchlist's places") }),
      z.strictObject({ any: conditions }),
      z.strictObject({ all: conditions }),
      z.strictObject({ none: conditions }),
      z.strictObject({ atLeast: whole(1, 50), of: conditions }),
      z.strictObject({ near: nearness, of: conditions }),
    ],
    { error: "not a condition: write a term, `place: any`, or one of any, all, none, atLeast with of, near with of" },
  ),
);
const conditions = z.array(ConditionNode).min(1).max(200);

const SourceTraits = z.strictObject({
  feeds: z.array(z.string()).optional(),
  kinds: z.array(z.enum(["state", "party", "wire", "independent"])).optional(),
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)).optional(),
});

const severity = z.enum(SEVERITIES);
const examples = orNone(z.array(z.string().max(20_000)));
const terms = z.array(Term);

const ChannelAsked = z.union(
  [
    z.string().transform((channel): Route => ({ channel })),
    z
      .strictObject({
        channel: z.string().describe("The id of a channel; all that is asked beside it has to hold"),
        from: severity.optional().describe("The least severity"),
        within: distance("1km", "200km").optional().describe("How near to a border the place lies"),
        places: z.array(z.string()).min(1).optional().describe("Ids of places"),
        sources: SourceTraits.optional().describe("Any of these traits"),
        hours: hours().optional().describe("When it is told, like 22:00-06:00"),
        timeZone: timeZone.default("UTC").describe("Of the hours"),
      })
      .transform(({ within: withinKm, hours: told, timeZone: zone, ...route }): Route => {
        return { ...route, withinKm, hours: told && { ...told, timeZone: zone } };
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
  severityRules: orNone(z.array(z.strictObject({ severity, terms: terms.min(1) })).max(20)).describe(
    "The worst severity whose term stands in the evidence replaces the list's own",
  ),
  sources: z
    .strictObject({ only: SourceTraits.optional(), except: SourceTraits.optional() })
    .optional()
    .describe("Whose articles are looked at"),
  channels: z.array(ChannelAsked).min(1, "an empty list of channels: name at least one channel of channels.yaml"),
  places: z.array(Place).min(1, "an empty list of places: name at least one place or border").max(1000),
  terms: orNone(terms.min(1, "an empty list of terms: leave `terms` out to be told any event").max(2000)),
  when: ConditionNode.optional().describe("In place of a place and a term together"),
  unless: orNone(terms.max(500)),
  examples: z
    .strictObject({ must: examples, mustNot: examples })
    .optional()
    .transform((given) => given ?? { must: [], mustNot: [] }),
});
export type WatchlistSettings = z.output<typeof WatchlistFile>;

type LocatedTerm = Readonly<{ term: TermAsked; path: Path }>;

/** Every term of a watchlist, wherever it asks for one, with the path it stands at. */
export function termsOfWatchlist({ terms, unless, when, severityRules }: WatchlistSettings): LocatedTerm[] {
  return [
    ...located(["terms"], terms),
    ...located(["unless"], unless),
    ...(when === undefined ? [] : termsOfCondition(when, ["when"])),
    ...severityRules.flatMap((rule, i) => located(["severityRules", i, "terms"], rule.terms)),
  ];
}

function located(path: Path, terms: readonly TermAsked[]): LocatedTerm[] {
  return terms.map((term, i) => ({ term, path: [...path, i] }));
}

function termsOfCondition(node: Condition, path: Path): LocatedTerm[] {
  if ("term" in node) return [{ term: node.term, path }];
  const lists = Object.entries(node).filter((entry): entry is [string, Condition[]] => Array.isArray(entry[1]));
  return lists.flatMap(([key, parts]) => parts.flatMap((one, i) => termsOfCondition(one, [...path, key, i])));
}

/** Whether a condition can only hold where something stands; one that does not would match every other article. */
export function asksForSomething(node: Condition): boolean {
  if ("term" in node || "place" in node) return true;
  if ("none" in node) return false;
  if ("any" in node) return node.any.every(asksForSomething);
  return ("all" in node ? node.all : node.of).some(asksForSomething);
}

/** The text that a term gives itself; undefined for concepts and actors. */
export function textOf(term: TermAsked): string | undefined {
  return "text" in term ? term.text : undefined;
}
