import { describe, expect, it } from "vitest";
import { counted } from "../../../src/domain/language/counted.ts";
import { borderName, countryName } from "../../../src/domain/language/country-name.ts";
import { labelsIn } from "../../../src/domain/language/labels.ts";
import { LANGUAGES } from "../../../src/domain/language/language.ts";
import { type Reason, wordReason } from "../../../src/domain/language/reasons.ts";

describe("a reason in words", () => {
  const inBand: Reason = {
    id: "place-in-band",
    word: "بالوعر",
    name: "الوعر",
    latin: "al-Wa'r",
    km: 13,
    border: "SY-IQ",
  };

  it("is worded by its parameters in each language", () => {
    expect(wordReason(inBand, "en")).toBe(`"بالوعر" is al-Wa'r: 13 km from the SY-IQ border`);
    expect(wordReason(inBand, "ar")).toBe("«بالوعر» هنا: الوعر، على بعد 13 كم من الحدود بين سوريا والعراق");
  });

  it("says when it speaks against what was decided", () => {
    const far: Reason = { id: "far-place", against: true };
    expect([wordReason(far, "en"), wordReason(far, "ar")]).toEqual([
      "but far from every other place of the article",
      "لكن بعيد عن كل الأماكن الأخرى في الخبر",
    ]);
  });

  it("may hold another one", () => {
    const lowered: Reason = { id: "lowered", by: { id: "policy-word", english: "doubt", arabic: "شك", word: "ربما" } };
    expect([wordReason(lowered, "en"), wordReason(lowered, "ar")]).toEqual([
      'lowered: doubt ("ربما")',
      "خُفّضت أهميته: شك («ربما»)",
    ]);
  });

  it("of an alert that was queued before reasons were data is its text", () => {
    expect(wordReason("6.6 km from the SY-IQ border", "ar")).toBe("6.6 km from the SY-IQ border");
  });
});

describe("an Arabic number", () => {
  const killed = (count: number) => labelsIn("ar").count("killed", count);
  it.each([
    [1, "قتيل واحد"],
    [2, "قتيلان"],
    [3, "3 قتلى"],
    [10, "10 قتلى"],
    [11, "11 قتيلاً"],
    [99, "99 قتيلاً"],
    [100, "100 قتيل"],
    [103, "103 قتلى"],
    [111, "111 قتيلاً"],
    [200, "200 قتيل"],
  ])("agrees with what it counts: %i", (count, words) => {
    expect(killed(count)).toBe(words);
  });

  it("of no counted kind is told as it is", () => {
    expect(counted(5, { one: "يوم", two: "يومان", few: "أيام", many: "يوماً", hundred: "يوم" })).toBe("5 أيام");
    expect([labelsIn("ar").count("other", 5000), labelsIn("en").count("killed", 3)]).toEqual([
      "رقم جديد: 5000",
      "killed: 3",
    ]);
  });
});

describe("labels", () => {
  it.each(LANGUAGES)("of %s are all there", (language) => {
    const empty: string[] = [];
    JSON.stringify(labelsIn(language), (key, value: unknown) => {
      if (value === "") empty.push(key);
      return value;
    });
    expect(empty).toEqual([]);
    expect(labelsIn(language).headline("قصف", "الوعر")).toContain("الوعر");
  });

  it("name countries and borders as readers call them", () => {
    expect([countryName("IQ", "ar"), countryName("IQ", "en"), countryName("XX", "en")]).toEqual([
      "العراق",
      "Iraq",
      "XX",
    ]);
    expect([borderName("SY-TR", "ar"), borderName("SY-JO", "en")]).toEqual([
      "الحدود بين سوريا وتركيا",
      "the Syria-Jordan border",
    ]);
  });
});
