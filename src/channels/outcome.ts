import { type Dispatcher, request } from "undici";
import type { Delivery } from "../pipeline/deliver-ports.ts";
import { retryAfterMs } from "../pipeline/retry-after.ts";

/** What an HTTP answer means: 408, 425, 429 and 5xx pass by themselves. The status is told, never the address. */
export function deliveryOf(status: number, retryAfter: string | undefined, detail = ""): Delivery {
  if (status >= 200 && status < 300) return { outcome: "done" };
  const why = `HTTP ${status}${detail && ` (${detail.slice(0, 80)})`}`;
  const mayHaveArrived = status === 408 || status >= 500;
  if (!mayHaveArrived && status !== 425 && status !== 429) return { outcome: "never", why };
  return { outcome: "later", why, afterMs: retryAfterMs(retryAfter, new Date()), mayHaveArrived };
}

/** Codes of failures before anything was sent: what was asked cannot have arrived. */
const NEVER_SENT = "ECONNREFUSED ENOTFOUND EAI_AGAIN ENETUNREACH EHOSTUNREACH UND_ERR_CONNECT_TIMEOUT".split(" ");
const STOPPED: Delivery = { outcome: "later", why: "stopped or timed out", mayHaveArrived: true };

/** What a failed request means. Messages of libraries may hold the address, so only the code is told. */
export function deliveryOfError(error: unknown): Delivery {
  const nested = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const given = (nested as { code?: unknown } | undefined)?.code;
  const code = typeof given === "string" && /^[A-Z0-9_]{2,40}$/.test(given) ? given : "FAILED";
  return { outcome: "later", why: `no answer (${code})`, mayHaveArrived: !NEVER_SENT.includes(code) };
}

/** Posts a JSON text and tells what became of it; `detailOf` reads of the answer what the delivery should quote. */
export async function postJson(
  url: string,
  body: string,
  signal: AbortSignal,
  ownHeaders: Readonly<Record<string, string>> = {},
  detailOf: (answer: Dispatcher.ResponseData["body"]) => Promise<string> = (answer) => answer.dump().then(() => ""),
): Promise<Delivery> {
  try {
    const headers = { "content-type": "application/json; charset=utf-8", ...ownHeaders };
    const response = await request(url, { method: "POST", headers, body, signal });
    const detail = await detailOf(response.body);
    return deliveryOf(response.statusCode, response.headers["retry-after"]?.toString(), detail);
  } catch (error) {
    return signal.aborted ? STOPPED : deliveryOfError(error);
  }
}

/** What becomes of a conversation that cannot be stopped; it is waited for until the signal fires. */
export async function untilAborted<Answer, Failure>(
  signal: AbortSignal,
  converse: () => Promise<Answer>,
  failed: (error: Failure) => Delivery,
  told: (answer: Answer) => { ref?: string | undefined; note?: string | undefined } = () => ({}),
): Promise<Delivery> {
  if (signal.aborted) return STOPPED;
  return new Promise((resolve) => {
    const stop = () => resolve(STOPPED);
    signal.addEventListener("abort", stop, { once: true });
    void converse()
      .then((answer): Delivery => ({ outcome: "done", ...told(answer) }))
      .catch(failed)
      .then(resolve)
      .finally(() => signal.removeEventListener("abort", stop));
  });
}
