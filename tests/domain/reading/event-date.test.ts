import { describe, expect, it } from "vitest";
import { foldText } from "../../../src/domain/arabic/fold.ts";
import { wordsOf } from "../../../src/domain/arabic/words.ts";
import { eventDateIn } from "../../../src/domain/reading/event-date.ts";

/** Thursday, 20 July 2017. */
const PUBLISHED = "2017-07-20T12:00:00Z";
const date = (text: string) => {
  const words = wordsOf(foldText(text));
  return eventDateIn(words, 0, words.length, PUBLISHED)?.date;
};

describe("the day of an event", () => {
  it.each([
    ["شن هجوماً فجر الأربعاء", "2017-07-19"],
    ["قُتل أمس", "2017-07-19"],
    ["مساء أمس الأربعاء", "2017-07-19"],
    ["صباح اليوم", "2017-07-20"],
    ["يوم الخميس", "2017-07-20"],
    ["الخميس الماضي", "2017-07-13"],
    ["الجمعة", "2017-07-14"],
    ["قبل يومين", "2017-07-18"],
    ["قبل ثلاثة أيام", "2017-07-17"],
    ["قبل 10 أيام", "2017-07-10"],
    ["في 19 تموز/يوليو 2017", "2017-07-19"],
    ["في 25 كانون", undefined],
    ["في 30 أغسطس", "2016-08-30"],
    ["شنوا هجوماً عنيفاً", undefined],
  ])("%s is %s", (text, expected) => {
    expect(date(text)).toBe(expected);
  });

  it("is told by the outlet's own day, three hours ahead of UTC", () => {
    const words = wordsOf(foldText("اليوم"));
    expect(eventDateIn(words, 0, 1, "2017-07-20T22:30:00Z")?.date).toBe("2017-07-21");
  });
});
