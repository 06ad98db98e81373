import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quotePieces } from "../../src/domain/alerts/quote.ts";
import { alertWording } from "../../src/domain/alerts/wording.ts";
import { cleanText, isolateLatin, shorten } from "../../src/domain/safe-text.ts";
import { anAlert } from "../support/builders.ts";

describe("feed text that people are shown", () => {
  it("holds no control, direction or invisible character", () => {
    expect(cleanText("a\u202Eb\u0007c\u200Fd\uFEFFe\u001B[31mf\uD800")).toBe("abcde[31mf");
  });

  it("is cut at a word", () => {
    expect(shorten("انسحبت القوات من المنطقة", 12)).toBe("انسحبت…");
  });

  it("sets Latin names and numbers apart", () => {
    expect(isolateLatin("قال Al-Araby إن 25 قتلوا")).toBe("قال \u2068Al-Araby\u2069 إن \u206825\u2069 قتلوا");
  });

  it("loses nothing when it is cut into marked pieces", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40 }),
        fc.array(fc.tuple(fc.nat(40), fc.nat(10)), { maxLength: 5 }),
        (text, spans) => {
          const marks = spans
            .map(([start, length]) => [Math.min(start, text.length), Math.min(start + length, text.length)] as const)
            .toSorted((a, b) => a[0] - b[0]);
          expect(
            quotePieces({ text, marks })
              .map((piece) => piece.text)
              .join(""),
          ).toBe(text);
        },
      ),
    );
  });
});

describe("the wording of an alert", () => {
  it("says what and where first, in the channel's language", () => {
    expect(alertWording(anAlert(), "ar", false).headline).toBe("قصف في البوكمال");
    expect(alertWording(anAlert(), "en", false).headline).toBe("shelling in Abu Kamal (البوكمال)");
  });

  it("says when it may be a repeat", () => {
    expect(alertWording(anAlert(), "en", true).repeatNote).toBe("This alert may be a repeat");
    expect(alertWording(anAlert(), "en", false).repeatNote).toBeUndefined();
  });

  it("moves its marks with a quote that loses characters", () => {
    const quote = { text: "في \u202Eالوعر", marks: [[4, 9] as const] };
    const wording = alertWording(anAlert({ quote }), "ar", false);
    expect(quotePieces(wording.quote).find((piece) => piece.marked)?.text).toBe("الوعر");
  });
});
