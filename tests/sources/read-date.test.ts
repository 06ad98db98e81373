import { describe, expect, it } from "vitest";
import { readDate } from "../../src/sources/feed/read-date.ts";

describe("the date of an item", () => {
  it.each([
    ["Fri, 20 Nov 2026 09:10:00 GMT", "2026-11-20T09:10:00.000Z"],
    ["Fri, 20 Nov 2026 12:10:00 +0300", "2026-11-20T09:10:00.000Z"],
    ["20 Nov 26 09:10 EET", "2026-11-20T07:10:00.000Z"],
    ["2026-11-20T12:10:00+03:00", "2026-11-20T09:10:00.000Z"],
    ["2026-11-20 09:10:00", "2026-11-20T09:10:00.000Z"],
    ["2026-11-20", "2026-11-20T00:00:00.000Z"],
    ["13/02/2024", "2024-02-13T00:00:00.000Z"],
    ["٢٠ نوفمبر ٢٠٢٦ ٠٩:١٠", "2026-11-20T09:10:00.000Z"],
    ["الجمعة، 20 تشرين الثاني 2026 09:10 م", "2026-11-20T21:10:00.000Z"],
    ["Nov 20, 2026", "2026-11-20T00:00:00.000Z"],
  ])("%s is %s", (written, expected) => {
    expect(readDate(written)).toBe(expected);
  });

  it.each(["", "أمس", "0001-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT", "32/13/2026", "soon"])(
    "%s is not believed",
    (written) => {
      expect(readDate(written)).toBe("");
    },
  );

  it("does not depend on the zone of the machine", () => {
    const before = process.env.TZ;
    process.env.TZ = "Asia/Damascus";
    expect(readDate("2026-11-20 09:10:00")).toBe("2026-11-20T09:10:00.000Z");
    process.env.TZ = before;
  });
});
