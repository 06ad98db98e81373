import { describe, expect, it } from "vitest";
import { findTerm } from "../../../src/domain/reading/term-index.ts";

const place = (term: string, text: string) => findTerm({ term, kind: "place", forms: false }, text).hit;
const keyword = (term: string, text: string, forms = false) => findTerm({ term, kind: "keyword", forms }, text).hit;

describe("a place name", () => {
  it.each(["القائم", "والقائم", "فالقائم", "بالقائم", "وبالقائم", "كالقائم", "للقائم", "وللقائم"])(
    "is found in %s",
    (text) => {
      expect(place("القائم", text)).toBe(true);
    },
  );

  it.each(["القائمة", "القائمون", "قائم", "سالقائم", "القائمقام", "الالقائم", "بلقائم", "بوالقائم"])(
    "is not found in %s",
    (text) => {
      expect(place("القائم", text)).toBe(false);
    },
  );

  it.each(["البو كمال", "أبو كمال", "ألبوكمال", "بالبوكمال", "البو-كمال"])("البوكمال is found as %s", (text) => {
    expect(place("البوكمال", text)).toBe(true);
  });

  it("contracts li- before an article and a lam", () => {
    expect(place("اللاذقية", "طريق للاذقية")).toBe(true);
  });

  it("is not found across the end of a sentence", () => {
    expect(place("رأس العين", "رفع الرأس. العين جرحت")).toBe(false);
  });
});

describe("a keyword with forms", () => {
  it.each([
    ["سيطر", ["سيطرت", "يسيطر", "سيطروا", "السيطرة", "وسيطرت", "ستسيطر", "سيطرتها", "المسيطرين"]],
    ["اشتباك", ["اشتباكات", "اشتبكت", "الاشتباكات", "يشتبكون", "اشتباكهم"]],
    ["انسحب", ["انسحبت", "ينسحبون", "انسحاب", "الانسحابات", "المنسحبين", "انسحبوا"]],
    ["قصف", ["قصفت", "يقصف", "القصف", "قصفها", "سيقصفون"]],
    ["أغلق", ["أغلقت", "إغلاق", "يغلق", "المغلق", "أغلقوه"]],
    ["استعاد", ["استعادت", "استعدنا", "يستعيد", "استعادة", "استعادتها"]],
    ["تهريب", ["تهريباً", "التهريب", "مهربين", "تهريبهم"]],
    ["هاجم", ["هاجموا", "يهاجم", "مهاجمة", "المهاجمين"]],
    ["استولى", ["استولت", "استولوا", "يستولي", "استيلاء"]],
  ])("%s finds its forms", (term, forms) => {
    expect(forms.filter((form) => !keyword(term, form, true))).toEqual([]);
  });

  it.each([
    ["قصف", "قصيدة"],
    ["اشتباك", "شباك التذاكر"],
    ["هجوم", "هجاء"],
    ["سيطر", "سيارة"],
  ])("%s does not find %s", (term, text) => {
    expect(keyword(term, text, true)).toBe(false);
  });

  it("finds only the word itself without forms", () => {
    expect(keyword("سيطر", "سيطرت الفصائل")).toBe(false);
    expect(keyword("داعش", "داعشي")).toBe(false);
  });
});

describe("what is told of a hit", () => {
  it("is the slice of the text with its proclitics and marks", () => {
    const text = "قرب وبالوَعْر غرباً";
    const { start, end } = findTerm({ term: "الوعر", kind: "place", forms: false }, text);
    expect(text.slice(start!, end!)).toBe("وبالوَعْر");
  });
});
