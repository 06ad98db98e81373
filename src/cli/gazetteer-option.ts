import { fold } from "../domain/arabic/fold.ts";
import { readLargeGazetteer } from "../settings/large-gazetteer.ts";
import type { Settings } from "../settings/settings.ts";
import { CommandError } from "./exit-codes.ts";

/** The settings with the places of large gazetteers beside the curated ones. */
export function withGazetteers(settings: Settings, files: readonly string[]): Settings {
  let { places, senses } = settings;
  const { heads, weakHeads, organisations, givenNames, sportWords, eventWords, countries } = settings.context;
  const notPlaces = [
    ...settings.commonWords,
    ...heads.map(({ noun }) => noun),
    ...[weakHeads, organisations, givenNames, sportWords, eventWords].flat(),
    ...countries.flatMap(({ names, adjectives }) => [...names, ...adjectives]),
  ];
  for (const file of files) {
    try {
      const large = readLargeGazetteer(file, places, notPlaces);
      places = [...places, ...large.places];
      const described = new Set(senses.map(({ name }) => fold(name)));
      senses = [...senses, ...large.senses.filter(({ name }) => !described.has(name))];
    } catch (error) {
      throw new CommandError(`--gazetteer: ${(error as Error).message}`);
    }
  }
  return { ...settings, places, senses };
}
