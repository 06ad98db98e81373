import { describe, expect, it } from "vitest";
import { isClosed, precisionPercent, type Verdict, verdictCountsText } from "../../../src/domain/alerts/verdict.ts";

const said = (kind: Verdict["kind"], channelId: string): Verdict => ({
  ...{ kind, channelId, alertId: "a", storyId: "s", by: "U0ANALYST", at: "2026-11-24T10:00:00Z" },
});

describe("verdicts", () => {
  it("close a story for everybody by a rejection, for one channel by a mute, for nobody otherwise", () => {
    const closed = (kind: Verdict["kind"]) => ["desk", "night"].filter((id) => isClosed([said(kind, "desk")], id));
    expect([closed("reject"), closed("wrong-place")]).toEqual([
      ["desk", "night"],
      ["desk", "night"],
    ]);
    expect([closed("mute"), closed("acknowledge")]).toEqual([["desk"], []]);
  });

  it("give a precision in which mutes do not count", () => {
    expect(precisionPercent({ acknowledge: 2, reject: 1, "wrong-place": 1, mute: 9 })).toBe(50);
    expect(precisionPercent({ reject: 3 })).toBe(0);
    expect(precisionPercent({ mute: 3 })).toBeUndefined();
  });

  it("are counted in words", () => {
    const counts = { acknowledge: 12, reject: 3, "wrong-place": 1 };
    expect(verdictCountsText(counts, "en")).toBe("Acknowledge 12, Reject 3, Wrong place 1, Mute 0; precision 75%");
    expect(verdictCountsText(counts, "ar")).toBe("تأكيد 12، رفض 3، المكان خاطئ 1، كتم 0؛ الدقة 75%");
  });
});
