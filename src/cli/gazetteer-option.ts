import { withLargeGazetteer, wordsThatAreNoPlaces } from "../settings/large-gazetteer.ts";
import type { Settings } from "../settings/settings.ts";
import { CommandError } from "./exit-codes.ts";

/** The settings with the places of large gazetteers beside the curated ones. */
export function withGazetteers(settings: Settings, files: readonly string[]): Settings {
  const words = wordsThatAreNoPlaces(settings.context, settings.commonWords);
  try {
    return files.reduce((known, file) => withLargeGazetteer(known, file, words), settings);
  } catch (error) {
    throw new CommandError(`--gazetteer: ${(error as Error).message}`);
  }
}
