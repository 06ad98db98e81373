import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { gatherPlaces } from "../domain/gazetteer/gather-places.ts";
import { pressSpelling } from "../domain/gazetteer/name-variants.ts";
import type { Place } from "../domain/gazetteer/place.ts";
import { tableOf, wordsThatAreNoPlaces } from "../settings/large-gazetteer.ts";
import { CommandError, complain, print } from "./output.ts";
import { readLines } from "./read-lines.ts";
import { settingsOrFail, withinKmOption } from "./settings-option.ts";

const PROGRESS_EVERY_MS = 3000;
const ATTRIBUTION =
  "Place data (c) GeoNames (CC BY 4.0) and Who's On First; borders Natural Earth (public domain).\nhttps://www.geonames.org  https://whosonfirst.org/docs/licenses  https://www.naturalearthdata.com\n";

/** Our kinds of place, each with the feature codes of GeoNames and the placetypes of Who's On First that are it. */
const KINDS = `province ADM1 region, city PPLC PPLA, town PPLA2 PPLA3, abandoned PPLH PPLQ PPLW, quarter PPLX neighbourhood,
  village PPL PPLA4 PPLA5 PPLF PPLG PPLL PPLS STLMT locality, crossing PSTB CSTM, base MILB INSM AIRB, camp CMPRF,
  station RSTN PMPO, oil-field OILF, dam DAM, lake LK RSV, island ISL, wadi WAD, mountain MT MTS, well WLL`;
const KIND_OF = new Map(
  KINDS.split(/,\s+/).flatMap((line) => {
    const [kind = "", ...codes] = line.split(" ");
    return codes.map((code) => [code, kind] as const);
  }),
);
const NOT_GEONAMES =
  "not a line of GeoNames, with an id and 19 columns, or 10 for alternate names: unzip it, or download it again";

/** Makes a table of places out of public gazetteers, and tells what it left out and why. */
export async function gazetteerImportCommand(
  files: readonly string[],
  { config, out, within }: { config?: string; out: string; within: string },
): Promise<void> {
  const withinKm = withinKmOption(within);
  const { context, commonWords, places: curated, borders } = settingsOrFail(config);
  const left = new Map<string, number>();
  const leaveOut = (reason: string) => void left.set(reason, (left.get(reason) ?? 0) + 1);
  let told = Date.now();
  const found = await readPlaceSources(files, leaveOut, (where) => {
    if (Date.now() - told < PROGRESS_EVERY_MS) return;
    told = Date.now();
    complain(`reading ${where}`);
  });
  const words = wordsThatAreNoPlaces(context, commonWords);
  const gathered = gatherPlaces(found, { borders, curated, words, withinKm }, leaveOut);
  if (gathered.length > 0) {
    const table = tableOf(gathered);
    writeWhole(out, out.endsWith(".gz") ? gzipSync(table, { level: 9 }) : table);
    writeWhole(`${out}.ATTRIBUTION.txt`, ATTRIBUTION);
  }
  const of = (letter: string) => gathered.flatMap(({ tiers }) => tiers).filter((tier) => tier === letter).length;
  print(`${out}: ${gathered.length} places`);
  print(`names: A ${of("A")} fire alone, B ${of("B")} take a strong word beside them, C ${of("C")} are not looked for`);
  for (const [reason, count] of [...left].toSorted((a, b) => b[1] - a[1])) print(`left out: ${count} ${reason}`);
  const empty = "no place is left, and nothing was written: a dump needs its alternateNamesV2.txt beside it";
  if (gathered.length === 0) throw new CommandError(empty);
}

/** A reader sees the old file or the new one, never half of it. */
function writeWhole(file: string, content: string | Buffer): void {
  try {
    writeFileSync(`${file}.part`, content);
    renameSync(`${file}.part`, file);
  } catch (error) {
    throw new CommandError(`${file}: cannot be written: ${(error as Error).message}: give another --out`);
  }
}

/** A place as a source tells it: all its names are aliases, as the press spells them or empty; its province is a key. */
type Told = Place & { readonly aliases: string[] };
const UNTOLD = { name: "", neighbours: [], kmToBorder: {} };

/**
 * The places with an Arabic name of GeoNames dumps, their alternate names, and Who's On First records or folders of
 * them, in any order. Told of each record that is left out, and of lines as they are read. A CommandError names the file
 * and line that is none of these.
 */
