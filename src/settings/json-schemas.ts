import { z } from "zod";
import { type ChannelSchema, channelEntryOf } from "./channel-entry.ts";
import { FeedsFile } from "./feeds-file.ts";
import { GazetteerFile } from "./gazetteer-file.ts";
import { ActorsFile, CommonWordsFile, ConceptsFile, ContextFile, RelevanceFile, WeightsFile } from "./lexicon-file.ts";
import { RasidFile } from "./rasid-file.ts";
import { WatchlistFile } from "./watchlist-file.ts";

/** A JSON Schema (2020-12) of every kind of configuration file, by name, for editors to complete and check by. */
export function jsonSchemas(kinds: readonly ChannelSchema[]): Record<string, object> {
  const files = {
    rasid: RasidFile,
    feeds: FeedsFile,
    channels: z.strictObject({ channels: z.array(channelEntryOf(kinds)) }),
    watchlist: WatchlistFile,
    gazetteer: GazetteerFile,
    concepts: ConceptsFile,
    actors: ActorsFile,
    relevance: RelevanceFile,
    "common-words": CommonWordsFile,
    context: ContextFile,
    weights: WeightsFile,
  };
  const schemas = Object.entries(files).map(([name, schema]) => [name, z.toJSONSchema(schema, { io: "input" })]);
  return Object.fromEntries(schemas);
}
