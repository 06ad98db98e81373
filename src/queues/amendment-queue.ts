import type { Redis } from "ioredis";
import type { Delivery } from "../pipeline/ports.ts";
import { openQueue } from "./bullmq-queue.ts";
import { type JobWorker, startJobWorker } from "./job-worker.ts";

const AMENDMENT_QUEUE = "amendments";
/** Wishes for one alert within this time are one. */
const GATHER_MS = 3000;
const RETRY_MS = 30_000;
/** An older message is not worth writing again. */
const GIVE_UP_AFTER_MS = 3_600_000;

/** Messages that wait to be written again, by the alert they tell. */
export function openAmendmentQueue(connection: Redis, onError: (error: Error) => void) {
  const queue = openQueue<{ alertId: string; at: number }>(AMENDMENT_QUEUE, connection, onError);
  return {
    amend: (alertId: string) => {
      const at = Date.now();
      return queue.add(`${alertId}-${Math.floor(at / GATHER_MS)}`, { alertId, at }, GATHER_MS);
    },
    close: () => queue.close(),
  };
}

export interface AmendmentWorkerOptions {
  readonly connection: Redis;
  amend(alertId: string, signal: AbortSignal): Promise<Delivery>;
  onDropped(alertId: string, why: string): void;
  onError(error: Error): void;
}

export function startAmendmentWorker({ connection, amend, onDropped, onError }: AmendmentWorkerOptions): JobWorker {
  return startJobWorker<{ alertId: string; at: number }>({
    queue: AMENDMENT_QUEUE,
    connection,
    concurrency: 4,
    async work({ alertId, at }, _, signal) {
      const delivery = await amend(alertId, signal);
      if (delivery.outcome === "done") return delivery;
      const isLate = Date.now() - at > GIVE_UP_AFTER_MS;
      if (delivery.outcome === "later" && !isLate) return { outcome: "later", afterMs: delivery.afterMs ?? RETRY_MS };
      onDropped(alertId, delivery.why);
      return { outcome: "done" };
    },
    onError,
  });
}
