import { afterEach, describe, expect, it } from "vitest";
import type { Channel, Delivery, Outgoing } from "../../src/pipeline/deliver-ports.ts";
import { anAlert, anArticle } from "../support/builders.ts";

/** A channel under test, with a real server behind it that can be told how to answer. */
export interface ChannelCase {
  readonly name: string;
  readonly secret: string;
  /** Answers that the server can give, with what each has to come to. */
  readonly answers: readonly ChannelAnswer[];
  open(): Promise<OpenCase>;
}

export interface ChannelAnswer {
  readonly label: string;
  readonly outcome: Delivery["outcome"];
  readonly afterMs?: number;
}

export interface OpenCase {
  readonly channel: Channel;
  /** The same channel, pointed at a port where nobody listens. */
  readonly unreachable: Channel;
  answerWith(label: string): void;
  /** Texts of everything that was accepted, as a person would see them. */
  received(): string[];
  close(): Promise<void>;
}

export const HOSTILE_TITLE =
  '<!channel> <@U1> <http://evil.example|good> &lt; `*_~ "a@x" <b@y>\r\nBcc: evil@example.org \u202Eقصف\u0007 <script>alert(1)</script>';

export function anOutgoing(title?: string): Outgoing {
  return {
    kind: "alert",
    alert: anAlert(title === undefined ? {} : { article: anArticle({ title }) }),
    possibleRepeat: false,
  };
}

/** The kinds that the contract was tried against. */
export const describedChannels = new Set<string>();

/** What every channel promises, tried against each of them; `name` is its kind. */
export function describeChannel(given: ChannelCase): void {
  describedChannels.add(given.name);
  describe(`the channel ${given.name}`, () => {
    let opened: OpenCase | undefined;
    afterEach(async () => {
      await opened?.close();
      opened = undefined;
    });
    const open = async () => {
      opened = await given.open();
      return opened;
    };
    const soon = () => AbortSignal.timeout(5000);

    it("delivers an alert once", async () => {
      const { channel, received } = await open();
      expect(await channel.send(anOutgoing(), soon())).toMatchObject({ outcome: "done" });
      expect(received().length).toBe(1);
      expect(received()[0]).toContain("البوكمال");
    });

    it("delivers a notice", async () => {
      const { channel, received } = await open();
      const notice = {
        key: "k",
        title: "Feed one failed",
        lines: ["HTTP_500: the server has a fault"],
        at: "2026-11-20T00:00:00Z",
      };
      expect(await channel.send({ kind: "notice", notice }, soon())).toMatchObject({ outcome: "done" });
      expect(received()[0]).toContain("HTTP_500: the server has a fault");
    });

    it("says when an alert may be a repeat", async () => {
      const { channel, received } = await open();
      await channel.send({ kind: "alert", alert: anAlert(), possibleRepeat: true }, soon());
      expect(received()[0]).toMatch(/سبق إرساله|"possibleRepeat":true/);
    });

    it("shows hostile feed text without its direction and control characters", async () => {
      const { channel, received } = await open();
      expect(await channel.send(anOutgoing(HOSTILE_TITLE), soon())).toMatchObject({ outcome: "done" });
      expect(received()[0]).not.toMatch(/[\u0007\u202e]/);
    });

    it.each(given.answers)("takes $label as $outcome", async ({ label, outcome, afterMs }) => {
      const { channel, answerWith } = await open();
      answerWith(label);
      const delivery = await channel.send(anOutgoing(), soon());
      expect(delivery.outcome, JSON.stringify(delivery)).toBe(outcome);
      if (afterMs !== undefined) expect(delivery).toMatchObject({ afterMs });
      if (delivery.outcome !== "done") expect(delivery.why).not.toContain(given.secret);
    });

    it("checks that it can be reached without sending anything", async () => {
      const { channel, received } = await open();
      expect(await channel.check(soon())).toMatchObject({ outcome: "done" });
      expect(received()).toEqual([]);
    });

    it.runIf(given.answers.length > 0)("takes a server that is away as later, without naming its secret", async () => {
      const { unreachable } = await open();
      const delivery = await unreachable.send(anOutgoing(), soon());
      expect(delivery.outcome).toBe("later");
      expect(JSON.stringify(delivery)).not.toContain(given.secret);
    });

    it.runIf(given.answers.length > 0)("stops soon after the signal fires", async () => {
      const { channel, answerWith } = await open();
      answerWith("silence");
      const started = Date.now();
      const delivery = await channel.send(anOutgoing(), AbortSignal.timeout(200));
      expect(delivery).toMatchObject({ outcome: "later", mayHaveArrived: true });
      expect(Date.now() - started).toBeLessThan(1500);
    });
  });
}

/** What each HTTP status has to come to (RFC 9110). */
export const HTTP_ANSWERS: readonly ChannelAnswer[] = [
  { label: "200", outcome: "done" },
  ...["400", "401", "403", "404", "405", "409", "410", "413", "422"].map((label) => ({
    label,
    outcome: "never" as const,
  })),
  ...["408", "425", "500", "502", "503", "504"].map((label) => ({ label, outcome: "later" as const })),
  { label: "429 Retry-After: 7", outcome: "later", afterMs: 7000 },
  { label: "cut", outcome: "later" },
];
