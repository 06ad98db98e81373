import { describe, expect, it } from "vitest";
import { wordReasons } from "../../src/domain/language/reasons.ts";
import { boundedBySide, Findings, heaviestFirst, reasonsOf, weigh } from "../../src/domain/weighing.ts";

const MEANINGS = {
  near: { side: "for", means: "a place nearby" },
  far: { side: "against", means: "far from all others" },
  prior: { side: "either", means: "how common the name is" },
} as const;
type Feature = keyof typeof MEANINGS;

function found() {
  const findings = new Findings<Feature>();
  findings.add("prior", { id: "distinctive-name", name: "سنجار" });
  findings.add("near", { id: "near-place", name: "القائم", km: 12 }, 2);
  findings.add("far", { id: "far-place" });
  return findings.all;
}

describe("weighing", () => {
  it("adds up amounts times weights", () => {
    const { score, parts } = weigh(found(), { near: 1.5, far: -1, prior: 0.5 });
    expect(score).toBe(2.5);
    expect(parts.map(({ value }) => value)).toEqual([0.5, 3, -1]);
    expect(heaviestFirst(parts).map(({ feature }) => feature)).toEqual(["near", "far", "prior"]);
  });

  it("tells what counts against as such, and leaves out what counts little", () => {
    const { parts } = weigh(found(), { near: 1.5, far: -1, prior: 0.1 });
    expect(wordReasons(reasonsOf(parts, MEANINGS, 0.3), "en")).toEqual([
      '12 km from "القائم", which the article names',
      "but far from every other place of the article",
    ]);
  });

  it("tells no reason on the wrong side: what may only speak for a thing is no reason against it", () => {
    const { parts } = weigh(found(), { near: -1, far: 1, prior: -2 });
    expect(reasonsOf(parts, MEANINGS)).toEqual([]);
  });

  it("keeps a weight on its side", () => {
    expect([boundedBySide("for", -1), boundedBySide("against", 1), boundedBySide("either", -1)]).toEqual([0, 0, -1]);
  });
});
