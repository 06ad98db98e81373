import type { FeedAnswer, FeedSource, Validators } from "../../pipeline/poll-ports.ts";
import { retryAfterMs } from "../../pipeline/retry-after.ts";
import { charsetOf } from "../decode-text.ts";
import { FetchFailed, type FetchResponse, type GuardedFetch } from "../guarded-fetch.ts";
import type { FeedParser } from "./feed-parser.ts";

/** How one feed is asked. */
interface FeedRequest {
  /** Tried in order until one gives a feed. */
  readonly urls: readonly string[];
  readonly userAgent: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly authorization?: string | undefined;
  readonly proxy?: string | undefined;
}

const ACCEPT =
  "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5";

/** Asks feeds over HTTP: conditional GET, addresses in order, charset and parsing in a thread. */
export function httpFeedSource(options: {
  readonly fetch: GuardedFetch;
  readonly parser: FeedParser;
  readonly maxItems: number;
  /** How the feed with this id is asked; undefined when it is no longer configured. */
  requestFor(feedId: string): FeedRequest | undefined;
  now(): Date;
}): FeedSource {
  async function askAddress(url: string, request: FeedRequest, known: Validators | undefined, signal: AbortSignal) {
    const { userAgent, authorization, proxy } = request;
    const headers = {
      accept: ACCEPT,
      "accept-encoding": "gzip, deflate, br",
      "user-agent": userAgent,
      ...(known?.etag && { "if-none-match": known.etag }),
      ...(known?.lastModified && { "if-modified-since": known.lastModified }),
    };
    const privateHeaders = { ...request.headers, ...(authorization && { authorization }) };
    try {
      return await readResponse(url, await options.fetch.fetch({ url, headers, privateHeaders, proxy }, signal));
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof FetchFailed) return failed(error.code, error.message);
      throw error;
    }
  }

  async function readResponse(url: string, response: FetchResponse): Promise<FeedAnswer> {
    const { status } = response;
    if (status === 304) return { outcome: "unchanged" };
    if (status < 200 || status > 299) {
      const unnamed = status >= 500 ? "the server has a fault" : "not an answer that holds a feed";
      const afterMs = retryAfterMs(response.headers["retry-after"], options.now());
      return { ...failed(`HTTP_${status}`, STATUS_TEXTS[status] ?? unnamed), retryAfterMs: afterMs };
    }
    if (response.body.length === 0) return failed("EMPTY", "an empty answer");
    const answer = await options.parser.parse({
      bytes: response.body,
      httpCharset: charsetOf(response.headers["content-type"]),
      base: response.url,
      maxItems: options.maxItems,
    });
    if (!answer.ok) return failed("NOT_A_FEED", answer.why);
    const { etag, "last-modified": lastModified } = response.headers;
    const validators = etag || lastModified ? { url, etag, lastModified } : undefined;
    const { items, leftOut, stage } = answer.feed;
    return { outcome: "items", items, leftOut, stage, charset: answer.charset, validators, movedTo: response.movedTo };
  }

  return {
    async ask(feed, known, signal) {
      const request = options.requestFor(feed.id);
      if (!request) return failed("NOT_CONFIGURED", "no longer in feeds.yaml");
      let last: FeedAnswer = failed("NO_ADDRESS", "no address to ask");
      for (const url of request.urls) {
        last = await askAddress(url, request, known?.url === url ? known : undefined, signal);
        if (last.outcome !== "failed") break;
      }
      return last;
    },
  };
}

function failed(code: string, why: string): FeedAnswer & { outcome: "failed" } {
  return { outcome: "failed", code, why };
}

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  401: "the server asks for credentials",
  403: "the server refuses us; another userAgent may help",
  404: "nothing at this address",
  410: "gone for good",
  429: "asked too often",
};
