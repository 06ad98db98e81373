import { withLargeGazetteer, wordsThatAreNoPlaces } from "../settings/large-gazetteer.ts";
import type { Settings } from "../settings/settings.ts";
import { BORDERS } from "../settings/watchlist-file.ts";
import { CommandError, EXIT, oneOf } from "./output.ts";

/** The border of a --border, such as SY-IQ. Throws a CommandError that lists them when there is no such border. */
export function borderOption(written: string): string {
  return oneOf(BORDERS, written, "no border");
}

/** The kilometres of a --within, such as 50km. Throws a CommandError when it is no distance. */
export function withinKmOption(written: string): number {
  const found = /^(\d+(?:\.\d+)?)km$/.exec(written);
  if (found) return Number(found[1]);
  throw new CommandError(`--within ${written} is not a distance: write it like 50km`, EXIT.usage);
}

/** The settings with the places of large gazetteers beside the curated ones. */
export function withGazetteers(settings: Settings, files: readonly string[]): Settings {
  const words = wordsThatAreNoPlaces(settings.context, settings.commonWords);
  try {
    return files.reduce((known, file) => withLargeGazetteer(known, file, words), settings);
  } catch (error) {
    throw new CommandError(`--gazetteer: ${(error as Error).message}`);
  }
}
