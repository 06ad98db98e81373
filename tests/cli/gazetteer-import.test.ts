import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { aSite, rasid } from "../support/run-rasid.ts";

const FIXTURES = join("tests", "cli", "fixtures");
const DUMP = join(FIXTURES, "XX.txt");
const NAMES = join(FIXTURES, "alternateNamesXX.txt");
const WOF = join(FIXTURES, "wof");

interface Row {
  readonly [column: string]: string;
}

function imported(files: readonly string[], ...args: string[]) {
  const out = join(aSite({}), "places.tsv.gz");
  const { status, stdout, stderr } = rasid(["gazetteer", "import", ...files, "--out", out, ...args]);
  const text = existsSync(out) ? gunzipSync(readFileSync(out)).toString("utf8") : "";
  const [header = "", ...lines] = text.split("\n").filter((line) => line !== "");
  const columns = header.split("\t");
  const rows = lines.map((line): Row => Object.fromEntries(line.split("\t").map((cell, i) => [columns[i]!, cell])));
  return { out, status, stdout, stderr, rows, row: (id: string) => rows.find((one) => one.id === id) };
}

const match = (title: string, ...args: string[]) => {
  const { stdout, stderr } = rasid(["match", ...args, "-"], `${JSON.stringify({ id: 1, title })}\n`);
  expect(stderr).toBe("");
  return JSON.parse(stdout);
};

