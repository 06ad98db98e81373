import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { Resvg } from "@resvg/resvg-js";
import * as geo from "d3-geo";
import { describe, expect, it } from "vitest";
import { loadSettings } from "../../src/app/load-settings.ts";
import type { AlertPlace } from "../../src/domain/alerts/alert.ts";
import { drawMap } from "../../src/map/draw-map.ts";
import { mapPicture } from "../../src/map/map-picture.ts";

const settings = loadSettings({ shipped: "config", site: undefined, environment: {} });
const data = { ...settings, places: new Map(settings.places.map((place) => [place.id, place])) };

function placeOf(id: string): AlertPlace {
  const { name, latin, country, lat, lon, kmToBorder } = data.places.get(id)!;
  const [nearest] = Object.entries(kmToBorder).toSorted((a, b) => a[1] - b[1]);
  return { id, name, latin, country, lat, lon, border: { pair: nearest![0], km: nearest![1] }, because: [] };
}

async function pngOf(place: AlertPlace): Promise<Buffer> {
  const drawn = await mapPicture(place, data, "ar");
  if ("why" in drawn) throw new Error(drawn.why);
  return Buffer.from(drawn.png);
}

/** The pixels of a PNG of 8 bits a channel with alpha, without interlacing (RFC 2083). */
function pixelsOf(png: Buffer) {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  expect([...png.subarray(24, 26)]).toEqual([8, 6]);
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const raw = inflateSync(Buffer.concat(parts));
  const line = width * 4;
  const out = Buffer.alloc(line * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (line + 1)]!;
    for (let i = 0; i < line; i++) {
      const a = i < 4 ? 0 : out[y * line + i - 4]!;
      const b = y === 0 ? 0 : out[(y - 1) * line + i]!;
      const c = i < 4 || y === 0 ? 0 : out[(y - 1) * line + i - 4]!;
      const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
      const paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
      const predicted = [0, a, b, (a + b) >> 1, paeth][filter]!;
      out[y * line + i] = raw[y * (line + 1) + 1 + i]! + predicted;
    }
  }
  return { width, height, at: (x: number, y: number) => out.readUInt32BE((y * width + x) * 4) >>> 8 };
}

const RED = 0xb3261e;
const fonts = ["400Regular/NotoNaskhArabic_400Regular.ttf", "700Bold/NotoNaskhArabic_700Bold.ttf"].map((name) =>
  createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-naskh-arabic/${name}`),
);

type Box = readonly [number, number, number, number];

function measure(element: string): Box {
  const sheet = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-300 -50 600 100">${element}</svg>`;
  const { x, y, width, height } = new Resvg(sheet, {
    font: { loadSystemFonts: false, fontFiles: fonts },
  }).getBBox()!;
  return [x, y, x + width, y + height];
}

describe("the map of a place", () => {
  it("is a picture of two pixels for one in which the place's name is written, not only dotted", async () => {
    const { width, height, at } = pixelsOf(await pngOf(placeOf("sy-iq/al-waar")));
    expect([width, height]).toEqual([1200, 848]);
    let dot = 0;
    let letters = 0;
    for (let y = 0; y < 800; y++)
      for (let x = 0; x < width; x++) {
        if (at(x, y) !== RED) continue;
        if (Math.hypot(x - 600, y - 400) < 16) dot++;
        else letters++;
      }
    expect(dot).toBeGreaterThan(300);
    expect(letters).toBeGreaterThan(600);
  });

  it("writes Arabic that is joined: the letters apart are wider", () => {
    const width = (text: string) => {
      const [left, , right] = measure(`<text font-family="Noto Naskh Arabic" font-size="20">${text}</text>`);
      return right - left;
    };
    expect(width("سنجار")).toBeLessThan(0.8 * width([..."سنجار"].join("\u200c")));
  });

  it("has the same bytes for the same place", async () => {
    const place = placeOf("sy-iq/abu-kamal");
    expect((await pngOf(place)).equals(await pngOf(place))).toBe(true);
  });

  it.each(
    ["sy-iq/al-waar", "sy-iq/abu-kamal", "sy-lb/arsal", "iq-ir/khanaqin", "iq-kw/safwan", "sy-tr/jarabulus"].flatMap(
      (id) => [[id, "ar"] as const, [id, "en"] as const],
    ),
  )("around %s (%s) has no label over another or over a dot, and all on the map", (id, language) => {
    const place = placeOf(id);
    const [onMap] = drawMap(place, data, language, geo, measure).split('<rect y="400"') as [string, string];
    const labels = [...onMap.matchAll(/<g transform="translate\((\S+) (\S+)\)">(.*?)<\/g>/g)].map(
      ([, x, y, element]) => {
        const [left, top, right, bottom] = measure(element!);
        return { element, box: [left + Number(x), top + Number(y), right + Number(x), bottom + Number(y)] as const };
      },
    );
    const dots = [...onMap.matchAll(/<circle cx="(\S+)" cy="(\S+)" r="(\S+)"/g)].map(([, x, y, r]) => ({
      element: "dot",
      box: [Number(x) - Number(r), Number(y) - Number(r), Number(x) + Number(r), Number(y) + Number(r)] as const,
    }));
    const overlap = (a: Box, b: Box) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
    const all = [...labels, ...dots];
    const clashes = all.flatMap((one, i) =>
      all.slice(i + 1).flatMap((other) => (overlap(one.box, other.box) ? [[one.element, other.element]] : [])),
    );
    expect(clashes).toEqual([]);
    expect(labels.filter(({ box }) => box[0] < 0 || box[1] < 0 || box[2] > 600 || box[3] > 400)).toEqual([]);
    const texts = labels.map(({ element }) => element).join("\n");
    expect(texts).toContain(place.name);
    expect(dots.length).toBeGreaterThan(4);
    expect(dots.length).toBeLessThanOrEqual(13);
    const countries = new Intl.DisplayNames([language], { type: "region" });
    for (const code of place.border!.pair.split("-")) expect(texts).toContain(countries.of(code));
    expect(texts).toMatch(/>\u2068\d+ (كم|km)\u2069</);
  });

  it("takes names for what they are: text", async () => {
    const png = await pngOf({ ...placeOf("sy-iq/al-waar"), name: 'الوعر <image href="file:///etc/passwd"/> & "x"' });
    expect(png.length).toBeGreaterThan(10_000);
  });

  it("is none without a font, and says so", async () => {
    expect(await mapPicture(placeOf("sy-iq/al-waar"), data, "ar", [])).toEqual({ why: "no font draws the labels" });
  });

  it("is none where the optional libraries are missing, and says which", () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "rasid-map-"));
    cpSync("dist/src", join(elsewhere, "src"), { recursive: true });
    writeFileSync(join(elsewhere, "package.json"), '{"type":"module"}');
    const program = `import { mapPicture } from "./src/map/map-picture.js"; console.log(JSON.stringify(await mapPicture(${JSON.stringify(placeOf("sy-iq/al-waar"))}, {}, "ar")));`;
    writeFileSync(join(elsewhere, "draw.js"), program);
    const { why } = JSON.parse(execFileSync(process.execPath, [join(elsewhere, "draw.js")], { encoding: "utf8" }));
    expect(why).toMatch(/Cannot find package '(@resvg\/resvg-js|d3-geo)'/);
  });
});

it("the font's licence comes with it", () => {
  const licence = createRequire(import.meta.url).resolve("@expo-google-fonts/noto-naskh-arabic/LICENSE_FONT");
  expect(readFileSync(licence, "utf8")).toContain("SIL OPEN FONT LICENSE");
});
