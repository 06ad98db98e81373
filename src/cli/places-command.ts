import { fold } from "../domain/arabic/fold.ts";
import { isolate } from "../domain/event/safe-text.ts";
import { buildGazetteer } from "../domain/gazetteer/gazetteer.ts";
import type { Commonness, Place } from "../domain/gazetteer/place.ts";
import { print } from "./output.ts";
import { borderOption, settingsOrFail, withGazetteers, withinKmOption } from "./settings-option.ts";

interface Listed {
  readonly place: Place;
  readonly km: number | undefined;
  readonly commonness: Commonness;
  /** How many things the name can mean, this place included. */
  readonly senses: number;
}

/** Lists what the gazetteer knows, the names that mean most other things first. */
export function placesCommand(options: {
  readonly config?: string;
  readonly border?: string;
  readonly within: string;
  readonly name?: string;
  readonly gazetteer: readonly string[];
  readonly format: "table" | "json" | "geojson";
}): void {
  const withinKm = withinKmOption(options.within);
  const border = options.border === undefined ? undefined : borderOption(options.border);
  const settings = withGazetteers(settingsOrFail(options.config), options.gazetteer);
  const gazetteer = buildGazetteer(settings.places, settings.senses);
  const wanted = options.name === undefined ? undefined : fold(options.name);
  const listed = settings.places.flatMap((place): Listed[] => {
    const km = border === undefined ? undefined : place.kmToBorder[border];
    if (border !== undefined && (km === undefined || km > withinKm || !border.split("-").includes(place.country)))
      return [];
    if (wanted !== undefined && ![place.name, ...place.aliases].some((name) => fold(name) === wanted)) return [];
    const toponym = gazetteer.toponyms.get(fold(place.name));
    const senses = toponym?.readings.filter((reading) => reading.sense === "place" || reading.isListed).length ?? 1;
    return [{ place, km, commonness: toponym?.commonness ?? "A", senses }];
  });
  const sorted = listed.toSorted(
    (a, b) => b.commonness.localeCompare(a.commonness) || b.senses - a.senses || a.place.id.localeCompare(b.place.id),
  );
  if (options.format === "json") for (const one of sorted) print(JSON.stringify(facts(one)));
  else if (options.format === "geojson")
    print(JSON.stringify({ type: "FeatureCollection", features: sorted.map(feature) }));
  else printTable(sorted);
}

function facts({ place, km, commonness, senses }: Listed) {
  const { id, name, latin, kind, country, lat, lon, aliases } = place;
  return { id, name, latin, kind, country, lat, lon, aliases, km, commonness, senses };
}

function feature(listed: Listed) {
  const { lat, lon, ...properties } = facts(listed);
  return { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties };
}

function printTable(listed: readonly Listed[]): void {
  for (const { place, km, commonness, senses } of listed) {
    const distance = (km === undefined ? "" : `${km.toFixed(1)} km`).padStart(9);
    const what = `${place.country}  ${place.kind.padEnd(9)} ${place.id.padEnd(34)} ${isolate(place.name)}`;
    print(`${commonness}  ${String(senses).padStart(2)} senses  ${distance}  ${what}`);
  }
  const of = (letter: Commonness) => listed.filter(({ commonness }) => commonness === letter).length;
  print(
    `\n${listed.length} places. Names: ${of("A")} distinctive, ${of("B")} also another's, ${of("C")} also a word, ${of("D")} very common words.`,
  );
}
