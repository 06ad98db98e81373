import { once } from "node:events";

/** Something that was started and has to be ended. */
export interface Closable {
  readonly name: string;
  close(deadlineMs: number): Promise<unknown>;
}

/**
 * Resolves when SIGTERM or SIGINT comes, or SIGHUP where nobody else listens for it, or when `done` does; then closes
 * everything, the last opened first, and throws what `done` failed with. A second signal, or a deadline that passes,
 * ends the process at once with status 1.
 */
export async function runUntilStopped(
  opened: readonly Closable[],
  deadlineMs: number,
  done: Promise<unknown>,
  onProblem: (name: string, error: unknown) => void,
): Promise<void> {
  const stopped = new AbortController();
  const onSignal = () => (stopped.signal.aborted ? process.exit(1) : stopped.abort());
  const heeded = ["SIGTERM", "SIGINT", ...(process.listenerCount("SIGHUP") === 0 ? ["SIGHUP"] : [])];
  for (const signal of heeded) process.on(signal, onSignal);
  const [outcome] = await Promise.allSettled([Promise.race([once(stopped.signal, "abort"), done])]);

  const forced = setTimeout(() => {
    onProblem("deadline", new Error(`not closed after ${deadlineMs} ms`));
    process.exit(1);
  }, deadlineMs);
  // Work is aborted when half the time is gone, whichever part it is in, so that there is time to hand it back.
  const abortAt = Date.now() + deadlineMs / 2;
  for (const one of opened.toReversed()) {
    try {
      await one.close(Math.max(0, abortAt - Date.now()));
    } catch (error) {
      onProblem(one.name, error);
    }
  }
  clearTimeout(forced);
  for (const signal of heeded) process.off(signal, onSignal);
  if (outcome.status === "rejected") throw outcome.reason;
}
