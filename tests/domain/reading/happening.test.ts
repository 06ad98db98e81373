import { describe, expect, it } from "vitest";
import { wordReason } from "../../../src/domain/language/reasons.ts";
import { eventOf } from "../../../src/domain/reading/article-event.ts";
import { compareWorth } from "../../../src/domain/reading/concept.ts";
import { locateArticle } from "../../../src/domain/reading/located-article.ts";
import { READ_LIMIT, readArticle } from "../../../src/domain/reading/read-article.ts";
import { smallRulebook } from "../../support/small-rules.ts";

const rules = smallRulebook();
const read = (title: string, body: string, publishedAt?: string) =>
  locateArticle({ title, summary: "", body }, rules, publishedAt, undefined);

/** Where each sign of a text happened: the concept, the place or border, and how they are joined. */
const happenings = (title: string, body: string) =>
  read(title, body).happenings.map(({ sign, locus, because }) => [
    sign.mention.concept,
    locus?.place?.id ?? locus?.border,
    wordReason(because, "en").replace(/"[^"]*" /, ""),
  ]);

describe("where an event happened", () => {
  it.each([
    [
      "the nearest place of its sentence",
      "",
      "قصف على سنجار، وهدوء في البوكمال.",
      ["shelling", "sy-iq/sinjar", "in the same sentence"],
    ],
    [
      "the last place before it in its paragraph",
      "",
      "وصل الوزير إلى سنجار. ثم بدأ قصف عنيف.",
      ["shelling", "sy-iq/sinjar", "in the same paragraph"],
    ],
    [
      "the place of the title",
      "البوكمال",
      "هدوء.\n\nبدأ قصف عنيف.",
      ["shelling", "sy-iq/abu-kamal", "in an article whose title names the place"],
    ],
    ["a border that is named", "", "قصف على الحدود السورية العراقية.", ["shelling", "SY-IQ", "in the same sentence"]],
    [
      "a border with the other country elsewhere",
      "",
      "العراق ينشر قواته. قصف على الحدود مع سوريا.",
      ["shelling", "SY-IQ", "in the same sentence"],
    ],
    ["nowhere", "", "بدأ قصف عنيف.", ["shelling", undefined, "with no place"]],
  ])("%s", (_, title, body, expected) => {
    expect(happenings(title, body)).toContainEqual(expected);
  });

  it("is no place that is somebody's origin, nor one that a dateline names", () => {
    expect(read("", "قصف أصاب شابا من مواليد سنجار.").loci.map(({ isOrigin }) => isOrigin)).toEqual([true]);
    expect(read("", "سنجار - الوكالة: بدأ قصف عنيف.").loci.map(({ isOrigin }) => isOrigin)).toEqual([true]);
  });

  it("is known exactly, near by, or somewhere in a spread", () => {
    const precision = (text: string) => read("", text).loci[0]?.precision;
    expect([precision("قصف على سنجار"), precision("قصف قرب سنجار"), precision("قصف في ريف سنجار")]).toEqual([
      "exact",
      "near",
      "district",
    ]);
  });
});

describe("the signs of events", () => {
  const concepts = (body: string) => read("", body).signs.flatMap(({ concept }) => concept?.id ?? []);

  it.each([
    ["an inflected form", "وسيطرت القوات على التل", ["seizure"]],
    ["not what its `except` lists", "المدينة تحت السيطرة", []],
    ["with the word that has to stand beside it", "أغلق معبر الحدود", ["crossing-closed"]],
    ["not without that word", "أغلق المتجر", []],
    ["not what something is likened to", "صوت كقصف", []],
  ])("%s", (_, body, expected) => {
    expect(concepts(body)).toEqual(expected);
  });

  it("name actors as well, between the days when the name means them", () => {
    expect(read("", "هاجم داعش القرية").signs.map(({ mention }) => mention.actor)).toContain("islamic-state");
  });
});

describe("what lowers an event in its text", () => {
  const lowerings = (body: string, publishedAt?: string) => {
    const { loweringsAt, signs } = read("", body, publishedAt);
    return loweringsAt(signs[0]!.position).map(({ why, to }) => [wordReason(why, "en"), to]);
  };

  it.each([
    ["doubt", "أنباء عن قصف سنجار", [['doubt ("أنباء")', "review"]]],
    ["a demand, for what follows it", "يطالب بوقف قصف سنجار", [['asked for, not done ("يطالب")', "review"]]],
    ["not what stands before the demand", "قصف سنجار والمحافظ يطالب بالحماية", []],
    ["background", "وكانت طائرات قصفت سنجار", [['background ("وكانت")', "review"]]],
    ["nothing", "قصف على سنجار", []],
  ])("%s", (_, body, expected) => {
    expect(lowerings(body)).toEqual(expected);
  });

  it("a year gone by, unless it lasts since then; news of January still tells of December", () => {
    const past = ["recalled past (2019)", "background"];
    expect(lowerings("قصف على سنجار عام 2019", "2026-03-01T00:00:00Z")).toContainEqual(past);
    expect(lowerings("قصف على سنجار في تشرين الثاني 2019", "2026-03-01T00:00:00Z")).toContainEqual(past);
    expect(lowerings("قصف على سنجار منذ عام 2019", "2026-03-01T00:00:00Z")).toEqual([]);
    expect(lowerings("قصف على سنجار عام 2025", "2026-01-10T00:00:00Z")).toEqual([]);
  });
});

describe("the event that an article is about", () => {
  it("is its worthiest happening in title or lead, with its date and place", () => {
    const article = read("قصف على البوكمال", "قصفت طائرات البوكمال فجر الأربعاء.", "2017-07-20T12:00:00Z");
    expect(eventOf(article, "2017-07-20T12:00:00Z")).toMatchObject({
      ...{ concepts: ["shelling"], placeId: "sy-iq/abu-kamal", precision: "exact" },
      ...{ date: "2017-07-19", dateBasis: "فجر الأربعاء" },
    });
  });

  it("is nothing where nothing happens", () => {
    expect(eventOf(read("", "هدوء في البوكمال."), undefined)).toEqual({ concepts: [] });
  });
});

describe("an article as it is read", () => {
  it("has the fields that hold text, each no longer than what is read of it", () => {
    const fields = readArticle({ title: "عنوان", summary: "", body: "ن ".repeat(READ_LIMIT) });
    expect(fields.map(({ field, index }) => [field, index])).toEqual([
      ["title", 0],
      ["body", 1],
    ]);
    expect(fields[1]!.folded.source.length).toBe(READ_LIMIT);
  });

  it("tells every mention with the slice of the text it stands in", () => {
    const body = "وبالوعر قَصْفٌ عنيف";
    const { mentions } = read("", body);
    expect(mentions.map(({ start, end, surface }) => body.slice(start, end) === surface)).toEqual(
      mentions.map(() => true),
    );
  });

  it("worths are in order", () => {
    expect(compareWorth("alert", "review")).toBeGreaterThan(0);
  });
});
