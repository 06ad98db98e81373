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
