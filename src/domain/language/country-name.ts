import type { Language } from "./language.ts";

/** A country by its ISO 3166 code as readers of a language call it; the code itself where none is known. */
export function countryName(code: string, language: Language): string {
  return new Intl.DisplayNames(language, { type: "region", style: "short" }).of(code) ?? code;
}

/** A border by its id ("SY-IQ") for readers of a language: الحدود بين سوريا والعراق, the Syria-Iraq border. */
export function borderName(border: string, language: Language): string {
  const [near = "", far = ""] = border.split("-").map((code) => countryName(code, language));
  return language === "ar" ? `الحدود بين ${near} و${far}` : `the ${near}-${far} border`;
}
