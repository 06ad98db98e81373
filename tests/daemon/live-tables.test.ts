import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { followConfiguration } from "../../src/app/live-configuration.ts";
import { loadSettings } from "../../src/app/load-settings.ts";
import { problemLine } from "../../src/settings/problem.ts";
import { rulebookOf } from "../../src/settings/rulebook-of.ts";
import { eventually } from "../support/eventually.ts";
import { aDataDir, aSite } from "../support/run-rasid.ts";

const COLUMNS = "id cc kind lat lon pop name_ar aliases_ar name_latn admin1 wikidata borders".replaceAll(" ", "\t");
const table = (lat: string) =>
  `${COLUMNS}\ngn:1\tSY\tvillage\t${lat}\t40.9\t\tتل التجربة الشرقي\t\tTall\t\t\tSY-IQ:10\n`;

it("a table outside the folders is followed: a broken one is refused and what runs goes on", {
  timeout: 60_000,
}, async () => {
  const file = join(aDataDir(), "places.tsv");
  writeFileSync(file, table("34.5"));
  const site = aSite({ "rasid.yaml": `gazetteer:\n  tables:\n    - ${file}\n` });
  const load = () => {
    const settings = loadSettings({ shipped: "config", site, environment: {} });
    return { settings, rulebook: rulebookOf(settings) };
  };
  const live = followConfiguration(load(), {
    folders: ["config", site],
    reloadOnHangUp: false,
    load,
    onRefused: async () => undefined,
    onAccepted: async () => undefined,
    onTrouble: (error) => expect.unreachable(error.message),
  });
  const lat = () => live.current().rulebook.gazetteer.places.get("gn:1")?.lat;
  expect(lat()).toBe(34.5);

  writeFileSync(file, table("north"));
  const told = await eventually(() => live.refused().map(problemLine).join(), Boolean);
  expect(told).toContain(`rasid.yaml:3:7: ${file}:2: a place needs id, lat, lon and name_ar`);
  expect(lat()).toBe(34.5);

  writeFileSync(file, table("34.6"));
  await eventually(lat, (now) => now === 34.6);
  expect(live.refused()).toEqual([]);
  await live.close(1000);
});
