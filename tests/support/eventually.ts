import { setTimeout as sleep } from "node:timers/promises";

/** Waits until a condition holds, and fails with what was last seen when it does not in time. */
export async function eventually<Value>(
  read: () => Value | Promise<Value>,
  holds: (value: Value) => boolean,
  withinMs = 15_000,
): Promise<Value> {
  const deadline = Date.now() + withinMs;
  let value = await read();
  while (!holds(value)) {
    if (Date.now() > deadline)
      throw new Error(`not within ${withinMs} ms; last seen: ${JSON.stringify(value)?.slice(0, 2000)}`);
    await sleep(25);
    value = await read();
  }
  return value;
}
