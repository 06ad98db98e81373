import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import type { Channel } from "../pipeline/deliver-ports.ts";
import { within } from "../pipeline/time-limit.ts";

const WRITE_WITHIN_MS = 3000;

/** Why Redis takes no write now: away, frozen, or refusing because its disk or its memory is full. */
export async function whyNoWrites(redis: Redis): Promise<string | undefined> {
  const late = sleep(WRITE_WITHIN_MS, "no answer", { ref: false });
  const written = redis.set("rasid:heartbeat", new Date().toISOString(), "PX", 60_000);
  const answer = await Promise.race([written, late]).catch((error: Error) => error.message);
  return answer === "OK" ? undefined : (answer ?? "no answer");
}

const LOOK_EVERY_MS = 2000;
/** One look may meet a restart; two in a row are a fault. */
const LOOKS_BEFORE_NOTICE = 2;

/**
 * Tells ops when Redis is away, frozen or full, and when it takes writes again. Straight to their channels: the way of
 * other notices leads through Redis.
 */
export function watchRedis(
  redis: Redis,
  channels: () => readonly Channel[],
  timeoutMs: number,
  onTrouble: (problem: string) => void,
): { close(): Promise<void> } {
  const stop = new AbortController();
  let failedLooks = 0;

  async function tell(title: string, lines: readonly string[]): Promise<void> {
    const notice = { key: "redis-takes-no-writes", title, lines, at: new Date().toISOString() };
    const signal = () => within(timeoutMs, stop.signal);
    await Promise.all(channels().map((channel) => channel.send({ kind: "notice", notice }, signal())));
  }
  async function look(): Promise<void> {
    const problem = await whyNoWrites(redis);
    const wasTold = failedLooks >= LOOKS_BEFORE_NOTICE;
    failedLooks = problem === undefined ? 0 : failedLooks + 1;
    if (problem === undefined && wasTold) await tell("Redis takes writes again", []);
    if (problem === undefined || failedLooks !== LOOKS_BEFORE_NOTICE) return;
    onTrouble(problem);
    await tell("Redis takes no writes: nothing is lost, and nothing is told until it does", [problem]);
  }
  async function watch(): Promise<void> {
    while (!stop.signal.aborted) {
      await look();
      await sleep(LOOK_EVERY_MS, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
    }
  }
  const watching = watch();
  return {
    async close() {
      stop.abort();
      await watching;
    },
  };
}
