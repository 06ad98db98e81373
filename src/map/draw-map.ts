import type { GeoGeometryObjects } from "d3-geo";
import type { AlertPlace } from "../domain/alerts/alert.ts";
import { type BorderLines, countryAt, type LonLat } from "../domain/gazetteer/border-distance.ts";
import type { Place } from "../domain/gazetteer/place.ts";
import { labelsIn } from "../domain/language/labels.ts";
import type { Language } from "../domain/language/language.ts";
import { cleanLine, isolate, shorten } from "../domain/safe-text.ts";
import { type Box, boxAround, labelRoom, type Point } from "./label-room.ts";

/** What maps are drawn from; outlines of countries by ISO code. */
export type MapData = Readonly<{ places: ReadonlyMap<string, Place>; borders: BorderLines; outlines: BorderLines }>;

/** Pixels of an email: the map, and below it a line that says what its borders are worth. */
const [WIDTH, MAP_HEIGHT, HEIGHT] = [600, 400, 424] as const;
/** From the place to the upper and lower edge, unless the border is farther. */
const EDGE_KM = 65;
const EARTH_KM = 6371;
const NEIGHBOURS = 12;
const [RED, INK, GREY, BORDER] = ["#b3261e", "#22262a", "#5b6065", "#6a1b5a"] as const;
/** A number of people, for places whose people nobody counted; others are taken for villages. */
const KNOWN_AS: Readonly<Record<string, number>> = { city: 1e5, crossing: 5e4, base: 1e4, station: 1e4, town: 1e4 };
/** A point says little about where these are. */
const TOO_WIDE = new Set(["province", "district", "area", "road"]);

