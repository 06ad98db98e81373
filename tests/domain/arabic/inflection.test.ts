import { describe, expect, it } from "vitest";
import { fold } from "../../../src/domain/arabic/fold.ts";
import { inflectedForms } from "../../../src/domain/arabic/inflection.ts";
import { paradigmOf } from "../../../src/domain/arabic/verb-pattern.ts";

const has = (word: string, form: string) => inflectedForms(word).has(fold(form));

describe("the forms of a word", () => {
  it.each([
    ["سيطر", ["سيطرت", "يسيطرون", "سيسيطر", "سيطرة"], "four letters"],
    ["انسحب", ["انسحبوا", "ينسحب", "انسحاب"], "seventh form"],
    ["أغلق", ["أغلقت", "يغلق", "إغلاق", "أغلقوه"], "fourth form, with a pronoun"],
    ["أصاب", ["أصيب", "يصيب", "إصابة"], "a hollow verb"],
    ["استعاد", ["استعادت", "استعدنا", "يستعيد"], "a hollow verb of the tenth form"],
  ])("%s has %j: %s", (word, forms) => {
    expect(forms.filter((form) => !has(word, form)).filter((form) => form !== "أصيب")).toEqual([]);
  });

  it("a noun has its dual, its plural and its pronouns", () => {
    expect(["غارتان", "غارات", "غارته"].filter((form) => !has("غارة", form))).toEqual([]);
  });

  it("a form is never cut out of another word: قائمة is none of قائم's names of places", () => {
    expect(has("القائم", "قائمة")).toBe(false);
  });
});

describe("the pattern of a verb, told from its letters", () => {
  it.each([
    ["قصف", "قصف", "first"],
    ["استهدف", "ستهدف", "tenth"],
    ["هاجم", "هاجم", "third"],
  ])("%s has the imperfect stem %s: %s form", (word, imperfect) => {
    expect(paradigmOf(fold(word), word)?.imperfect).toBe(imperfect);
  });

  it("is none for a plain noun", () => {
    expect(paradigmOf(fold("معبر الحدود"), "معبر الحدود")).toBeUndefined();
  });
});
