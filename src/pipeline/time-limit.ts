/**
 * Aborts with `stop`, or with a TimeoutError after so long. `AbortSignal.timeout` would do, but within `AbortSignal.any`
 * Node lets it be collected before it fires (nodejs/node#57736), and whoever waits for it waits for ever.
 */
export function within(timeoutMs: number, stop: AbortSignal): AbortSignal {
  const limit = new AbortController();
  setTimeout(() => limit.abort(new DOMException("the time is over", "TimeoutError")), timeoutMs).unref();
  return AbortSignal.any([stop, limit.signal]);
}
