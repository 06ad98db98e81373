import { describe, expect, it } from "vitest";
import { deliverAlert } from "../../src/pipeline/deliver-alert.ts";
import type { Channel, Delivery, Outgoing, SentLedger } from "../../src/pipeline/ports.ts";
import { anAlert } from "../support/builders.ts";

const never = new AbortController().signal;
const DAY = 24 * 3_600_000;

function setting(...answers: Delivery[]) {
  const intents = new Set<string>();
  const proofs = new Set<string>();
  const sent: Outgoing[] = [];
  const ledger: SentLedger = {
    async begin(id) {
      if (proofs.has(id)) return "sent";
      const first = !intents.has(id);
      intents.add(id);
      return first ? "first" : "again";
    },
    refOf: async () => undefined,
    async refused(id) {
      intents.delete(id);
    },
    async done(id) {
      proofs.add(id);
    },
  };
  const channel: Channel = {
    id: "desk",
    async send(message) {
      sent.push(message);
      return answers.shift() ?? { outcome: "done" };
    },
    check: async () => ({ outcome: "done" }),
  };
  const ports = {
    sent: ledger,
    channelOf: (id: string) => (id === "desk" ? channel : undefined),
    now: () => new Date(),
  };
  return {
    ledger,
    sent,
    marks: () => sent.map((message) => message.kind === "alert" && message.possibleRepeat),
    deliver: (alert = anAlert()) => deliverAlert([{ alert, afterLoss: false }], ports, DAY, never),
  };
}

describe("the map of an alert", () => {
  const update = { changes: [], of: "alert-0", toldAt: "2026-11-20T08:00:00Z" };
  it.each([
    ["one alert, where the channel takes pictures", 1, true, undefined, 1],
    ["one alert, where it does not", 1, undefined, undefined, 0],
    ["several alerts in one message", 2, true, undefined, 0],
    ["an update that goes into the thread of an alert", 1, true, update, 0],
  ] as const)("is drawn for %s: %d, %s", async (_, alerts, takesPictures, ofUpdate, drawn) => {
    const sent: Outgoing[] = [];
    const asked: string[] = [];
    const channel: Channel = {
      id: "desk",
      takesPictures,
      async send(message) {
        sent.push(message);
        return { outcome: "done" };
      },
      check: async () => ({ outcome: "done" }),
    };
    const { ledger } = setting();
    const [first, ...rest] = Array.from({ length: alerts }, (__, i) => ({
      alert: anAlert({ id: `alert-${i + 1}`, update: ofUpdate }),
      afterLoss: false,
    }));
    const ports = {
      sent: { ...ledger, refOf: async () => "thread" },
      channelOf: () => channel,
      async draw({ id }: { id: string }) {
        asked.push(id);
        return Uint8Array.of(1);
      },
      now: () => new Date(),
    };
    expect(await deliverAlert([first!, ...rest], ports, DAY, never)).toMatchObject({ outcome: "done" });
    expect(asked.length).toBe(drawn);
    expect(sent.length).toBe(1);
    expect("picture" in sent[0]! && sent[0].picture).toEqual(
      drawn > 0 ? Uint8Array.of(1) : alerts > 1 ? false : undefined,
    );
  });
});

describe("delivering an alert", () => {
  it("sends it once, however often it is asked to", async () => {
    const { deliver, sent } = setting();
    await deliver();
    await deliver();
    expect(sent.length).toBe(1);
  });

  it("marks the try after a crash between sending and proving it", async () => {
    const { deliver, ledger, marks } = setting();
    await ledger.begin("alert-1", new Date());
    await deliver();
    expect(marks()).toEqual([true]);
  });

  it("does not mark the try after a refusal", async () => {
    const { deliver, marks } = setting({ outcome: "later", why: "HTTP 429" });
    await deliver();
    await deliver();
    expect(marks()).toEqual([false, false]);
  });

  it("marks the try after a timeout, since the first may have arrived", async () => {
    const { deliver, marks } = setting({ outcome: "later", why: "timed out", mayHaveArrived: true });
    await deliver();
    await deliver();
    expect(marks()).toEqual([false, true]);
  });

  it("keeps the mark when a doubtful try is followed by a refusal", async () => {
    const { deliver, marks } = setting(
      { outcome: "later", why: "timed out", mayHaveArrived: true },
      { outcome: "later", why: "HTTP 429" },
    );
    for (let i = 0; i < 3; i++) await deliver();
    expect(marks()).toEqual([false, true, true]);
  });

  it("gives up what is too old, and says why", async () => {
    const { deliver } = setting({ outcome: "later", why: "HTTP 503" });
    const report = await deliver(anAlert({ decidedAt: new Date(Date.now() - 2 * DAY).toISOString() }));
    expect(report).toMatchObject({ outcome: "never", why: "given up after 48 h: HTTP 503" });
  });

  it("never sends to a channel that is gone", async () => {
    const { deliver, sent } = setting();
    expect(await deliver(anAlert({ channelId: "old" }))).toMatchObject({ outcome: "never" });
    expect(sent).toEqual([]);
  });
});
