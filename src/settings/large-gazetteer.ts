import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { fold } from "../domain/arabic/fold.ts";
import type { ContextDescription } from "../domain/gazetteer/context.ts";
import {
  type GatheredPlace,
  isSamePlace,
  type NoiseTier,
  noiseJudge,
  placesByName,
} from "../domain/gazetteer/gather-places.ts";
import type { SenseDescription } from "../domain/gazetteer/gazetteer.ts";
import type { Place } from "../domain/gazetteer/place.ts";

/** What is known of places and their names, as the curated gazetteer or a larger one tells it. */
export type KnownPlaces = Readonly<{ places: readonly Place[]; senses: readonly SenseDescription[] }>;

const COLUMNS = "id cc kind lat lon pop name_ar aliases_ar name_latn admin1 wikidata borders".split(" ");
/** One letter for each name: name_ar, then aliases_ar. Tables of other makers do without. */
const TIERS = "tiers";
const MAX_BYTES = 300_000_000;

/**
 * Lays a tab-separated table of places, plain or gzipped (docs/configuration.md has its columns), beside what is known,
 * which wins: within 10 km under the same name the table's place is left out, and a name with senses keeps them. A name
 * of tier C is left out, one of tier B takes a strong word beside it to be believed; a table without tiers is judged
 * here. `words` are no names of places by themselves; `onBytes` gets what was read. Throws with the file and line of a
 * broken row.
 */
export function withLargeGazetteer<Known extends KnownPlaces>(
  known: Known,
  file: string,
  words: readonly string[],
  onBytes: (bytes: Buffer) => void = () => undefined,
): Known {
  const rows = readTable(file, onBytes);
  const byName = placesByName(known.places);
  const noiseOf = noiseJudge(words, [...known.places, ...rows.map(({ place }) => place)]);
  const described = new Set(known.senses.map(({ name }) => fold(name)));
  const places: Place[] = [];
  const doubtful = new Map<string, Place[]>();
  for (const { place, tiers } of rows) {
    const usable = [place.name, ...place.aliases].flatMap((written, i) => {
      const tier = tiers[i] ?? noiseOf(written, place);
      const isKnown = byName.get(fold(written))?.some((other) => isSamePlace(other, place));
      return tier === "C" || isKnown ? [] : [{ written, tier }];
    });
    if (usable.length === 0) continue;
    const [name, ...aliases] = usable.map(({ written }) => written) as [string, ...string[]];
    const kept = { ...place, name, aliases };
    places.push(kept);
    for (const folded of usable.flatMap(({ written, tier }) => (tier === "A" ? [] : [fold(written)])))
      if (!byName.has(folded) && !described.has(folded)) doubtful.set(folded, [...(doubtful.get(folded) ?? []), kept]);
  }
  const senses = [...doubtful].map(([name, named]) => ({
    name,
    commonness: "D" as const,
    readings: [...named.map(({ id }) => ({ place: id })), { word: "an ordinary word, or another name" }],
  }));
  return { ...known, places: [...known.places, ...places], senses: [...known.senses, ...senses] };
}

/** The words that a name of a place must not be without a sense of its own: common words and those of the context. */
export function wordsThatAreNoPlaces(context: ContextDescription, commonWords: readonly string[]): string[] {
  const { heads, weakHeads, organisations, beforePerson, givenNames, sportWords, eventWords, countries } = context;
  const ofCountries = countries.flatMap(({ names, adjectives }) => [...names, ...adjectives]);
  const nouns = heads.map(({ noun }) => noun);
  return [
    commonWords,
    nouns,
    weakHeads,
    organisations,
    beforePerson,
    givenNames,
    sportWords,
    eventWords,
    ofCountries,
  ].flat();
}

/** Places as the text of a table with tiers. */
export function tableOf(gathered: readonly GatheredPlace[]): string {
  const rows = gathered.map(({ place, tiers }) => {
    const { id, country, kind, lat, lon, population, name, aliases, latin, province, wikidata, kmToBorder } = place;
    const borders = Object.entries(kmToBorder).map(([pair, km]) => `${pair}:${km}`);
    const cells = [id, country, kind, lat, lon, population, name, aliases.join("|"), latin, province, wikidata];
    return [...cells, borders.join(" "), tiers.join("")].map((cell) => String(cell ?? "").replace(/\s/g, " "));
  });
  return [[...COLUMNS, TIERS], ...rows].map((cells) => `${cells.join("\t")}\n`).join("");
}

function readTable(file: string, onBytes: (bytes: Buffer) => void): GatheredPlace[] {
  let text: string;
  try {
    const bytes = readFileSync(file);
    onBytes(bytes);
    text = (file.endsWith(".gz") ? gunzipSync(bytes, { maxOutputLength: MAX_BYTES }) : bytes).toString("utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(code === "ENOENT" ? `${file}: no such file` : `${file}: cannot be read: ${message}`);
  }
  const [header = "", ...lines] = text.split("\n");
  if (header.trimEnd().replace(`\t${TIERS}`, "") !== COLUMNS.join("\t"))
    throw new Error(`${file}:1: not a table of places: its columns have to be ${COLUMNS.join(", ")}`);
  return lines.flatMap((line, i) => (line === "" ? [] : gatheredPlaceOf(line, `${file}:${i + 2}`)));
}

function gatheredPlaceOf(line: string, where: string): GatheredPlace {
  const cells = line.trimEnd().split("\t");
  const [id = "", country = "", kind = "", lat, lon, population, name = "", aliases = "", latin = ""] = cells;
  const [province, wikidata, borders = "", tiers = ""] = cells.slice(9);
  const point = { lat: Number(lat), lon: Number(lon) };
  if (id === "" || name === "" || !Number.isFinite(point.lat) || !Number.isFinite(point.lon))
    throw new Error(`${where}: a place needs id, lat, lon and name_ar`);
  const others = aliases.split("|").filter(Boolean);
  if (tiers !== "" && !(/^[ABC]+$/.test(tiers) && tiers.length === others.length + 1))
    throw new Error(`${where}: ${TIERS} has to hold one letter A, B or C for each of the ${others.length + 1} names`);
  const distances = [...borders.matchAll(/([^ :]+):([^ :]+)/g)].map(([, pair, km]) => [pair, Number(km)]);
  const place: Place = {
    id,
    name,
    latin: latin || name,
    kind: kind === "locality" || kind.startsWith("PPL") ? "village" : kind,
    country,
    ...point,
    province: province || undefined,
    population: Number(population) || undefined,
    isUncurated: true,
    wikidata: wikidata || undefined,
    aliases: others,
    neighbours: [],
    kmToBorder: Object.fromEntries(distances),
  };
  return { place, tiers: [...tiers] as NoiseTier[] };
}
