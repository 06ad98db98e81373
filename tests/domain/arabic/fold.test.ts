import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold, foldText } from "../../../src/domain/arabic/fold.ts";

const arabicText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(..."ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآٱىةؤئءپچگکیہۀ٠١٢٣۴۵ـ،؛؟«» \n&;#".split("")),
    fc.constantFrom(
      "\u064B",
      "\u064E",
      "\u0651",
      "\u0670",
      "\u200F",
      "\u200C",
      "\u202B",
      "\u00AD",
      "\uFEFF",
      "\uFEFB",
      "\uFDFC",
      "\uFEE3",
      "&amp;",
      "&quot;",
      "&#1575;",
      "&nbsp;",
    ),
    fc.string({ unit: "binary", minLength: 1, maxLength: 2 }),
  ),
  maxLength: 60,
});

describe("folding", () => {
  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(arabicText, (text) => {
        const once = fold(text);
        expect(fold(once)).toBe(once);
      }),
      { numRuns: 3000 },
    );
  });

  it("leads back to a slice of the source for every span, in order", () => {
    fc.assert(
      fc.property(arabicText, fc.nat(), fc.nat(), (source, a, b) => {
        const folded = foldText(source);
        const from = Math.min(a, b) % (folded.text.length + 1);
        const to = Math.min(folded.text.length, from + (Math.max(a, b) % 10));
        const { start, end } = folded.sourceSpan(from, to);
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(source.length);
        expect(end).toBeGreaterThanOrEqual(start);
      }),
    );
  });

  it.each([
    ["harakat and shadda", "القَائِم", "القايم"],
    ["tatweel", "القائــــم", "القايم"],
    ["the alef family", "أإآٱا", "ااااا"],
    ["alef maqsura and ya", "وادى", "وادي"],
    ["ta marbuta", "عانة", "عانه"],
    ["hamza seats", "مؤتة رئيس", "موته رييس"],
    ["Persian letters", "البوکمال فی", "البوكمال في"],
    ["presentation forms", "\uFE8D\uFEDF\uFED8\uFE8E\uFE8B\uFEE2", "القايم"],
    ["a lam-alef ligature", "\uFEFB", "لا"],
    ["isolated marks without a space inside the word", "ا\uFE76ب", "اب"],
    ["Arabic and Persian digits", "٤٧ ۱۶۰", "47 160"],
    ["zero-width and bidi characters", "\u2067القا\u200Cئم\u2069\u200F", "القايم"],
    ["a no-break space", "وادي\u00A0الوعر", "وادي الوعر"],
    ["entities, also escaped twice", "&quot;الوعر&amp;quot;", '"الوعر"'],
    ["numeric entities", "&#1575;&#x644;", "ال"],
    ["Arabic punctuation", "نعم، لا؛ لماذا؟", "نعم, لا; لماذا?"],
    ["the rial sign with an Arabic ya", "\uFDFC", "ريال"],
  ])("reads %s", (_, source, expected) => {
    expect(fold(source)).toBe(expected);
  });

  it("quotes a word with its marks, without the direction control behind it", () => {
    const source = "في القائـمُ\u200F غداً";
    const folded = foldText(source);
    const from = folded.text.indexOf("القايم");
    const { start, end } = folded.sourceSpan(from, from + 6);
    expect(source.slice(start, end)).toBe("القائـمُ");
  });
});
