import { expect, it } from "vitest";
import type { Alert } from "../../src/domain/alerts/alert.ts";
import type { VerdictKind } from "../../src/domain/alerts/verdict.ts";
import { anAlert, anArticle } from "../support/builders.ts";
import { describeOverBoth, NOW } from "./over-both.ts";

const minutesLater = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const alertOf = (id: string, given: Partial<Alert> = {}) => anAlert({ id, storyId: id, ...given });

describeOverBoth("told alerts", (stores) => {
  it("are found by id and by what the channel gave, without their texts", async () => {
    const { told } = stores();
    await told.keep(alertOf("a"), "ref-a", NOW);
    await told.keep(alertOf("b"), undefined, NOW);
    expect(await told.find("a")).toMatchObject({
      id: "a",
      article: { title: anArticle().title, summary: "", body: "" },
    });
    expect(await told.findByRef("desk", "ref-a")).toEqual(await told.find("a"));
    expect([await told.findByRef("other", "ref-a"), await told.find("c")]).toEqual([undefined, undefined]);
  });

  it("are counted by channel for an hour, and remembered by place", async () => {
    const { told } = stores();
    await told.keep(alertOf("a"), undefined, NOW);
    await told.keep(alertOf("b"), undefined, minutesLater(30));
    await told.keep(alertOf("c", { channelId: "other" }), undefined, minutesLater(31));
    expect(await told.countSince("desk", minutesLater(-1))).toBe(2);
    expect(await told.countSince("desk", minutesLater(10))).toBe(1);
    await told.keep(alertOf("d"), undefined, minutesLater(61));
    expect(await told.countSince("desk", minutesLater(-1))).toBe(2);
    expect(await told.lastOf("desk", "sy-iq/abu-kamal")).toEqual(minutesLater(61));
    expect(await told.lastOf("desk", "sy-iq/al-qaim")).toBeUndefined();
  });
});

describeOverBoth("the box of a digest", (stores) => {
  it("gives what it holds, the oldest first, the same until it is told; what comes meanwhile is for the next", async () => {
    const { digests } = stores();
    await digests.hold({ alert: alertOf("late", { decidedAt: "2026-03-01T21:00:00Z" }), why: "review" });
    await digests.hold({ alert: alertOf("early", { decidedAt: "2026-03-01T20:00:00Z" }), why: "quiet-hours" });
    await digests.hold({ alert: alertOf("early", { decidedAt: "2026-03-01T20:00:00Z" }), why: "quiet-hours" });
    const opened = await digests.open("desk");
    expect(opened.held.map(({ alert, why }) => [alert.id, why])).toEqual([
      ["early", "quiet-hours"],
      ["late", "review"],
    ]);
    await digests.hold({ alert: alertOf("next"), why: "review" });
    expect(await digests.open("desk")).toEqual(opened);
    await digests.told("desk");
    expect((await digests.open("desk")).held.map(({ alert }) => alert.id)).toEqual(["next"]);
    expect((await digests.open("other")).held).toEqual([]);
  });
});

describeOverBoth("silences", (stores) => {
  it("are listed by their end, dropped once, and forgotten a week after it", async () => {
    const { silences } = stores();
    const silence = (id: string, minutes: number) => ({
      ...{ id, by: "ops", reason: "exercise", place: "sy-iq/al-qaim" },
      until: minutesLater(minutes).toISOString(),
    });
    await silences.add(silence("ended", -8 * 24 * 60));
    await silences.add(silence("long", 600));
    await silences.add(silence("short", 60));
    expect((await silences.all()).map(({ id }) => id)).toEqual(["short", "long"]);
    expect([await silences.drop("short"), await silences.drop("short")]).toEqual([true, false]);
  });
});

describeOverBoth("the book of verdicts", (stores) => {
  it("takes each person's word once, in order, and counts it by watchlist and concept", async () => {
    const { verdicts } = stores();
    const alert = alertOf("a");
    const give = (kind: VerdictKind, by: string, minutes: number) =>
      verdicts.give(
        { kind, by, alertId: "a", storyId: "a", channelId: "desk", at: minutesLater(minutes).toISOString() },
        alert,
      );
    expect([await give("reject", "u2", 2), await give("acknowledge", "u1", 1)]).toEqual([true, true]);
    expect(await give("acknowledge", "u1", 3)).toBe(false);
    expect((await verdicts.on("a")).map(({ by }) => by)).toEqual(["u1", "u2"]);
    expect([await verdicts.on("b"), await verdicts.rejected()]).toEqual([[], ["a"]]);
    const counts = await verdicts.counts();
    expect(counts.get("syria-iraq")).toEqual({ acknowledge: 1, reject: 1 });
    expect(counts.get("syria-iraq shelling")).toEqual({ acknowledge: 1, reject: 1 });
  });
});
