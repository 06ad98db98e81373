import { describe, expect, it } from "vitest";
import { monthAt, monthBefore } from "../../../src/domain/arabic/months.ts";
import { numbersIn } from "../../../src/domain/arabic/numbers.ts";
import { words } from "../../support/words.ts";

describe("a month in a text", () => {
  it.each([
    ["نيسان", 3, 1],
    ["أبريل", 3, 1],
    ["إبريل", 3, 1],
    ["أفريل", 3, 1],
    ["كانون الثاني", 0, 2],
    ["تشرين الأول", 9, 2],
    ["تشرين الثاني", 10, 2],
    ["كانون الأول", 11, 2],
    ["غشت", 7, 1],
    ["دجنبر", 11, 1],
    ["جويلية", 6, 1],
    ["شهر تموز", 6, 2],
    ["شهر 7", 6, 2],
    ["الشهر السابع", 6, 2],
    ["الشهر الثاني عشر", 11, 3],
  ])("%s is month %i, told in %i words", (name, month, length) => {
    expect(monthAt(words(name), 0)).toEqual({ month, from: 0, to: length });
  });

  it.each(["الثاني", "شهر 13", "تشرين", "قصف"])("%s is none", (text) => {
    expect(monthAt(words(text), 0)).toBeUndefined();
  });

  it("may end before a word", () => {
    expect(monthBefore(words("في تشرين الثاني 2019"), 3)).toMatchObject({ month: 10, from: 1 });
    expect(monthBefore(words("في 2019"), 1)).toBeUndefined();
  });
});

describe("numbers of a text", () => {
  it.each([
    ["11 قتيلا", [11]],
    ["خمسة وعشرون مسلحا", [25]],
    ["ثلاثمئة لاجئ", [300]],
    ["نصف مليون نازح", [500_000]],
    ["مليون وخمسمئة ألف", [1_500_000]],
    ["مقتل خمسة وإصابة 15", [5, 15]],
    ["عشرات القتلى", []],
  ])("%s: %j", (text, values) => {
    expect(numbersIn(words(text)).map(({ value }) => value)).toEqual(values);
  });
});
