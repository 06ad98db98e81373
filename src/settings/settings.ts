import type { ChannelSettings } from "./channels-file.ts";
import type { FeedSettings } from "./feeds-file.ts";
import type { loadSettings } from "./load-settings.ts";

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
export type Settings = Readonly<ReturnType<typeof loadSettings>>;
