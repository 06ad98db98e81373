import { describe, expect, it } from "vitest";
import type { Alert } from "../../src/domain/alerts/alert.ts";
import { digestWording } from "../../src/domain/alerts/digest.ts";
import type { Outgoing } from "../../src/pipeline/deliver-ports.ts";
import { anAlert, anArticle } from "../support/builders.ts";
import { deliverySetting } from "../support/delivery.ts";

const NOON = "2026-11-20T12:00:00Z";
const alertAt = (id: string, given: Partial<Alert> = {}) => anAlert({ id, storyId: id, decidedAt: NOON, ...given });
const marks = (sent: readonly Outgoing[]) => sent.map((message) => message.kind === "alert" && message.possibleRepeat);
const held = (message: Outgoing | undefined) =>
  message?.kind === "digest" ? message.digest.held.map(({ alert, why }) => [alert.id, why]) : [];

describe("the map of an alert", () => {
  const update = { changes: [], of: "told", toldAt: NOON };
  it.each([
    ["one alert, where the channel takes pictures", ["a"], true, undefined, true],
    ["one alert, where it does not", ["a"], false, undefined, false],
    ["several alerts in one message", ["a", "b"], true, undefined, false],
    ["an update that goes into the thread of an alert", ["a"], true, update, false],
  ] as const)("is drawn for %s: %s, %s", async (_, ids, takesPictures, ofUpdate, isDrawn) => {
    const { deliver, sent, ports } = deliverySetting({ takesPictures });
    await ports.sent.done("told", "thread", new Date());
    const [first, ...rest] = ids.map((id) => alertAt(id, { update: ofUpdate }));
    await deliver(first!, ...rest);
    expect(sent.map((message) => message.kind === "alert" && message.picture !== undefined)).toEqual([isDrawn]);
  });
});

describe("delivering an alert", () => {
  it("sends it once, however often it is asked to", async () => {
    const { deliver, sent } = deliverySetting();
    await deliver(alertAt("a"));
    await deliver(alertAt("a"));
    expect(sent.length).toBe(1);
  });

  it("marks the try after a crash between sending and proving it", async () => {
    const { deliver, ports, sent } = deliverySetting();
    await ports.sent.begin("a", new Date());
    await deliver(alertAt("a"));
    expect(marks(sent)).toEqual([true]);
  });

  it("does not mark the try after a refusal", async () => {
    const { deliver, sent } = deliverySetting({ answers: [{ outcome: "later", why: "HTTP 429" }] });
    await deliver(alertAt("a"));
    await deliver(alertAt("a"));
    expect(marks(sent)).toEqual([false, false]);
  });

  it("marks the try after a timeout, since the first may have arrived, and keeps the mark after a refusal", async () => {
    const { deliver, sent } = deliverySetting({
      answers: [
        { outcome: "later", why: "timed out", mayHaveArrived: true },
        { outcome: "later", why: "HTTP 429" },
      ],
    });
    for (let i = 0; i < 3; i++) await deliver(alertAt("a"));
    expect(marks(sent)).toEqual([false, true, true]);
  });

  it("gives up what is too old, and says why", async () => {
    const { deliver } = deliverySetting({ answers: [{ outcome: "later", why: "HTTP 503" }] });
    const report = await deliver(alertAt("a", { decidedAt: "2026-11-18T12:00:00Z" }));
    expect(report).toMatchObject({ outcome: "never", why: "given up after 48 h: HTTP 503" });
  });

  it("never sends to a channel that is gone", async () => {
    const { deliver, sent } = deliverySetting();
    expect(await deliver(alertAt("a", { channelId: "old" }))).toMatchObject({ outcome: "never" });
    expect(sent).toEqual([]);
  });

  it("keeps what it told, without the body, to be found by id and by what the channel gave", async () => {
    const { deliver, ports } = deliverySetting();
    await deliver(alertAt("a"));
    const found = await ports.told.findByRef("desk", "ref-1");
    expect(found).toMatchObject({ id: "a", article: { title: anArticle().title, body: "" } });
    expect(await ports.told.find("a")).toEqual(found);
  });
});

