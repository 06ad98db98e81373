import type { Feed, FeedAnswer, FeedSource, Validators } from "../pipeline/ports.ts";
import { retryAfterMs } from "../pipeline/retry-after.ts";
import type { FeedParser } from "./deadline-thread.ts";
import { charsetOf } from "./decode-text.ts";
import { FetchFailed, type FetchResponse, type GuardedFetch } from "./guarded-fetch.ts";

/** How one feed is asked. */
export interface FeedRequest {
  /** Tried in order until one gives a feed. */
  readonly urls: readonly string[];
  readonly userAgent: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly authorization?: string | undefined;
  readonly proxy?: string | undefined;
}

export interface HttpFeedSourceOptions {
  readonly fetch: GuardedFetch;
  readonly parser: FeedParser;
  readonly maxItems: number;
  /** How the feed with this id is asked; undefined when it is no longer configured. */
  requestFor(feedId: string): FeedRequest | undefined;
  now(): Date;
}

const ACCEPT =
  "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5";

/** Asks feeds over HTTP: conditional GET, addresses in order, charset and parsing in a thread. */
export function httpFeedSource(options: HttpFeedSourceOptions): FeedSource {
  async function ask(feed: Feed, known: Validators | undefined, signal: AbortSignal): Promise<FeedAnswer> {
    const request = options.requestFor(feed.id);
    if (!request) return { outcome: "failed", code: "NOT_CONFIGURED", why: "no longer in feeds.yaml" };
    let last: FeedAnswer = { outcome: "failed", code: "NO_ADDRESS", why: "no address to ask" };
    for (const url of request.urls) {
      last = await askAddress(url, request, known?.url === url ? known : undefined, signal);
      if (last.outcome !== "failed") return last;
    }
    return last;
  }

  async function askAddress(
    url: string,
    request: FeedRequest,
    known: Validators | undefined,
    signal: AbortSignal,
  ): Promise<FeedAnswer> {
    try {
      const headers = {
        accept: ACCEPT,
        "accept-encoding": "gzip, deflate, br",
        "user-agent": request.userAgent,
        ...(known?.etag && { "if-none-match": known.etag }),
        ...(known?.lastModified && { "if-modified-since": known.lastModified }),
      };
      const { authorization, proxy } = request;
      const privateHeaders = { ...request.headers, ...(authorization && { authorization }) };
      const response = await options.fetch.fetch({ url, headers, privateHeaders, proxy }, signal);
      return await readResponse(url, response);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof FetchFailed) return { outcome: "failed", code: error.code, why: error.message };
      throw error;
    }
  }

  async function readResponse(url: string, response: FetchResponse): Promise<FeedAnswer> {
    if (response.status === 304) return { outcome: "unchanged" };
    if (response.status < 200 || response.status > 299) {
      const afterMs = retryAfterMs(response.headers["retry-after"], options.now());
      const why = statusText(response.status);
      return { outcome: "failed", code: `HTTP_${response.status}`, why, retryAfterMs: afterMs };
    }
    if (response.body.length === 0) return { outcome: "failed", code: "EMPTY", why: "an empty answer" };
    const answer = await options.parser.parse({
      bytes: response.body,
      httpCharset: charsetOf(response.headers["content-type"]),
      base: response.url,
      maxItems: options.maxItems,
    });
    if (!answer.ok) return { outcome: "failed", code: "NOT_A_FEED", why: answer.why };
    const { etag, "last-modified": lastModified } = response.headers;
    const validators = etag || lastModified ? { url, etag, lastModified } : undefined;
    const { items, leftOut, stage } = answer.feed;
    return { outcome: "items", items, leftOut, stage, charset: answer.charset, validators, movedTo: response.movedTo };
  }

  return { ask };
}

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  401: "the server asks for credentials",
  403: "the server refuses us; another userAgent may help",
  404: "nothing at this address",
  410: "gone for good",
  429: "asked too often",
};

function statusText(status: number): string {
  const unnamed = status >= 500 ? "the server has a fault" : "not an answer that holds a feed";
  return STATUS_TEXTS[status] ?? unnamed;
}
