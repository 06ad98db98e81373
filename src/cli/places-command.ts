import { fold } from "../domain/arabic/fold.ts";
import { buildGazetteer } from "../domain/gazetteer/gazetteer.ts";
import type { Commonness } from "../domain/gazetteer/place.ts";
import { isolate } from "../domain/safe-text.ts";
import { print } from "./output.ts";
import { borderOption, settingsOrFail, withGazetteers, withinKmOption } from "./settings-option.ts";

/** Lists what the gazetteer knows, the names that mean most other things first. */
export function placesCommand(
  options: Record<"within" | "format", string> & {
    config?: string;
    border?: string;
    name?: string;
    gazetteer: string[];
  },
): void {
  const withinKm = withinKmOption(options.within);
  const settings = withGazetteers(settingsOrFail(options.config), options.gazetteer);
  const border = options.border === undefined ? undefined : borderOption(options.border, settings);
  const gazetteer = buildGazetteer(settings.places, settings.senses);
  const wanted = options.name === undefined ? undefined : fold(options.name);
  const listed = settings.places.flatMap((place) => {
    const km = border === undefined ? undefined : place.kmToBorder[border];
    if (border !== undefined && (km === undefined || km > withinKm || !border.split("-").includes(place.country)))
      return [];
    if (wanted !== undefined && ![place.name, ...place.aliases].some((name) => fold(name) === wanted)) return [];
    const { id, name, latin, kind, country, lat, lon, aliases } = place;
    const { commonness = "A", readings } = gazetteer.toponyms.get(fold(name)) ?? {};
    // How many things the name can mean, this place included.
    const senses = readings?.filter((reading) => reading.sense === "place" || reading.isListed).length ?? 1;
    return [{ id, name, latin, kind, country, lat, lon, aliases, km, commonness, senses }];
  });
  const sorted = listed.toSorted(
    (a, b) => b.commonness.localeCompare(a.commonness) || b.senses - a.senses || a.id.localeCompare(b.id),
  );
  if (options.format === "json") for (const one of sorted) print(JSON.stringify(one));
  else if (options.format === "geojson") {
    const features = sorted.map(({ lat, lon, ...properties }) => {
      return { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties };
    });
    print(JSON.stringify({ type: "FeatureCollection", features }));
  } else {
    for (const { id, name, kind, country, km, commonness, senses } of sorted) {
      const distance = (km === undefined ? "" : `${km.toFixed(1)} km`).padStart(9);
      const what = `${country}  ${kind.padEnd(9)} ${id.padEnd(34)} ${isolate(name)}`;
      print(`${commonness}  ${String(senses).padStart(2)} senses  ${distance}  ${what}`);
    }
    const of = (letter: Commonness) => sorted.filter(({ commonness }) => commonness === letter).length;
    const tiers = `${of("A")} distinctive, ${of("B")} also another's, ${of("C")} also a word, ${of("D")} very common words`;
    print(`\n${sorted.length} places. Names: ${tiers}.`);
  }
}
