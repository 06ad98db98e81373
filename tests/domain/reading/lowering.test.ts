import { describe, expect, it } from "vitest";
import { loadSettings } from "../../../src/app/load-settings.ts";
import { wordReasons } from "../../../src/domain/language/reasons.ts";
import { matchArticle } from "../../../src/domain/watchlists/match-article.ts";
import { bandWatchlist } from "../../../src/domain/watchlists/watchlist.ts";
import { rulebookOf } from "../../../src/settings/rulebook-of.ts";

const settings = loadSettings({ shipped: "config", environment: {} });
const rulebook = rulebookOf(
  settings,
  ["SY-IQ", "SY-TR", "IQ-SA", "SY-LB"].map((border) => bandWatchlist(border, border, 50)),
);

function decide(title: string, body: string, border = "SY-IQ", publishedAt = "2026-11-20T10:00:00Z") {
  const { matches } = matchArticle({ title, summary: "", body }, rulebook, { publishedAt });
  return matches.find(({ watchlist }) => watchlist === border)!;
}

describe("what an article is about decides, not every word in it", () => {
  it.each([
    ["news of the band", "قصف على البوكمال", "قصفت طائرات مواقع في البوكمال.", "alert"],
    [
      "background that opens as background does",
      "وزيرا الدفاع يلتقيان في بغداد",
      "بحث الوزيران التعاون.\nوكانت طائرات قصفت مواقع في البوكمال الأسبوع الماضي.",
      "review",
    ],
    [
      "an old year in an article about something else",
      "محكمة في بغداد تحاكم متهما",
      "بدأت المحاكمة اليوم.\nوشارك المتهم في معركة الباغوز عام 2019.",
      "none",
    ],
    ["so many years since", "خمس سنوات على معركة الباغوز", "ما زال مصير كثيرين مجهولا.", "review"],
    [
      "asked for, not done",
      "تجار يطالبون بإعادة فتح معبر القائم",
      "طالب تجار بإعادة فتح معبر القائم أمام الشاحنات.",
      "review",
    ],
    ["a number that is no year", "قصف على البوكمال (1990)", "قصف على البوكمال، الخبر رقم 1990.", "alert"],
    ["a scenario", "طلاب يحاكون هجوما على التنف", "سيناريو افتراضي يبدأ بهجوم على قاعدة التنف.", "none"],
    ["what is likened to an event", "حر شديد في البوكمال", "قالت إنها نامت كالقتيلة في البوكمال.", "none"],
    ["an idiom", "هدوء في البوكمال", "قال المحافظ إن الوضع في البوكمال تحت السيطرة.", "none"],
    ["a match", "ديربي البوكمال ينتهي بالتعادل", "قصف المهاجم المرمى في البوكمال.", "none"],
    ["the casualties of an accident", "حادث سير في البوكمال", "أصيب أربعة أشخاص في البوكمال وقتل اثنان.", "none"],
  ])("%s", (_, title, body, expected) => {
    expect(decide(title, body).decision).toBe(expected);
  });

  it("tells every reason that lowered it", () => {
    const { because } = decide(
      "وزيرا الدفاع يلتقيان في بغداد",
      "بحث الوزيران التعاون.\nوكانت طائرات قصفت مواقع في البوكمال الأسبوع الماضي.",
    );
    expect(wordReasons(because, "en").join("\n")).toContain('lowered: background ("وكانت")');
  });
});

describe("where something happened", () => {
  it("is not where the reporter sits", () => {
    const told = decide("قصف على دير حافر", "البوكمال - سانا\nقصفت طائرات مواقع في دير حافر.");
    expect(told.decision).toBe("none");
  });

  it("is not where people come from, also across names joined by 'and'", () => {
    expect(decide("غرق قارب", "ينحدر الضحايا من البوكمال والقائم.").decision).toBe("none");
  });

  it("can be the border that the text takes it to", () => {
    const title = "عملية أمنية لملاحقة فلول داعش في صحراء النخيب";
    const body = "انطلقت العملية صباحا وصولا إلى الحدود العراقية السعودية.";
    expect(decide(title, body, "IQ-SA").decision).toBe("alert");
  });

  it("a third country's point in the band deserves a look", () => {
    expect(
      decide("إغلاق معبر سيمالكا", "أغلقت الإدارة معبر سيمالكا أمام المسافرين.", "SY-TR").because.length,
    ).toBeGreaterThan(1);
  });
});
