import type { StoryWeights } from "../domain/event/story.ts";
import type { BorderLines } from "../domain/gazetteer/border-distance.ts";
import type { ContextDescription } from "../domain/gazetteer/context.ts";
import type { SenseDescription } from "../domain/gazetteer/gazetteer.ts";
import type { Place } from "../domain/gazetteer/place.ts";
import type { SenseWeights } from "../domain/gazetteer/sense-features.ts";
import type { RelevanceDescription } from "../domain/matcher/relevance.ts";
import type { Actor, Concept, Watchlist } from "../domain/matcher/watchlist.ts";
import type { ChannelSettings } from "./channels-file.ts";
import type { FeedSettings } from "./feeds-file.ts";
import type { Override } from "./layers.ts";
import type { Problem } from "./problem.ts";
import type { RasidSettings } from "./rasid-file.ts";

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
  /** Those that are off included. */
  readonly feeds: readonly ConfiguredFeed[];
  /** Only those that are on. */
  readonly channels: readonly ConfiguredChannel[];
  readonly watchlists: readonly Watchlist[];
  /** Curated ones and those of the tables that rasid.yaml names. */
  readonly places: readonly Place[];
  readonly senses: readonly SenseDescription[];
  readonly borders: BorderLines;
  /** Of the countries along them, by ISO code. */
  readonly outlines: BorderLines;
  /** The files of those tables. */
  readonly tables: readonly string[];
  readonly context: ContextDescription;
  readonly weights: { readonly senses: SenseWeights; readonly stories: StoryWeights };
  readonly concepts: readonly Concept[];
  readonly actors: readonly Actor[];
  readonly relevance: RelevanceDescription;
  /** Words that nearly every article holds. */
  readonly commonWords: readonly string[];
  readonly overrides: readonly Override[];
  /** What should be mended and yet stops nothing. */
  readonly warnings: readonly Problem[];
  /** A problem at a path inside a watchlist's own file. */
  problemInWatchlist(id: string, path: readonly (string | number)[], what: string, remedy: string): Problem;
}
