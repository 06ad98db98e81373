import { renameSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { gatherPlaces } from "../domain/gazetteer/gather-places.ts";
import { tableOf, wordsThatAreNoPlaces } from "../settings/large-gazetteer.ts";
import { CommandError, complain, print } from "./output.ts";
import { withinKmOption } from "./place-options.ts";
import { readPlaceSources } from "./place-sources.ts";
import { settingsOrFail } from "./settings-option.ts";

const PROGRESS_EVERY_MS = 3000;
const ATTRIBUTION =
  "Place data (c) GeoNames (CC BY 4.0) and Who's On First; borders Natural Earth (public domain).\nhttps://www.geonames.org  https://whosonfirst.org/docs/licenses  https://www.naturalearthdata.com\n";

/** Makes a table of places out of public gazetteers, and tells what it left out and why. */
export async function gazetteerImportCommand(
  files: readonly string[],
  options: { readonly config?: string; readonly out: string; readonly within: string },
): Promise<void> {
  const withinKm = withinKmOption(options.within);
  const { context, commonWords, places: curated, borders } = settingsOrFail(options.config);
  const left = new Map<string, number>();
  const leaveOut = (reason: string) => void left.set(reason, (left.get(reason) ?? 0) + 1);
  let told = Date.now();
  const found = await readPlaceSources(files, leaveOut, (where) => {
    if (Date.now() - told < PROGRESS_EVERY_MS) return;
    told = Date.now();
    complain(`reading ${where}`);
  });
  const words = wordsThatAreNoPlaces(context, commonWords);
  const gathered = gatherPlaces(found, { borders, curated, words, withinKm, leaveOut });
  if (gathered.length > 0) {
    const table = tableOf(gathered);
    writeWhole(options.out, options.out.endsWith(".gz") ? gzipSync(table, { level: 9 }) : table);
    writeWhole(`${options.out}.ATTRIBUTION.txt`, ATTRIBUTION);
  }
  const tiers = gathered.flatMap((one) => one.tiers);
  const of = (letter: string) => tiers.filter((tier) => tier === letter).length;
  print(`${options.out}: ${gathered.length} places`);
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
