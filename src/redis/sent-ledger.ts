import type { Redis } from "ioredis";
import type { SentLedger } from "../pipeline/deliver-ports.ts";
import { PREFIX, parsed } from "./connection.ts";

/**
 * The intents and the proofs of sending. An intent is written before a channel is asked and a proof after it accepted;
 * an intent without a proof means that a crash came between, and the next try is marked as a possible repeat.
 */
export function redisSentLedger(redis: Redis, keepMs: number): SentLedger {
  const intent = (alertId: string) => `${PREFIX}:intent:${alertId}`;
  const sent = (alertId: string) => `${PREFIX}:sent:${alertId}`;
  return {
    async begin(alertId, at) {
      if ((await redis.exists(sent(alertId))) === 1) return "sent";
      const first = await redis.set(intent(alertId), at.toISOString(), "PX", keepMs, "NX");
      return first === "OK" ? "first" : "again";
    },
    refOf: async (alertId) => parsed<{ ref?: string }>(await redis.get(sent(alertId)))?.ref,
    async refused(alertId) {
      await redis.del(intent(alertId));
    },
    async done(alertId, ref, at) {
      const proof = JSON.stringify({ at: at.toISOString(), ref });
      await redis.set(sent(alertId), proof, "PX", keepMs);
    },
  };
}
