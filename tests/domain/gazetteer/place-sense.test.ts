import { describe, expect, it } from "vitest";
import { wordReasons } from "../../../src/domain/language/reasons.ts";
import { readNames } from "../../../src/domain/reading/read-article.ts";
import { smallRulebook } from "../../support/small-rules.ts";

const rules = smallRulebook();

/** The likeliest meaning of each name in a text: a place by its id, else the sense. */
function meanings(body: string, title = "") {
  return readNames({ title, summary: "", body }, rules).names.map(({ readings: [likeliest] }) =>
    likeliest!.reading.sense === "place" ? likeliest!.reading.place.id : likeliest!.reading.sense,
  );
}

describe("the founding case: which الوعر is meant", () => {
  it.each([
    ["the desert at the border", "انسحبت قوات النظام من الوعر قرب الحدود العراقية", "sy-iq/al-waar"],
    ["the desert, by a place that lies beside it", "قصف على الوعر قرب الزكف", "sy-iq/al-waar"],
    ["the quarter of Homs, announced as one", "عاد سكان حي الوعر إلى بيوتهم في حمص", "sy/homs/al-waar"],
    ["the adjective, which agrees with its noun", "سلكوا الطريق الوعر", "word"],
  ])("%s", (_, text, meaning) => {
    expect(meanings(text)).toContain(meaning);
  });
});

describe("the same of القائم, which mostly means chargé d'affaires", () => {
  it.each([
    ["a town that is announced", "قصف على مدينة القائم في العراق", "sy-iq/al-qaim"],
    ["a word with what follows it", "التقى القائم بأعمال السفارة الوزير", "word"],
  ])("%s", (_, text, meaning) => {
    expect(meanings(text)).toContain(meaning);
  });
});

describe("what speaks for a reading", () => {
  const best = (body: string) => readNames({ title: "", summary: "", body }, rules).names[0]!.readings[0]!;

  it("is told heaviest first, and what speaks against it says so", () => {
    const { because, parts } = best("قصف على سنجار في تركيا");
    const told = wordReasons(because, "en");
    expect(told).toContain("but the article names other countries only");
    expect(told).toContain('"سنجار" is a distinctive name');
    expect(parts.find(({ feature }) => feature === "other-countries")).toMatchObject({
      amount: 1,
      weight: -1.5,
      value: -1.5,
    });
  });

  it("a clear place speaks for the same name elsewhere, a word does not", () => {
    const twice = "قصف على مدينة القائم في العراق. القائم هدأت.";
    expect(meanings(twice)).toEqual(["sy-iq/al-qaim", "sy-iq/al-qaim"]);
    expect(meanings("التقى القائم بأعمال السفارة. قصف على مدينة القائم في العراق.")).toEqual(["word", "sy-iq/al-qaim"]);
  });

  it("confidences of all readings and of none of them add up to one", () => {
    const { names } = readNames({ title: "", summary: "", body: "قصف على الوعر" }, rules);
    const sum = names[0]!.readings.reduce((total, { confidence }) => total + confidence, 0);
    expect(sum).toBeGreaterThan(0.5);
    expect(sum).toBeLessThan(1);
  });
});
