/** A point as GeoJSON writes it: longitude, latitude, in degrees. */
export type LonLat = readonly [number, number];

/** The border lines by pair of countries ("SY-IQ"), each as one or more polylines. */
export type BorderLines = Readonly<Record<string, readonly (readonly LonLat[])[]>>;

/** Farther than this a border is not noted; no band is that wide. */
const FARTHEST_KM = 200;

/** Kilometres from a point to each border line within 200 km, rounded to 10 m, so that a band's edge is kept. */
export function kmToBorders(lat: number, lon: number, borders: BorderLines): Record<string, number> {
  const found = Object.entries(borders).flatMap(([border, lines]) => {
    if (isFarFrom(boxOf(lines), lat, lon)) return [];
    const km = kmToNearest(lat, lon, lines);
    return km <= FARTHEST_KM ? [[border, Math.round(km * 100) / 100] as const] : [];
  });
  return Object.fromEntries(found);
}

/** The smallest and largest longitude and latitude of some lines. */
type Box = Readonly<{ west: number; east: number; south: number; north: number }>;
type Lines = BorderLines[string];
const boxes = new WeakMap<Lines, Box>();

function boxOf(lines: Lines): Box {
  const known = boxes.get(lines);
  if (known) return known;
  let [west, east, south, north] = [180, -180, 90, -90];
  for (const line of lines)
    for (const [lon, lat] of line)
      [west, east, south, north] = [
        Math.min(west, lon),
        Math.max(east, lon),
        Math.min(south, lat),
        Math.max(north, lat),
      ];
  const box = { west, east, south, north };
  boxes.set(lines, box);
  return box;
}

const KM_PER_DEGREE = 111;

/** Whether a point surely lies farther than any band from all lines inside a box: most points from most borders. */
function isFarFrom({ west, east, south, north }: Box, lat: number, lon: number): boolean {
  const farLat = (FARTHEST_KM / KM_PER_DEGREE) * 1.1;
  const widest = Math.max(Math.abs(lat), Math.abs(south), Math.abs(north));
  const farLon = widest > 80 ? 360 : farLat / Math.cos((widest * Math.PI) / 180);
  return lat < south - farLat || lat > north + farLat || lon < west - farLon || lon > east + farLon;
}

function kmToNearest(lat: number, lon: number, lines: readonly (readonly LonLat[])[]): number {
  return Math.min(...lines.map((line) => kmToLine(lat, lon, line)));
}

/** The great-circle distance to the point of a polyline that is nearest on a local flat map around the given point. */
function kmToLine(lat: number, lon: number, line: readonly LonLat[]): number {
  const lonScale = Math.cos((lat * Math.PI) / 180);
  let nearest = Number.POSITIVE_INFINITY;
  let [nearestLat, nearestLon] = [lat, lon];
  for (let i = 1; i < line.length; i++) {
    const ax = (line[i - 1]![0] - lon) * lonScale;
    const ay = line[i - 1]![1] - lat;
    const dx = (line[i]![0] - lon) * lonScale - ax;
    const dy = line[i]![1] - lat - ay;
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length));
    const [x, y] = [ax + along * dx, ay + along * dy];
    if (x * x + y * y >= nearest) continue;
    nearest = x * x + y * y;
    [nearestLat, nearestLon] = [lat + y, lon + x / lonScale];
  }
  return nearest === Number.POSITIVE_INFINITY ? nearest : kmBetween(lat, lon, nearestLat, nearestLon);
}

/** The ISO code of the country that a point lies in; outlines are rings by that code. */
export function countryAt(lat: number, lon: number, outlines: BorderLines): string | undefined {
  const found = Object.entries(outlines).find(
    ([, rings]) => isInside(boxOf(rings), lat, lon) && rings.some((ring) => encloses(ring, lat, lon)),
  );
  return found?.[0];
}

/** Kilometres from a point to the edge of a country. */
export function kmToEdge(lat: number, lon: number, country: string, outlines: BorderLines): number {
  return kmToNearest(lat, lon, outlines[country] ?? []);
}

function isInside({ west, east, south, north }: Box, lat: number, lon: number): boolean {
  return lat >= south && lat <= north && lon >= west && lon <= east;
}

/** Whether a ray from the point crosses the ring an odd number of times. */
function encloses(ring: readonly LonLat[], lat: number, lon: number): boolean {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1]!;
    const [bx, by] = ring[i]!;
    if (ay > lat !== by > lat && lon < ax + ((lat - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}

/** Great-circle distance in kilometres (haversine, mean Earth radius). */
export function kmBetween(aLat: number, aLon: number, bLat: number, bLon: number): number {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((bLat - aLat) * rad) / 2) ** 2 +
    Math.cos(aLat * rad) * Math.cos(bLat * rad) * Math.sin(((bLon - aLon) * rad) / 2) ** 2;
  return 12_742 * Math.asin(Math.sqrt(h));
}