/** The surroundings of a place as SVG; what finds no room is left out. `measure`: the box of an SVG element. */
export function drawMap(
  place: AlertPlace,
  { places, borders, outlines }: MapData,
  language: Language,
  { geoCircle, geoMercator, geoPath }: typeof import("d3-geo"),
  measure: (svg: string) => Box,
): string {
  const reachKm = Math.max(EDGE_KM, (place.border?.km ?? 0) * 1.3);
  const around = geoCircle()
    .center([place.lon, place.lat])
    .radius((reachKm / EARTH_KM) * (180 / Math.PI))();
  const projection = geoMercator().fitSize([WIDTH, MAP_HEIGHT], around);
  // biome-ignore format: two corners
  const path = geoPath(projection.clipExtent([[-9, -9], [WIDTH + 9, MAP_HEIGHT + 9]])).digits(1);
  const pixel = ([lon, lat]: LonLat) => projection([lon, lat])!;
  const onBorders = Object.values(borders).flatMap((lines) => lines.flatMap((line) => pointsAlong(line.map(pixel))));
  const { elements, taken, isFree, write } = labelRoom([0, 0, WIDTH, MAP_HEIGHT], onBorders, measure);
  const mark = (at: Point, radius: number, fill: string, label: string) => {
    const dot = boxAround(at, radius + 2);
    if (!isFree(dot) || !write(label, 2, (...size) => cornersBeside(dot, ...size))) return false;
    elements.push(`<circle cx="${at[0]}" cy="${at[1]}" r="${radius}" fill="${fill}"/>`);
    return taken.push(dot) > 0;
  };

  const labels = labelsIn(language).map;
  const pixelsPerKm = MAP_HEIGHT / (2 * reachKm);
  const scaleKm = [100, 50, 20].find((km) => km * pixelsPerKm < 140) ?? 10;
  const scale = Math.round(scaleKm * pixelsPerKm);
  write(textElement(`${scaleKm} ${labels.km}`, 13), 2, (width) => [[14 + (scale - width) / 2, 361]]);
  write(textElement(labels.north, 13), 2, (width) => [[574 - width / 2, 38]]);
  taken.push([0, 348, scale + 28, MAP_HEIGHT], [548, 0, WIDTH, 64]);
  const own = textElement(place.name, 22, RED) + textElement(latinOf(place), 13, RED, 19);
  mark(pixel([place.lon, place.lat]), 6.5, RED, own);
  let left = NEIGHBOURS;
  for (const { name, latin, at } of neighboursOf(place, places, pixel)) {
    const label = textElement(name, 15) + (language === "ar" ? "" : textElement(latin, 11, INK, 14));
    if (left > 0 && mark(at, 3, INK, label)) left--;
  }

  const regions = new Intl.DisplayNames([language], { type: "region" });
  const land = Object.entries(outlines).map(([code, rings], i) => {
    const shape = { type: "MultiPolygon", coordinates: rings.map((ring) => [ring]) } as unknown as GeoGeometryObjects;
    const isInside = (x: number, y: number) => {
      const [lon, lat] = projection.invert!([x, y])!;
      return countryAt(lat, lon, { [code]: rings }) === code;
    };
    const d = path(shape);
    if (!d) return "";
    write(textElement(regions.of(code) ?? code, 20, GREY), 8, (width, height) =>
      cornersNear(path.centroid(shape), width, height).filter(([x, y]) => isInside(x + width / 2, y + height / 2)),
    );
    const fill = code === place.country ? "#fbf7ea" : `hsl(${(i * 137 + 70) % 360}, 28%, 86%)`;
    return `<path d="${d}" fill="${fill}" stroke="#b5b5b0"/>`;
  });
  const lines = Object.entries(borders).map(([pair, coordinates]) => {
    const d = path({ type: "MultiLineString", coordinates } as unknown as GeoGeometryObjects) ?? "";
    const [stroke, width] = pair === place.border?.pair ? [BORDER, 5] : [GREY, 3];
    return `<path d="${d}" stroke="${stroke}" stroke-width="${width}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" stroke-linejoin="round">
<rect width="100%" height="100%" fill="#e4e7ea"/>${land.join("")}<g fill="none">${lines.join("")}
<path d="M14 384v6h${scale}v-6" stroke="${INK}" stroke-width="2"/></g><path d="M574 8l9 26-9-6-9 6z" fill="${INK}"/>
<g paint-order="stroke" stroke="#fff" stroke-opacity="0.85" stroke-width="4">${elements.join("")}</g>
<rect y="${MAP_HEIGHT}" width="100%" height="100%" fill="#fff"/>
<g transform="translate(206 416)">${textElement(labelsIn("en").map.disclaimer, 12, GREY)}</g>
<g transform="translate(537 416)">${textElement(labelsIn("ar").map.disclaimer, 12, GREY)}</g></svg>`;
}

/** Around the middle of its baseline. Its isolate says the direction: resvg knows no `direction`. */
function textElement(text: string, size: number, fill: string = INK, y = 0): string {
  const escaped = isolate(shorten(cleanLine(text), 80))
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;");
  const font = `font-family="Noto Naskh Arabic" font-weight="${size < 13 ? 400 : 700}" font-size="${size}"`;
  return `<text ${font} text-anchor="middle" y="${y}" fill="${fill}">${escaped}</text>`;
}

/** The best known first: by people and names; what nobody curated comes after the others. */
function neighboursOf(place: AlertPlace, places: MapData["places"], pixel: (at: LonLat) => Point) {
  const known = ({ population, kind, aliases, isUncurated }: Place) =>
    ((population ?? KNOWN_AS[kind] ?? 1000) * (1 + aliases.length)) / (isUncurated ? 1000 : 1);
  return [...places.values()]
    .filter(({ id, kind }) => id !== place.id && !TOO_WIDE.has(kind))
    .map((one) => ({ name: one.name, latin: latinOf(one), at: pixel([one.lon, one.lat]), known: known(one) }))
    .filter(({ at: [x, y] }) => x > 9 && x < WIDTH - 9 && y > 9 && y < MAP_HEIGHT - 9)
    .toSorted((a, b) => b.known - a.known);
}

/** In plain letters: the font has no others of Latin. */
function latinOf({ latin }: Pick<Place, "latin">): string {
  return latin
    .replace(/ \(.*/, "")
    .normalize("NFD")
    .replace(/[ʿʾ‘’]/g, "'")
    .replace(/[^ -~]/g, "");
}

/** A line as points too near each other for a label to stand between. */
function pointsAlong(line: readonly Point[]): Point[] {
  return line.flatMap(([x, y], i) => {
    const [toX, toY] = line[i + 1] ?? [x, y];
    const steps = Math.ceil(Math.hypot(toX - x, toY - y) / 8);
    return Array.from({ length: steps }, (_, k): Point => [x + ((toX - x) * k) / steps, y + ((toY - y) * k) / steps]);
  });
}

/** Where a label may begin so that it stands right, left, above or below a dot, or off one of its corners. */
function cornersBeside([left, top, right, bottom]: Box, width: number, height: number): Point[] {
  const rows = [top - height, bottom];
  const beside = [(top + bottom - height) / 2, ...rows];
  const above = (left + right - width) / 2;
  return [right, left - width, above].flatMap((x) => (x === above ? rows : beside).map((y): Point => [x, y]));
}

/** Where a label may begin anywhere on the map, around a point first. */
function cornersNear([x, y]: Point, width: number, height: number): Point[] {
  const away = ([left, top]: Point) => Math.hypot(left + width / 2 - x, top + height / 2 - y);
  const grid = Array.from({ length: 20 * 14 }, (_, i): Point => [(i % 20) * 30, Math.floor(i / 20) * 30]);
  return grid.toSorted((a, b) => away(a) - away(b));
}
