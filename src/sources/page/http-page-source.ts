import type { PageAnswer, PageSource } from "../../pipeline/match-ports.ts";
import { charsetOf } from "../decode-text.ts";
import { FetchFailed, type FetchRequest, type FetchResponse, type GuardedFetch } from "../guarded-fetch.ts";
import type { PageReader } from "./page-reader.ts";

type NoPage = Extract<PageAnswer, { ok: false }>;

/** RFC 9309, 2.4 and 2.5: a copy serves for no more than a day, and at least 500 KiB of it are read. */
const ROBOTS_KEEP_MS = 3_600_000;
const ROBOTS_MAX_BYTES = 512_000;
const ROBOTS_MAX_HOSTS = 200;

/** Reads the main text of articles' pages over HTTP, where the robots.txt of the host allows it. */
export function httpPageSource(options: {
  readonly fetch: GuardedFetch;
  readonly reader: PageReader;
  /** How long a host is left alone after each of its pages. */
  readonly pauseMs: number;
  /** How pages of this feed are asked: never with its credentials, since a feed may link anywhere. */
  requestFor(feedId: string): { readonly userAgent: string; readonly proxy?: string | undefined };
  now(): Date;
}): PageSource {
  const { fetch, reader, pauseMs, requestFor, now } = options;
  const known = new Map<string, { readonly robots: Uint8Array | NoPage; readonly askedMs: number }>();

  async function robotsOf(page: FetchRequest, signal: AbortSignal): Promise<Uint8Array | NoPage> {
    const url = new URL("/robots.txt", page.url).href;
    const before = known.get(url);
    if (before && now().getTime() - before.askedMs < ROBOTS_KEEP_MS) return before.robots;
    const robots = await fetch.fetch({ ...page, url }, signal).then(robotsIn, noPageAfter);
    known.delete(url);
    known.set(url, { robots, askedMs: now().getTime() });
    if (known.size > ROBOTS_MAX_HOSTS) known.delete(known.keys().next().value!);
    return robots;
  }

  async function read(url: string, feedId: string, signal: AbortSignal): Promise<PageAnswer> {
    if (!URL.canParse(url)) return noPage("BAD_ADDRESS", "not a web address");
    const { userAgent, proxy } = requestFor(feedId);
    const headers = { accept: "text/html", "accept-encoding": "gzip, deflate, br", "user-agent": userAgent };
    const request = { url, headers, privateHeaders: {}, proxy, pauseMs };
    const robots = await robotsOf(request, signal);
    if ("code" in robots) return robots;
    const permission = await reader.parse({ bytes: robots, robotsFor: { url, userAgent } });
    if (!permission.ok) return noPage("ROBOTS", permission.why);
    const response = await fetch.fetch(request, signal);
    const type = response.headers["content-type"] ?? "";
    if (response.status !== 200) return noPage(`HTTP_${response.status}`, "the server does not give the page");
    if (!/^\s*(?:text\/html|application\/xhtml\+xml)/i.test(type)) return noPage("NOT_HTML", "not a web page");
    if (new URL(response.url).pathname === "/" && new URL(url).pathname !== "/")
      return noPage("HOME_PAGE", "the address leads to a home page");
    const answer = await reader.parse({ bytes: response.body, httpCharset: charsetOf(type) });
    return answer.ok ? answer : noPage("NO_TEXT", answer.why);
  }

  return { read: ({ url = "", feedId }, signal) => read(url, feedId, signal).catch(noPageAfter) };
}

/** RFC 9309, 2.3.1: a robots.txt that does not exist allows everything; one that the server fails to give, nothing. */
function robotsIn({ status, body }: FetchResponse): Uint8Array | NoPage {
  if (status >= 500 || status === 429) return noPage("ROBOTS", `robots.txt cannot be had: HTTP ${status}`);
  return status === 200 ? body.slice(0, ROBOTS_MAX_BYTES) : new Uint8Array();
}

function noPageAfter(error: unknown): NoPage {
  if (error instanceof FetchFailed) return noPage(error.code, error.message);
  throw error;
}

function noPage(code: string, why: string): NoPage {
  return { ok: false, code, why };
}
