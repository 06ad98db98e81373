import { createRequire } from "node:module";
import type { AlertPlace } from "../domain/alerts/alert.ts";
import type { Language } from "../domain/language/language.ts";
import { drawMap, type MapData } from "./draw-map.ts";
import type { Box } from "./label-room.ts";

const FONTS = ["400Regular/NotoNaskhArabic_400Regular.ttf", "700Bold/NotoNaskhArabic_700Bold.ttf"];
const DENSITY = 2;

/** A map of a place as PNG, or why there is none. Never rejects. The same input gives the same bytes. */
export async function mapPicture(
  place: AlertPlace,
  data: MapData,
  language: Language,
  fonts: readonly string[] = FONTS,
): Promise<{ readonly png: Uint8Array } | { readonly why: string }> {
  try {
    const [{ Resvg, renderAsync }, geo] = await Promise.all([import("@resvg/resvg-js"), import("d3-geo")]);
    const { resolve } = createRequire(import.meta.url);
    const fontFiles = fonts.map((name) => resolve(`@expo-google-fonts/noto-naskh-arabic/${name}`));
    const options = { font: { loadSystemFonts: false, fontFiles } };
    const measure = (element: string): Box => {
      const sheet = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-300 -50 600 100">${element}</svg>`;
      const box = new Resvg(sheet, options).getBBox();
      // A font that is missing or lacks the letters is no error to resvg.
      if (!box) throw new Error("no font draws the labels");
      return [box.x, box.y, box.x + box.width, box.y + box.height];
    };
    const svg = drawMap(place, data, language, geo, measure);
    const image = await renderAsync(svg, { ...options, fitTo: { mode: "zoom", value: DENSITY } });
    return { png: image.asPng() };
  } catch (error) {
    return { why: (error as Error).message.split("\n", 1)[0]! };
  }
}
