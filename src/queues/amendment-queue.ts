import type { Redis } from "ioredis";
import { openQueue } from "./bullmq-queue.ts";

export const AMENDMENT_QUEUE = "amendments";
/** Wishes for one alert within this time are one. */
const GATHER_MS = 3000;

/** A message that waits to be written again. */
export interface AmendmentJob {
  readonly alertId: string;
  /** Milliseconds since 1970. */
  readonly askedAt: number;
}

export function openAmendmentQueue(connection: Redis, onError: (error: Error) => void) {
  const queue = openQueue<AmendmentJob>(AMENDMENT_QUEUE, connection, onError);
  return {
    async amend(alertId: string): Promise<void> {
      const askedAt = Date.now();
      await queue.add(`${alertId}-${Math.floor(askedAt / GATHER_MS)}`, { alertId, askedAt }, GATHER_MS);
    },
    close: () => queue.close(),
  };
}
