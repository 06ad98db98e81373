import { describe, expect, it } from "vitest";
import { foldText } from "../../../src/domain/arabic/fold.ts";
import { wordsOf } from "../../../src/domain/arabic/words.ts";

const gaps = (text: string) => wordsOf(foldText(text)).map((word) => word.gap);

describe("words", () => {
  it.each([
    ["a hyphen", "القائم-البوكمال"],
    ["a line break", "وادي\nالوعر"],
    ["a quote mark", '"الحشد" الشعبي'],
    ["an underscore", "دير_الزور"],
  ])("stay one phrase across %s", (_, text) => {
    expect(gaps(text)[0]).toBe("joined");
  });

  it.each([
    ["a comma", "الوعر، القائم", "clause"],
    ["a slash", "العراق/القائم", "clause"],
    ["a full stop", "نزلوا الوادي. الوعر", "sentence"],
    ["an Arabic question mark without a space", "جاؤوا؟القائم", "sentence"],
    ["an Arabic semicolon", "القائم؛ تفاصيل", "sentence"],
    ["an empty line", "الأول\n\nالثاني", "paragraph"],
  ])("are parted by %s", (_, text, gap) => {
    expect(gaps(text)).toContain(gap);
  });

  it("keeps the decimals of a number in one word", () => {
    expect(wordsOf(foldText("كيلو 160.5 و1,000")).map((word) => word.text)).toEqual(["كيلو", "160.5", "و1,000"]);
  });

  it("does not end a sentence at the full stop of an initial", () => {
    expect(gaps("د. محمد قال. انتهى")).toEqual(["joined", "joined", "sentence", "paragraph"]);
  });
});