describe("rasid gazetteer import", () => {
  const { out, status, stdout, rows, row } = imported([NAMES, WOF, DUMP]);

  it("counts every record that it leaves out, with the reason", () => {
    expect(status).toBe(0);
    const left = [...stdout.matchAll(/^left out: (\d+) (.+)$/gm)].map(([, count, reason]) => `${count} ${reason}`);
    expect(left.toSorted()).toEqual([
      "1 a feature of no use (SCH)",
      "1 deprecated",
      "1 no Arabic name",
      "1 superseded",
      "2 a province: noted with the places in it",
      "2 farther than 100 km from every border",
      "2 merged into another of its name within 10 km",
    ]);
    const records = readFileSync(DUMP, "utf8").trim().split("\n").length + readdirSync(join(WOF, "173")).length;
    expect(rows.length + 10).toBe(records);
  });

  it("cleans names as the press writes them", () => {
    expect(row("gn:9000002")?.name_ar).toBe("تل كوكب");
    expect(row("gn:9000004")?.name_ar).toBe("المنصورة");
    expect([row("gn:9000007")?.name_ar, row("gn:9000007")?.aliases_ar]).toEqual(["كاني كورد", "كيلو 160 الكردية"]);
  });

  it("makes one place of those of one name within 10 km, the fuller record first, with the names of both", () => {
    expect(row("gn:9000003")).toBeUndefined();
    expect(row("gn:9000002")).toMatchObject({ pop: "1200", aliases_ar: "قرية كوكب" });
    expect([row("gn:9000005")?.name_ar, row("gn:9000006")]).toEqual(["ألبو فهد", undefined]);
  });

  it("takes kinds, provinces, distances and ids from either source", () => {
    expect(row("gn:9000010")).toMatchObject({ kind: "wadi", cc: "SY", admin1: "دير الزور", borders: "SY-IQ:12.93" });
    expect(row("gn:9100002")).toMatchObject({ wikidata: "Q99900002", admin1: "الحسكة", pop: "850", kind: "village" });
    expect(row("wof:1730006")?.kind).toBe("quarter");
    expect(row("wof:1730005")?.kind).toBe("abandoned");
  });

  it("gives every name its noise", () => {
    const tiers = (id: string) => row(id)?.tiers;
    expect(tiers("gn:9000010"), "several words of its own").toBe("A");
    expect(tiers("gn:9000013"), "a place given up").toBe("B");
    expect(tiers("gn:9000008"), "a common word").toBe("C");
    expect(tiers("gn:9000016"), "the name of a city elsewhere, outside the band").toBe("C");
    for (const one of rows) expect(one.tiers?.length).toBe(one.aliases_ar!.split("|").filter(Boolean).length + 1);
  });

  it("writes the same bytes for the same input, and whom to thank beside them", () => {
    const again = imported([DUMP, WOF, NAMES]);
    expect(readFileSync(again.out).equals(readFileSync(out))).toBe(true);
    expect(readFileSync(out).readUInt32LE(4), "the time in the gzip header").toBe(0);
    expect(readFileSync(`${out}.ATTRIBUTION.txt`, "utf8")).toContain(
      "Place data (c) GeoNames (CC BY 4.0) and Who's On First; borders Natural Earth (public domain)",
    );
    expect(readdirSync(join(out, ".."))).toHaveLength(2);
  });

  it("reads gzipped files, and keeps to the distance asked for", () => {
    const folder = aSite({});
    for (const file of [DUMP, NAMES])
      writeFileSync(join(folder, `${file.split("/").at(-1)}.gz`), gzipSync(readFileSync(file)));
    const files = ["XX.txt.gz", "alternateNamesXX.txt.gz"].map((name) => join(folder, name));
    const near = imported(files, "--within", "10km");
    expect(near.rows.map(({ id }) => id)).toEqual(["gn:9000002", "gn:9000005", "gn:9000007", "gn:9000016"]);
  });

  it.each([
    ["a line cut short", "1\t2\t3\n", /broken\.txt:1: not a line of GeoNames, with an id and 19 columns.*download/],
    ["a latitude of words", null, /broken\.txt:2: north, 40\.93 is no latitude and longitude: correct it/],
  ])("tells %s with file, line and remedy, and writes nothing", (_, given, told) => {
    const text = given ?? readFileSync(DUMP, "utf8").replace("34.52", "north");
    const broken = imported([join(aSite({ "broken.txt": text }), "broken.txt"), NAMES]);
    expect([broken.status, existsSync(broken.out)]).toEqual([1, false]);
    expect(broken.stderr).toMatch(told);
  });

  it("tells a cut gzip, a record that is none, a missing file and a dump alone", { timeout: 120_000 }, () => {
    const folder = aSite({ "a.geojson": "{}" });
    writeFileSync(join(folder, "cut.txt.gz"), gzipSync(readFileSync(DUMP)).subarray(0, 200));
    expect(imported([join(folder, "cut.txt.gz")]).stderr).toMatch(/cut\.txt\.gz:\d+: cannot be read: unexpected end/);
    expect(imported([folder]).stderr).toMatch(/a\.geojson:1: not a Who's On First record: .*download it again/);
    expect(imported([join(folder, "none.txt")]).stderr).toMatch(/none\.txt: no such file/);
    expect(imported([DUMP])).toMatchObject({ status: 1, stderr: expect.stringContaining("alternateNamesV2.txt") });
  });

  describe("what is made of its table", () => {
    const band = ["--border", "SY-IQ", "--within", "50km"];
    const withTable = aSite({
      "rasid.yaml": "gazetteer:\n  tables:\n    - tables/places.tsv.gz\n",
      "tables/README": "",
      "watchlists/mine.yaml": "id: mine\ntitle: t\nchannels:\n  - terminal\nplaces:\n  - تل كوكب\n  - id: gn:9000010\n",
    });
    copyFileSync(out, join(withTable, "tables", "places.tsv.gz"));
    const placeIds = (decision: { mentions: { placeId?: string | null }[] }) =>
      decision.mentions.flatMap(({ placeId }) => placeId ?? []);

    it("is found by match, in either spelling", { timeout: 120_000 }, () => {
      expect(placeIds(match("قصف عنيف على تل كوكب", ...band))).toEqual([]);
      for (const name of ["تل كوكب", "تلكوكب"]) {
        const decision = match(`قصف عنيف على ${name} قرب البوكمال`, ...band, "--gazetteer", out);
        expect(placeIds(decision)[0]).toBe("gn:9000002");
        expect(decision.matches).toContainEqual(
          expect.objectContaining({ watchlist: "SY-IQ@50km", decision: "alert" }),
        );
      }
    });

    it("is found by every command once rasid.yaml names it", { timeout: 120_000 }, () => {
      const countOf = (args: string[]) => Number(/(\d+) places/.exec(rasid(["check", ...args]).stdout)![1]);
      expect(countOf(["--config", withTable]) - countOf([])).toBe(9);
      const explained = rasid(["explain", "--config", withTable, "-"], "قصف على وادي الصواب الجنوبي").stdout;
      expect(explained).toMatch(/gn:9000010[\s\S]*alert {2}mine/);
      const places = rasid(["places", "--config", withTable, "--name", "تل كوكب", "--format", "json"]).stdout;
      expect(JSON.parse(places)).toMatchObject({ id: "gn:9000002", lat: 34.52 });
    });

    it("takes a common word for a word, and a single name for a place only where something says so", () => {
      const decision = match("افتتاح مدينة جديدة بحضور الوزير", ...band, "--config", withTable);
      expect([placeIds(decision), decision.matches]).toEqual([[], []]);
    });
  });
});