describe("quiet hours", () => {
  const quiet = { from: 22 * 60, to: 6 * 60, unless: "critical" as const };

  it("hold an alert for the morning digest, by the channel's own clock, and let the worst through", async () => {
    const { deliver, digest, sent, at } = deliverySetting({ pace: { quiet, timeZone: "Asia/Baghdad" } });
    at("2026-11-20T19:30:00Z");
    expect(await deliver(alertAt("a"))).toMatchObject({ outcome: "done", held: [{ alert: "a", why: "quiet-hours" }] });
    await deliver(alertAt("b", { severity: "critical" }));
    expect(sent.map((message) => message.kind === "alert" && message.alert.id)).toEqual(["b"]);
    at("2026-11-21T03:00:00Z");
    await digest();
    expect(held(sent[1])).toEqual([["a", "quiet-hours"]]);
    await deliver(alertAt("a"));
    await digest("digest-2");
    expect(sent.length).toBe(2);
  });

  it("are over at their end", async () => {
    const { deliver, sent, at } = deliverySetting({ pace: { quiet } });
    for (const [i, time] of ["21:59", "22:00", "05:59", "06:00"].entries()) {
      at(`2026-11-20T${time}:00Z`);
      await deliver(alertAt(`a${i}`));
    }
    expect(sent.map((message) => message.kind === "alert" && message.alert.id)).toEqual(["a0", "a3"]);
  });
});

describe("a rate an hour", () => {
  it("sends what is over to the digest, and counts anew an hour later", async () => {
    const { deliver, digest, sent, at } = deliverySetting({ pace: { perHour: 2 } });
    for (const id of ["a", "b", "c"]) await deliver(alertAt(id));
    await deliver(alertAt("d", { severity: "critical" }));
    at("2026-11-20T13:00:01Z");
    await deliver(alertAt("e"));
    expect(sent.map((message) => message.kind === "alert" && message.alert.id)).toEqual(["a", "b", "d", "e"]);
    await digest();
    expect(held(sent[4])).toEqual([["c", "too-many"]]);
  });
});

describe("a digest", () => {
  it("is told once, marked after a crash, and holds at a second try what it held at the first", async () => {
    const answers = [{ outcome: "later" as const, why: "timed out", mayHaveArrived: true }];
    const { digest, ports, sent } = deliverySetting({ answers });
    await ports.digests.hold({ alert: alertAt("a"), why: "review" });
    await digest();
    await ports.digests.hold({ alert: alertAt("b"), why: "review" });
    await digest();
    await digest("digest-2");
    expect(sent.map(held)).toEqual([[["a", "review"]], [["a", "review"]], [["b", "review"]]]);
    expect(sent.map((message) => message.kind === "digest" && message.possibleRepeat)).toEqual([false, true, false]);
  });

  it("counts what is beyond its limit", async () => {
    const { digest, ports, sent } = deliverySetting();
    for (let i = 0; i < 2003; i++) await ports.digests.hold({ alert: alertAt(`a${i}`), why: "review" });
    await digest();
    const [message] = sent;
    expect(message?.kind === "digest" && [message.digest.held.length, message.digest.leftOut]).toEqual([2000, 3]);
  });

  it("says what was held, what is to be looked at, what was silenced and how right the watchlists were", async () => {
    const { digest, ports, sent } = deliverySetting();
    const titled = (title: string) => ({ article: anArticle({ title }) });
    await ports.digests.hold({ alert: alertAt("a", titled("اشتباك قرب التنف")), why: "quiet-hours" });
    for (const id of ["b", "c"]) await ports.digests.hold({ alert: alertAt(id, titled("حديث عن قصف")), why: "review" });
    await ports.digests.hold({ alert: alertAt("d"), why: "silence", note: "Noor: exercise" });
    const verdict = { alertId: "a", storyId: "a", channelId: "desk", by: "Noor", at: NOON };
    await ports.verdicts.give({ ...verdict, kind: "acknowledge" }, alertAt("a"));
    await ports.verdicts.give({ ...verdict, kind: "acknowledge" }, alertAt("a"));
    await ports.verdicts.give({ ...verdict, kind: "reject", alertId: "b", storyId: "b" }, alertAt("b"));
    await digest();
    const [message] = sent;
    if (message?.kind !== "digest") throw new Error("no digest");
    const { title, sections } = digestWording(message.digest, "en");
    expect(title).toBe("Rasid digest 2026-11-20");
    expect(sections.map(({ heading, lines }) => [heading, ...lines.map(({ text }) => text)])).toEqual([
      ["In short", "quiet hours: 1 · to be looked at: 2 · silenced: 1", "Most named places: Abu Kamal 4"],
      ["Held back", "اشتباك قرب التنف (Abu Kamal)"],
      ["to be looked at", "حديث عن قصف (Abu Kamal) ×2"],
      ["silenced", "1 × Noor: exercise"],
      ["How right the watchlists were", "syria-iraq: Acknowledge 1, Reject 1, Wrong place 0, Mute 0; precision 50%"],
    ]);
  });
});

