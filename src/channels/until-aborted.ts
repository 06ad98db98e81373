import type { Delivery } from "../pipeline/ports.ts";

/**
 * Waits for a conversation that cannot be stopped, but no longer than until the signal fires; `failed` tells what its
 * error means.
 */
export async function untilAborted<Failure>(
  converse: () => Promise<Delivery>,
  failed: (error: Failure) => Delivery,
  signal: AbortSignal,
): Promise<Delivery> {
  const stopped: Delivery = { outcome: "later", why: "stopped or timed out", mayHaveArrived: true };
  if (signal.aborted) return stopped;
  return new Promise((resolve) => {
    const stop = () => resolve(stopped);
    signal.addEventListener("abort", stop, { once: true });
    void converse()
      .catch(failed)
      .then(resolve)
      .finally(() => signal.removeEventListener("abort", stop));
  });
}
