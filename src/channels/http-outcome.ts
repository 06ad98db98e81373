import { type Dispatcher, request } from "undici";
import type { Delivery } from "../pipeline/ports.ts";
import { retryAfterMs } from "../pipeline/retry-after.ts";

/**
 * What an HTTP answer means for a delivery. 2xx: accepted. 408, 425, 429 and 5xx: later, after Retry-After if given.
 * Everything else will not change by asking again. The text names the status only, never the address.
 */
export function deliveryOf(status: number, retryAfter: string | undefined, now: Date, detail = ""): Delivery {
  if (status >= 200 && status < 300) return { outcome: "done" };
  const why = `HTTP ${status}${detail === "" ? "" : ` (${detail.slice(0, 80)})`}`;
  const isPassing = status === 408 || status === 425 || status === 429 || status >= 500;
  if (!isPassing) return { outcome: "never", why };
  return {
    outcome: "later",
    why,
    afterMs: retryAfterMs(retryAfter, now),
    mayHaveArrived: status === 408 || status >= 500,
  };
}

/** Codes of failures before anything was sent: what was asked cannot have arrived. */
const NEVER_SENT = new Set(
  "ECONNREFUSED ENOTFOUND EAI_AGAIN ENETUNREACH EHOSTUNREACH UND_ERR_CONNECT_TIMEOUT".split(" "),
);

/**
 * What a failed request means; `isStopped`: it was ended by us. Messages of libraries may hold the address, so only the
 * code is told.
 */
export function deliveryOfError(error: unknown, isStopped = false): Delivery {
  const code = codeOf(error);
  const why = isStopped ? "stopped or timed out" : `no answer (${code})`;
  return { outcome: "later", why, mayHaveArrived: isStopped || !NEVER_SENT.has(code) };
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
    return deliveryOf(response.statusCode, response.headers["retry-after"]?.toString(), new Date(), detail);
  } catch (error) {
    return deliveryOfError(error, signal.aborted);
  }
}

function codeOf(error: unknown): string {
  const nested = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = (nested as { code?: unknown } | undefined)?.code;
  return typeof code === "string" && /^[A-Z0-9_]{2,40}$/.test(code) ? code : "FAILED";
}
