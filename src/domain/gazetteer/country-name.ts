/** A country by its ISO 3166 code as readers of a language call it; the code itself where none is known. */
export function countryName(code: string, language: "ar" | "en"): string {
  return new Intl.DisplayNames(language, { type: "region", style: "short" }).of(code) ?? code;
}