describe("a silence", () => {
  it("covers what bears all that it names, until it ends, and is counted in the digest", async () => {
    const { deliver, ports, sent, at } = deliverySetting();
    const silence = { id: "s1", place: "sy-iq/abu-kamal", by: "Noor", reason: "exercise" };
    await ports.silences.add({ ...silence, watchlist: "syria-iraq", until: "2026-11-20T14:00:00Z" });
    expect(await deliver(alertAt("a"))).toMatchObject({ held: [{ why: "silence" }] });
    await deliver(alertAt("b", { watchlists: [...anAlert().watchlists, { id: "other", title: "o", because: [] }] }));
    at("2026-11-20T14:00:00Z");
    await deliver(alertAt("c"));
    expect(sent.map((message) => message.kind === "alert" && message.alert.id)).toEqual(["b", "c"]);
    expect((await ports.digests.open("desk")).held).toMatchObject([{ why: "silence", note: "Noor: exercise" }]);
  });
});

describe("escalation", () => {
  const escalate = [{ afterMs: 900_000, to: "desk", from: "high" as const }];

  it("tells again what nobody answered, once, and not what is too mild", async () => {
    const { deliver, queued, sent } = deliverySetting({ pace: { escalate } });
    await deliver(alertAt("a"));
    await deliver(alertAt("b", { severity: "medium" }));
    expect(queued.map(({ alert, delayMs }) => [alert.id, alert.remindsOf, delayMs])).toEqual([["a-r0", "a", 900_000]]);
    await deliver(queued[0]!.alert);
    expect(sent.length).toBe(3);
    expect(queued.length).toBe(1);
  });

  it("is over once somebody said a word", async () => {
    const { deliver, queued, sent, ports } = deliverySetting({ pace: { escalate } });
    await deliver(alertAt("a"));
    const verdict = {
      kind: "acknowledge",
      alertId: "a",
      storyId: "a",
      channelId: "desk",
      by: "Noor",
      at: NOON,
    } as const;
    await ports.verdicts.give(verdict, alertAt("a"));
    expect(await deliver(queued[0]!.alert)).toMatchObject({ held: [{ why: "answered" }] });
    expect(sent.length).toBe(1);
  });
});

describe("a story that an analyst closed", () => {
  it("is told no more: rejected anywhere, or muted in this channel", async () => {
    const { deliver, ports, sent } = deliverySetting();
    const by = { alertId: "x", by: "Noor", at: NOON };
    await ports.verdicts.give({ ...by, kind: "reject", storyId: "a", channelId: "other" }, alertAt("a"));
    await ports.verdicts.give({ ...by, kind: "mute", storyId: "b", channelId: "desk" }, alertAt("b"));
    await ports.verdicts.give({ ...by, kind: "mute", storyId: "c", channelId: "other" }, alertAt("c"));
    for (const id of ["a", "b", "c"]) await deliver(alertAt(id));
    expect(sent.map((message) => message.kind === "alert" && message.alert.id)).toEqual(["c"]);
  });
});

describe("alerts that go out together", () => {
  it("make one update of a story's updates, with all that is new, in the thread of the first", async () => {
    const { deliver, sent } = deliverySetting();
    await deliver(alertAt("first", { storyId: "s" }));
    const update = (id: string, killed: number) =>
      alertAt(id, {
        storyId: "s",
        update: { of: "first", toldAt: NOON, changes: [{ change: "figure", kind: "killed", value: killed }] },
      });
    await deliver(update("u1", 3), update("u2", 7));
    expect(sent[1]).toMatchObject({
      kind: "alert",
      threadRef: "ref-1",
      alert: { id: "u2", update: { changes: [{ kind: "killed", value: 7 }] } },
    });
    await deliver(update("u1", 3));
    expect(sent.length).toBe(2);
  });

  it("make a list of others", async () => {
    const { deliver, sent } = deliverySetting();
    await deliver(alertAt("a"), alertAt("b"));
    expect(held(sent[0])).toEqual([
      ["a", "together"],
      ["b", "together"],
    ]);
  });

  it("wait while their place was told lately, unless they are critical", async () => {
    const { deliver, sent, at } = deliverySetting({ pace: { group: { waitMs: 1, intervalMs: 300_000 } } });
    await deliver(alertAt("a"));
    at("2026-11-20T12:02:00Z");
    expect(await deliver(alertAt("b"))).toMatchObject({ outcome: "later", afterMs: 180_000 });
    await deliver(alertAt("c", { severity: "critical" }));
    at("2026-11-20T12:07:00Z");
    await deliver(alertAt("b"));
    expect(sent.map((message) => message.kind === "alert" && [message.alert.id, message.possibleRepeat])).toEqual([
      ["a", false],
      ["c", false],
      ["b", false],
    ]);
  });
});