async function readPlaceSources(
  paths: readonly string[],
  leaveOut: (reason: string) => void,
  onLine: (where: string) => void,
): Promise<Place[]> {
  const told = new Map<string, Told>();
  const keep = (one: Told | string) => {
    if (typeof one === "string") leaveOut(one);
    else told.set(one.id, { ...one, aliases: [...(told.get(one.id)?.aliases ?? []), ...one.aliases] });
  };
  const alternates: string[] = [];
  for (const file of paths.flatMap(filesIn)) {
    if (file.endsWith(".geojson")) keep(wofPlace(file));
    else
      for await (const { line, number } of readLines(file)) {
        const cells = line.split("\t");
        const where = `${file}:${number}`;
        onLine(where);
        if (number === 1 && (cells.length === 8 || cells.length === 10)) {
          alternates.push(file);
          break;
        }
        if (cells.length !== 19 || !/^\d+$/.test(cells[0]!)) throw new CommandError(`${where}: ${NOT_GEONAMES}`);
        keep(geoNamesPlace(cells, where));
      }
  }
  for (const file of alternates) {
    for await (const { line, number } of readLines(file)) {
      onLine(`${file}:${number}`);
      // Most lines are of other languages; they need not be taken apart.
      if (!line.includes("\tar\t")) continue;
      const [, id, language, name, isPreferred, , , isHistoric] = line.split("\t");
      if (isHistoric === undefined || name === undefined)
        throw new CommandError(`${file}:${number}: fewer than 8 columns: download the file again`);
      const names = language !== "ar" || isHistoric === "1" ? undefined : told.get(`gn:${id}`)?.aliases;
      if (isPreferred === "1") names?.unshift(pressSpelling(name));
      else names?.push(pressSpelling(name));
    }
  }
  const spelt = [...told.values()].map((place) => {
    const [name = "", ...aliases] = new Set(place.aliases.filter(Boolean));
    return { ...place, name, aliases };
  });
  const named = spelt.filter(({ kind, name }) => kind === "province" && name !== "");
  const provinces = new Map(named.map(({ province, name }) => [province, name.replace(/^محافظة /, "")]));
  return spelt.flatMap((place) => {
    if (place.kind === "province") leaveOut("a province: noted with the places in it");
    else if (place.name === "") leaveOut("no Arabic name");
    else return [{ ...place, province: provinces.get(place.province) }];
    return [];
  });
}

function geoNamesPlace(cells: readonly string[], where: string): Told | string {
  const [id, name = "", , , lat, lon, , code = "", country = "", , admin1, , , , people] = cells;
  const kind = KIND_OF.get(code);
  if (kind === undefined) return `a feature of no use (${code || "no code"})`;
  // A copy: what is cut out of a line keeps the whole piece of the file in memory.
  const latin = [...name].join("");
  const facts = { id: `gn:${id}`, latin, kind, country, population: Number(people) || undefined };
  return { ...UNTOLD, ...facts, ...pointOf(lat, lon, where), province: `${country}.${admin1}`, aliases: [] };
}

/** For the names of the properties see https://whosonfirst.org/docs/properties. */
function wofPlace(file: string): Told | string {
  let given: Record<string, unknown>;
  try {
    given = JSON.parse(readFileSync(file, "utf8")).properties;
    if (!given["wof:id"]) throw new Error("it has no wof:id");
  } catch (error) {
    throw new CommandError(`${file}:1: not a Who's On First record: ${(error as Error).message}: download it again`);
  }
  const list = (key: string) => [given[key] ?? []].flat().map(String);
  if (list("wof:superseded_by").length > 0) return "superseded";
  if (list("edtf:deprecated").some((date) => date !== "" && date !== "uuuu")) return "deprecated";
  const [placetype = "", code = ""] = [...list("wof:placetype"), ...list("gn:feature_code")];
  const kind = KIND_OF.has(placetype) ? (KIND_OF.get(code) ?? KIND_OF.get(placetype)) : undefined;
  if (kind === undefined) return `a feature of no use (${placetype})`;
  const { "gn:id": geoNamesId = given["gn:geonameid"], "wd:id": wikidata } = Object(given["wof:concordances"]);
  return {
    ...UNTOLD,
    id: geoNamesId ? `gn:${geoNamesId}` : `wof:${given["wof:id"]}`,
    latin: list("name:eng_x_preferred")[0] ?? String(given["wof:name"] ?? ""),
    kind: given["mz:is_current"] === 0 ? "abandoned" : kind,
    country: String(given["wof:country"] ?? ""),
    ...pointOf(given["geom:latitude"], given["geom:longitude"], `${file}:1`),
    population: Number(given["gn:population"] ?? given["wof:population"]) || undefined,
    wikidata,
    province: String(Object(given["wof:hierarchy"])[0]?.region_id),
    aliases: [...list("name:ara_x_preferred"), ...list("name:ara_x_variant")].map(pressSpelling),
  };
}

function pointOf(givenLat: unknown, givenLon: unknown, where: string): { lat: number; lon: number } {
  const [lat, lon] = [Number.parseFloat(String(givenLat)), Number.parseFloat(String(givenLon))];
  if (Math.abs(lat) <= 90 && Math.abs(lon) <= 180) return { lat, lon };
  throw new CommandError(`${where}: ${givenLat}, ${givenLon} is no latitude and longitude: correct it, or remove it`);
}

function filesIn(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new CommandError(`${path}: no such file: correct its name`);
  if (!stat.isDirectory()) return [path];
  const names = readdirSync(path, { recursive: true }).map(String).toSorted();
  return names.flatMap((name) => (name.endsWith(".geojson") ? [join(path, name)] : []));
}
