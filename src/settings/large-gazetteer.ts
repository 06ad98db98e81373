import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { fold } from "../domain/arabic/fold.ts";
import { kmBetween } from "../domain/gazetteer/border-distance.ts";
import type { SenseDescription } from "../domain/gazetteer/gazetteer.ts";
import type { Place } from "../domain/gazetteer/place.ts";

/** Places of a large gazetteer, with the names that need more than a mention to be believed. */
export interface LargeGazetteer {
  readonly places: Place[];
  readonly senses: SenseDescription[];
}

const COLUMNS = [
  "id",
  "cc",
  "kind",
  "lat",
  "lon",
  "pop",
  "name_ar",
  "aliases_ar",
  "name_latn",
  "admin1",
  "wikidata",
  "borders",
] as const;
const SAME_PLACE_KM = 10;
const SHORTEST_NAME = 3;
const MAX_BYTES = 300_000_000;

/**
 * Reads a tab-separated table of places, plain or gzipped (docs/configuration.md has its columns). What the curated
 * places already hold, within 10 km under the same name, is left out. A name of one word counts as a common word that
 * is also a place: it takes a strong word beside it to be one. Names of countries and the like are left out. Throws with the file and line of a broken row.
 */
export function readLargeGazetteer(file: string, curated: readonly Place[], common: readonly string[]): LargeGazetteer {
  if (!existsSync(file)) throw new Error(`${file}: no such file`);
  const bytes = readFileSync(file);
  const text = (file.endsWith(".gz") ? gunzipSync(bytes, { maxOutputLength: MAX_BYTES }) : bytes).toString("utf8");
  const [header = "", ...lines] = text.split("\n");
  if (header.trimEnd() !== COLUMNS.join("\t"))
    throw new Error(`${file}:1: not a table of places: its columns have to be ${COLUMNS.join(", ")}`);

  const curatedByName = new Map<string, Place[]>();
  for (const place of curated)
    for (const name of [place.name, ...place.aliases]) append(curatedByName, fold(name), place);
  const unsafe = new Set(common.map(fold));
  const places: Place[] = [];
  const doubtful = new Map<string, Place[]>();
  for (const [i, line] of lines.entries()) {
    if (line === "") continue;
    const place = placeOf(line, `${file}:${i + 2}`);
    const names = [place.name, ...place.aliases].filter(
      (name) => isUsable(name, unsafe) && !isCurated(name, place, curatedByName),
    );
    const [name, ...aliases] = names;
    if (name === undefined) continue;
    const kept = { ...place, name, aliases };
    places.push(kept);
    for (const one of names) if (!one.includes(" ") && !curatedByName.has(fold(one))) append(doubtful, fold(one), kept);
  }
  const senses = [...doubtful].map(([name, named]) => ({
    name,
    commonness: "D" as const,
    readings: [...named.map(({ id }) => ({ place: id })), { word: "an ordinary word" }],
  }));
  return { places, senses };
}

function placeOf(line: string, where: string): Place {
  const [
    id = "",
    country = "",
    kind = "",
    lat,
    lon,
    population,
    name = "",
    aliases = "",
    latin = "",
    province,
    ,
    borders = "",
  ] = line.split("\t");
  const point = { lat: Number(lat), lon: Number(lon) };
  if (id === "" || name === "" || !Number.isFinite(point.lat) || !Number.isFinite(point.lon))
    throw new Error(`${where}: a place needs id, lat, lon and name_ar`);
  const kmToBorder = Object.fromEntries(
    borders.split(" ").flatMap((text) => {
      const [pair, km] = text.split(":");
      return pair && km ? [[pair, Number(km)] as const] : [];
    }),
  );
  return {
    id,
    name,
    latin: latin || name,
    kind: kind === "locality" || kind.startsWith("PPL") ? "village" : kind,
    country,
    ...point,
    province: province || undefined,
    population: Number(population) || undefined,
    isUncurated: true,
    aliases: aliases.split("|").filter((alias) => alias !== ""),
    neighbours: [],
    kmToBorder,
  };
}

function isUsable(name: string, unsafe: ReadonlySet<string>): boolean {
  const folded = fold(name);
  return folded.length > SHORTEST_NAME && !unsafe.has(folded) && !unsafe.has(folded.replace(/^\u0627\u0644/, ""));
}

function isCurated(name: string, place: Place, curated: ReadonlyMap<string, readonly Place[]>): boolean {
  return (curated.get(fold(name)) ?? []).some(
    (known) => kmBetween(known.lat, known.lon, place.lat, place.lon) <= SAME_PLACE_KM,
  );
}

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
