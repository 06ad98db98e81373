import type { Alert } from "../../src/domain/alerts/alert.ts";
import type { Pace } from "../../src/domain/alerts/pace.ts";
import { deliverAlert } from "../../src/pipeline/deliver-alert.ts";
import type { Channel, Delivery, Outgoing } from "../../src/pipeline/deliver-ports.ts";
import { sendDigest } from "../../src/pipeline/send-digest.ts";
import { memoryStores } from "./memory-stores.ts";

const KEEP_MS = 90 * 86_400_000;
export const PLAIN_PACE: Pace = { timeZone: "UTC", escalate: [], digestAt: ["07:00"] };

/** The delivering steps over ledgers in memory, with a clock of their own and a channel that keeps what it is sent. */
export function deliverySetting(given: { pace?: Partial<Pace>; answers?: Delivery[]; takesPictures?: boolean } = {}) {
  const clock = { now: new Date("2026-11-20T12:00:00Z") };
  const { answers = [] } = given;
  const sent: Outgoing[] = [];
  const queued: { alert: Alert; delayMs: number | undefined }[] = [];
  const channel: Channel = {
    id: "desk",
    takesPictures: given.takesPictures || undefined,
    async send(message) {
      sent.push(message);
      return answers.shift() ?? { outcome: "done", ref: `ref-${sent.length}` };
    },
    check: async () => ({ outcome: "done" }),
  };
  const pace = { ...PLAIN_PACE, ...given.pace };
  const now = () => clock.now;
  const ports = {
    ...memoryStores(KEEP_MS, now),
    alerts: {
      enqueue: async (alert: Alert, _: boolean, delayMs?: number) => void queued.push({ alert, delayMs }),
    },
    channelOf: (id: string) => (id === "desk" ? { channel, pace } : undefined),
    draw: async () => Uint8Array.of(1),
    now,
  };
  const never = new AbortController().signal;
  return {
    ports,
    sent,
    queued,
    at(iso: string) {
      clock.now = new Date(iso);
    },
    deliver: (first: Alert, ...others: Alert[]) =>
      deliverAlert(
        [{ alert: first, afterLoss: false }, ...others.map((alert) => ({ alert, afterLoss: false }))],
        ports,
        86_400_000,
        never,
      ),
    digest: (id = "digest-1") => sendDigest(id, "desk", ports, never),
  };
}
