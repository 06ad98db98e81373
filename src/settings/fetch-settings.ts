import type { RasidSettings } from "./rasid-file.ts";
import type { ConfiguredFeed } from "./settings.ts";

/** The limits of `rasid.yaml` in the terms of the fetcher. */
export function fetchLimits(fetch: RasidSettings["fetch"]) {
  return {
    connectTimeoutMs: fetch.connectTimeout,
    headersTimeoutMs: fetch.headersTimeout,
    idleTimeoutMs: fetch.idleTimeout,
    wholeTimeoutMs: fetch.wholeTimeout,
    maxBytes: fetch.maxBytes,
    maxRedirects: fetch.maxRedirects,
    allowAddresses: fetch.allowAddresses,
  };
}

/** How a feed of `feeds.yaml` is asked. */
export function feedRequest(feed: ConfiguredFeed, fetch: RasidSettings["fetch"]) {
  const { urls, userAgent = fetch.userAgent, headers = {}, authorization, proxy } = feed;
  return { urls, userAgent, headers, authorization, proxy };
}
