import { describe, expect, it } from "vitest";
import { fold } from "../../../src/domain/arabic/fold.ts";
import { isDefinite, readings } from "../../../src/domain/arabic/proclitics.ts";

const stems = (word: string) => readings(fold(word)).map(({ stem }) => stem);

describe("what may be joined to the front of a word", () => {
  it.each([
    ["وبالوعر", "الوعر", "wa-, bi-, and the name keeps its article"],
    ["للوعر", "الوعر", "li- and the article contract to lil-"],
    ["فسنجار", "سنجار", "fa-"],
    ["كالقائم", "القائم", "ka-"],
  ])("%s may be %s: %s", (word, stem) => {
    expect(stems(word)).toContain(fold(stem));
  });

  it.each([
    ["بوالوعر", "bi- before wa-"],
    ["لالوعر", "li- before an article that stays whole"],
    ["سالوعر", "no letter of the future before a noun"],
  ])("%s is none: %s", (word) => {
    expect(stems(word)).not.toContain(fold("الوعر"));
  });

  it("the word as it stands comes first, and a stem never shrinks to a single letter", () => {
    expect(stems("وعر")[0]).toBe("وعر");
    expect(stems("بل").every((stem) => stem.length > 1)).toBe(true);
  });

  it("knows a name written with the article", () => {
    expect([isDefinite("الوعر"), isDefinite("وعر"), isDefinite("الا")]).toEqual([true, false, false]);
  });
});
