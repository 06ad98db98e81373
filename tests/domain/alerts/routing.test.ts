import { describe, expect, it } from "vitest";
import { isWithin, minuteOfDay, timeOfDay } from "../../../src/domain/alerts/hours.ts";
import { whyHeld } from "../../../src/domain/alerts/pace.ts";
import { takes } from "../../../src/domain/alerts/routing.ts";
import type { Severity } from "../../../src/domain/severity.ts";
import type { Route } from "../../../src/domain/watchlists/watchlist.ts";
import { anAlert, anArticle } from "../../support/builders.ts";

const NOON = new Date("2026-11-20T12:00:00Z");
const hours = (from: string, to: string) => ({ from: minuteOfDay(from), to: minuteOfDay(to) });
const place = (km: number | undefined, id = "sy-iq/abu-kamal") => ({
  id,
  border: km === undefined ? undefined : { km },
});
const STATE = anArticle({ source: { outlet: "Example", kind: "state", country: "SY" } });

describe("hours of the day", () => {
  it.each([
    ["22:00", "06:00", "21:59", false],
    ["22:00", "06:00", "22:00", true],
    ["22:00", "06:00", "00:00", true],
    ["22:00", "06:00", "05:59", true],
    ["22:00", "06:00", "06:00", false],
    ["08:00", "17:00", "08:00", true],
    ["08:00", "17:00", "17:00", false],
    ["08:00", "08:00", "08:00", false],
  ])("%s-%s hold %s: %s", (from, to, time, expected) => {
    expect(isWithin(new Date(`2026-11-20T${time}:00Z`), hours(from, to), "UTC")).toBe(expected);
  });

  it("are those of their zone", () => {
    const night = hours("23:00", "06:00");
    const at = new Date("2026-11-20T20:00:00Z");
    expect(
      ["Asia/Baghdad", "UTC", "Asia/Kathmandu", "America/New_York"].map((zone) => isWithin(at, night, zone)),
    ).toEqual([true, false, true, false]);
  });

  it("follow the clocks where they are put forward and back", () => {
    const morning = hours("07:00", "08:00");
    // 07:30 in Berlin, on the days around the last Sundays of March and October.
    for (const time of ["2026-03-28T06:30Z", "2026-03-29T05:30Z", "2026-10-24T05:30Z", "2026-10-25T06:30Z"])
      expect(isWithin(new Date(time), morning, "Europe/Berlin"), time).toBe(true);
    // Half past two is there twice when they are put back.
    for (const time of ["2026-10-25T00:30Z", "2026-10-25T01:30Z"])
      expect(isWithin(new Date(time), hours("02:00", "03:00"), "Europe/Berlin"), time).toBe(true);
  });

  it("are written as they are read", () => {
    for (const time of ["00:00", "07:05", "23:59"]) expect(timeOfDay(minuteOfDay(time))).toBe(time);
  });
});

describe("a pace", () => {
  const quiet = { ...hours("11:00", "13:00"), unless: "high" as const };
  const pace = { timeZone: "UTC", escalate: [], digestAt: ["07:00"], quiet, perHour: 2 };
  it.each<[Severity, number, string, string | undefined]>([
    ["medium", 0, "12:00", "quiet-hours"],
    ["high", 0, "12:00", undefined],
    ["medium", 1, "14:00", undefined],
    ["medium", 2, "14:00", "too-many"],
    ["high", 2, "12:00", "too-many"],
    ["critical", 99, "12:00", undefined],
  ])("holds one of %s severity after %i an hour at %s: %s", (severity, told, time, expected) => {
    const known = { verdicts: [], silences: [], toldLastHour: told, now: new Date(`2026-11-20T${time}:00Z`) };
    expect(whyHeld(anAlert({ severity }), pace, known)?.why).toBe(expected);
  });
});

describe("a route", () => {
  it.each<[string, Partial<Route>, boolean]>([
    ["asks for nothing", {}, true],
    ["asks for less", { from: "medium" }, true],
    ["asks for worse", { from: "critical" }, false],
    ["reaches the place", { withinKm: 7 }, true],
    ["ends before the place", { withinKm: 6 }, false],
    ["names the place", { places: ["sy-iq/abu-kamal"] }, true],
    ["names another place", { places: ["sy-iq/al-qaim"] }, false],
    ["names the kind of source", { sources: { kinds: ["state"] } }, true],
    ["names the feed", { sources: { feeds: ["feed-1"], countries: ["IQ"] } }, true],
    ["names other sources", { sources: { kinds: ["party"], countries: ["IQ"] } }, false],
    ["is open at noon", { hours: { ...hours("12:00", "13:00"), timeZone: "UTC" } }, true],
    ["is open at noon elsewhere", { hours: { ...hours("12:00", "13:00"), timeZone: "Asia/Baghdad" } }, false],
    ["holds in one of two ways", { from: "low", withinKm: 6 }, false],
  ])("that %s", (_, route, expected) => {
    expect(takes({ channel: "desk", ...route }, "high", place(6.6), STATE, NOON)).toBe(expected);
  });

  it("of a distance or of places takes nothing that has no place", () => {
    for (const route of [{ withinKm: 200 }, { places: ["sy-iq/abu-kamal"] }])
      expect(takes({ channel: "desk", ...route }, "high", undefined, STATE, NOON)).toBe(false);
    expect(takes({ channel: "desk", withinKm: 200 }, "high", place(undefined), STATE, NOON)).toBe(false);
  });
});
