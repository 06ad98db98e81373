import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { within } from "../../src/pipeline/time-limit.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Waits for a signal that nothing else holds, as a request does. */
function aborted(timeoutMs: number, stop: AbortSignal): Promise<string> {
  const signal = within(timeoutMs, stop);
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve((signal.reason as Error).name), { once: true });
  });
}

it("a time limit holds when garbage is collected before it is over", async () => {
  const waiting = Array.from({ length: 20 }, () => aborted(150, new AbortController().signal));
  await sleep(20);
  collectGarbage();
  await sleep(20);
  collectGarbage();
  const all = await Promise.race([Promise.all(waiting), sleep(2000, ["never"])]);
  expect(new Set(all)).toEqual(new Set(["TimeoutError"]));
});

it("whoever stops is not kept waiting for the time to be over", async () => {
  const stop = new AbortController();
  const waiting = aborted(60_000, stop.signal);
  stop.abort();
  expect(await waiting).toBe("AbortError");
});
