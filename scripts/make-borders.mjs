// Writes, from Natural Earth 1:10m (public domain) as packed by world-atlas: config/borders.json, the border lines
// Rasid measures distances to, and config/countries.json, the outlines that tell on which side of them a point lies.
//   node scripts/make-borders.mjs [BORDER...]
// Makes anew what the two files hold, and adds each BORDER that is named, such as EG-LY, with its countries. IL has
// lines and no outline: Natural Earth draws the Golan by who holds it, the gazetteer by whose it is.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature, mesh } from "topojson-client";

/** How far an outline may stray from the line where no watched border runs: a kilometre. */
const STRAY_DEGREES = 0.01;
/** Countries that Natural Earth names otherwise than CLDR does. */
const NATURAL_EARTH_NAMES = { TR: "Turkey", CZ: "Czechia", CI: "Côte d'Ivoire" };

const atlas = createRequire(import.meta.url).resolve("world-atlas/countries-10m.json");
const topology = JSON.parse(readFileSync(atlas, "utf8"));
const round = (degrees) => Math.round(degrees * 1e4) / 1e4;
const rounded = (line) => line.map(([lon, lat]) => [round(lon), round(lat)]);
const write = (name, content) =>
  writeFileSync(new URL(`../config/${name}`, import.meta.url), `${JSON.stringify(content)}\n`);

const keysOf = (name) => Object.keys(JSON.parse(readFileSync(new URL(`../config/${name}`, import.meta.url), "utf8")));
const added = process.argv.slice(2);
const pairs = [...new Set([...keysOf("borders.json"), ...added])];
const outlined = new Set([...keysOf("countries.json"), ...added.flatMap((pair) => pair.split("-"))]);
const english = new Intl.DisplayNames("en", { type: "region" });
const idOf = (code) => {
  const name = NATURAL_EARTH_NAMES[code] ?? english.of(code);
  const country = topology.objects.countries.geometries.find(({ properties }) => properties.name === name);
  if (!country) throw new Error(`Natural Earth knows no country ${code} (${name})`);
  return country.id;
};
const ids = new Map(pairs.flatMap((pair) => pair.split("-")).map((code) => [code, idOf(code)]));

const lines = {};
for (const pair of pairs) {
  const codes = pair.split("-").map((code) => ids.get(code));
  const shared = mesh(
    topology,
    topology.objects.countries,
    (a, b) => a !== b && codes.includes(a.id) && codes.includes(b.id),
  );
  lines[pair] = shared.coordinates.map(rounded);
}
write("borders.json", lines);

const onBorder = new Set(Object.values(lines).flat(2).map(String));
const outlines = {};
for (const code of outlined) {
  const id = ids.get(code);
  const country = topology.objects.countries.geometries.find((geometry) => geometry.id === id);
  const { type, coordinates } = feature(topology, country).geometry;
  const rings = (type === "Polygon" ? [coordinates] : coordinates).map(([outer]) => simplified(rounded(outer)));
  // What is left of a rock in the sea is no ring.
  outlines[code] = rings.filter((ring) => ring.length > 3);
}
write("countries.json", outlines);

/** Douglas-Peucker between points of watched borders, which all stay: neighbours go on sharing them. */
function simplified(ring) {
  const kept = [ring[0]];
  let from = 0;
  const middle = Math.floor(ring.length / 2);
  for (let to = 1; to < ring.length; to++) {
    if (to !== middle && to !== ring.length - 1 && !onBorder.has(String(ring[to]))) continue;
    kept.push(...between(ring, from, to), ring[to]);
    from = to;
  }
  return kept;
}

function between(line, from, to) {
  let farthest = from;
  let strays = STRAY_DEGREES;
  for (let i = from + 1; i < to; i++) {
    const away = distance(line[i], line[from], line[to]);
    if (away > strays) [farthest, strays] = [i, away];
  }
  if (farthest === from) return [];
  return [...between(line, from, farthest), line[farthest], ...between(line, farthest, to)];
}

function distance([x, y], [ax, ay], [bx, by]) {
  const length = Math.hypot(bx - ax, by - ay);
  if (length === 0) return Math.hypot(x - ax, y - ay);
  return Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length;
}
