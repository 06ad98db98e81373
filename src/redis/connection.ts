import { Redis } from "ioredis";

/** Where Redis is: an address, or the socket of a managed server. */
export type RedisAddress = { readonly url: string } | { readonly socket: string };

/** Prefix of every key that Rasid writes. */
export const PREFIX = "rasid";

/** A connection that gives up on a command after a few tries, or waits for Redis (`patient`: for workers). */
export function connectRedis(address: RedisAddress, onError: (error: Error) => void, patient = false): Redis {
  const options = {
    maxRetriesPerRequest: patient ? null : 3,
    connectTimeout: 5000,
    retryStrategy: (attempt: number) => Math.min(100 * 2 ** Math.min(attempt, 6), 3000),
    enableReadyCheck: true,
  };
  const redis = "url" in address ? new Redis(address.url, options) : new Redis({ path: address.socket, ...options });
  redis.on("error", onError);
  return redis;
}

/** Closes a connection; one that is broken already counts as closed. */
export async function closeRedis(redis: Redis): Promise<void> {
  await redis.quit().catch(() => redis.disconnect());
}

/** A value that was kept as JSON; undefined when there is none. */
export function parsed<Value>(text: string | null): Value | undefined {
  return text === null ? undefined : (JSON.parse(text) as Value);
}

/** What is wrong with a Redis server for keeping alerts, as sentences that name the remedy. */
export async function unsafeSettings(redis: Redis): Promise<string[]> {
  const found: string[] = [];
  try {
    const answers = ["maxmemory-policy", "appendonly", "save"].map((name) => redis.config("GET", name));
    const [policy, appendonly, save] = (await Promise.all(answers)).map(configValue);
    if (policy !== undefined && policy !== "noeviction")
      found.push(`maxmemory-policy is ${policy}, so Redis may throw alerts away: set it to noeviction`);
    if (appendonly === "no" && save === "")
      found.push("nothing is written to disk, so a restart loses alerts: set appendonly yes");
  } catch {
    // Hosted servers often forbid CONFIG; nothing can be said of them then.
  }
  return found;
}

/** CONFIG GET answers with a map under RESP3 and with a list under RESP2; the value is last in both. */
function configValue(answer: unknown): string | undefined {
  const values: unknown[] = answer instanceof Map ? [...answer.values()] : Object.values(answer ?? {});
  return values.length === 0 ? undefined : String(values.at(-1));
}
