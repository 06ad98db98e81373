import { describe, expect, it } from "vitest";
import { foldText } from "../../../src/domain/arabic/fold.ts";
import { numbersIn } from "../../../src/domain/arabic/numbers.ts";
import { wordsOf } from "../../../src/domain/arabic/words.ts";
import { figuresIn } from "../../../src/domain/reading/figures.ts";

const words = (text: string) => wordsOf(foldText(text));

describe("numbers in a text", () => {
  it.each([
    ["14 قتيلا", [14]],
    ["١٤ قتيلا", [14]],
    ["ثلاثة أشخاص", [3]],
    ["تسعة عشر قتيلا", [19]],
    ["خمسة وعشرون جريحا", [25]],
    ["ثلاثمئة نازح", [300]],
    ["مئة وخمسون عائلة", [150]],
    ["520 ألف حبة", [520_000]],
    ["نصف مليون حبة", [500_000]],
    ["مليونا وخمسمئة ألف زائر", [1_500_000]],
    ["خمسة قتلى وعشرة جرحى", [5, 10]],
    ["عشرات القتلى", []],
    ["قتلى وجرحى", []],
  ])("%s", (text, values) => {
    expect(numbersIn(words(text)).map(({ value }) => value)).toEqual(values);
  });
});

describe("figures, each with what is counted", () => {
  it.each([
    ["مقتل ثلاثة مدنيين وإصابة خمسة آخرين", { killed: 3, wounded: 5 }],
    ["أسفر الهجوم عن مقتل جنديين", { killed: 2 }],
    ["قتيلان و12 جريحا في انفجار", { killed: 2, wounded: 12 }],
    ["ارتفعت حصيلة القصف إلى 22 قتيلا", { killed: 22 }],
    ["نزوح 182 عائلة من القرى", { displaced: 182 }],
    ["اعتقال سبعة مشتبهين", { captured: 7 }],
    ["قتل أحد المهربين", {}],
    ["على بعد خمسة عشر كيلومترا من الحدود", {}],
    ["بعد ثلاثة أيام من القصف", {}],
    ["غارة في ١٢/٦: لا إصابات", {}],
  ])("%s", (text, expected) => {
    expect(Object.fromEntries(figuresIn(words(text)).map(({ kind, value }) => [kind, value]))).toEqual(expected);
  });
});
