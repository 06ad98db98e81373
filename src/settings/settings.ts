import type { BorderLines } from "../domain/gazetteer/border-distance.ts";
import type { ContextDescription } from "../domain/gazetteer/context.ts";
import type { SenseDescription } from "../domain/gazetteer/gazetteer.ts";
import type { Place } from "../domain/gazetteer/place.ts";
import type { SenseWeights } from "../domain/gazetteer/sense-features.ts";
import type { Actor, Concept } from "../domain/reading/concept.ts";
import type { RelevanceDescription } from "../domain/reading/relevance.ts";
import type { StoryWeights } from "../domain/stories/story-features.ts";
import type { Watchlist } from "../domain/watchlists/watchlist.ts";
import type { ChannelSettings } from "./channel-entry.ts";
import type { FeedSettings } from "./feeds-file.ts";
import type { Override } from "./layers.ts";
import type { Problem } from "./problem.ts";
import type { RasidSettings } from "./rasid-file.ts";
import type { Path } from "./source-file.ts";

/** A feed with its secret looked up. */
export interface ConfiguredFeed extends FeedSettings {
  readonly authorization?: string | undefined;
}

/** A channel with its secrets looked up, by their name in channels.yaml without Env or File. */
export interface ConfiguredChannel {
  readonly entry: ChannelSettings;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Everything that Rasid was told, checked. */
export interface Settings {
  /** A hash of every file that was read: two runs with the same version decide alike. */
  readonly version: string;
  readonly rasid: RasidSettings;
  readonly context: ContextDescription;
  readonly weights: { readonly senses: SenseWeights; readonly stories: StoryWeights };
  readonly relevance: RelevanceDescription;
  readonly actors: readonly Actor[];
  /** Those that are off included. */
  readonly feeds: readonly ConfiguredFeed[];
  /** Only those that are on. */
  readonly channels: readonly ConfiguredChannel[];
  readonly concepts: readonly Concept[];
  /** Only those that are on. */
  readonly watchlists: readonly Watchlist[];
  /** Places and senses: curated ones, and those of the tables that rasid.yaml names. */
  readonly places: readonly Place[];
  readonly senses: readonly SenseDescription[];
  /** By the border's id. */
  readonly borders: BorderLines;
  /** Of the countries along them, by ISO code. */
  readonly outlines: BorderLines;
  /** The files of those tables. */
  readonly tables: readonly string[];
  /** Words that nearly every article holds. */
  readonly commonWords: readonly string[];
  readonly overrides: readonly Override[];
  /** What should be mended and yet stops nothing. */
  readonly warnings: readonly Problem[];
  /** A problem at a path inside the entry of a watchlist or a concept. */
  problemIn(kind: "watchlist" | "concept", id: string, path: Path, what: string, remedy: string): Problem;
}
