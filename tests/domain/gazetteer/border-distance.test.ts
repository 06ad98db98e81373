import { describe, expect, it } from "vitest";
import {
  type BorderLines,
  countryAt,
  kmBetween,
  kmToBorders,
  kmToEdge,
} from "../../../src/domain/gazetteer/border-distance.ts";

/** A border that runs north along the 41st meridian, and a far one. */
const BORDERS: BorderLines = {
  "SY-IQ": [
    [
      [41, 33],
      [41, 36],
    ],
  ],
  "IQ-IR": [
    [
      [46, 33],
      [46, 36],
    ],
  ],
};
/** Two countries on its sides, as squares. */
const OUTLINES: BorderLines = {
  SY: [
    [
      [38, 33],
      [41, 33],
      [41, 36],
      [38, 36],
      [38, 33],
    ],
  ],
  IQ: [
    [
      [41, 33],
      [46, 33],
      [46, 36],
      [41, 36],
      [41, 33],
    ],
  ],
};

describe("distances", () => {
  it("are told to each border within 200 km, to ten metres", () => {
    const found = kmToBorders(34.5, 40.9, BORDERS);
    expect(Object.keys(found)).toEqual(["SY-IQ"]);
    expect(found["SY-IQ"]).toBeCloseTo(9.16, 1);
  });

  it("are to the nearest end where the line does not pass", () => {
    expect(kmToBorders(32.9, 41, BORDERS)["SY-IQ"]).toBeCloseTo(11.12, 1);
    expect(kmToBorders(30, 41, BORDERS)).toEqual({});
  });

  it("between two points are those of a great circle", () => {
    expect(kmBetween(33.51, 36.29, 33.31, 44.37)).toBeCloseTo(750.3, 0);
  });
});

describe("countries", () => {
  it("hold the points inside their outlines", () => {
    expect([countryAt(34, 40, OUTLINES), countryAt(34, 42, OUTLINES), countryAt(20, 40, OUTLINES)]).toEqual([
      "SY",
      "IQ",
      undefined,
    ]);
    expect(kmToEdge(34, 40.9, "SY", OUTLINES)).toBeCloseTo(9.2, 0);
  });
});
