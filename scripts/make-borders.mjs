// Writes config/borders.json: the border lines Rasid measures distances to, from Natural Earth 1:10m (public domain)
// as packed by world-atlas. Run after changing the pairs: node scripts/make-borders.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { mesh } from "topojson-client";

/** ISO 3166 numeric codes, as world-atlas names countries. */
const NUMERIC = { SY: "760", IQ: "368", TR: "792", JO: "400", LB: "422", IR: "364", SA: "682", KW: "414", IL: "376" };
const PAIRS = ["SY-IQ", "SY-TR", "SY-JO", "SY-LB", "IQ-IR", "IQ-TR", "IQ-SA", "IQ-JO", "IQ-KW", "SY-IL", "LB-IL"];

const atlas = createRequire(import.meta.url).resolve("world-atlas/countries-10m.json");
const topology = JSON.parse(readFileSync(atlas, "utf8"));
const round = (degrees) => Math.round(degrees * 1e4) / 1e4;

const lines = {};
for (const pair of PAIRS) {
  const codes = pair.split("-").map((code) => NUMERIC[code]);
  const shared = mesh(
    topology,
    topology.objects.countries,
    (a, b) => a !== b && codes.includes(a.id) && codes.includes(b.id),
  );
  lines[pair] = shared.coordinates.map((line) => line.map(([lon, lat]) => [round(lon), round(lat)]));
}
writeFileSync(new URL("../config/borders.json", import.meta.url), `${JSON.stringify(lines)}\n`);
