import { once } from "node:events";
import { pipeline, type Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from "node:zlib";
import { Agent, type Dispatcher, ProxyAgent, request } from "undici";
import { within } from "../pipeline/time-limit.ts";
import { AddressRefused, bareHost, createAddressGuard, guardedConnector } from "./address-guard.ts";

export interface FetchLimits {
  readonly connectTimeoutMs: number;
  readonly headersTimeoutMs: number;
  /** The longest silence between two pieces of a body. */
  readonly idleTimeoutMs: number;
  /** The whole of one request, redirects included. */
  readonly wholeTimeoutMs: number;
  /** Counted after decompression. */
  readonly maxBytes: number;
  readonly maxRedirects: number;
  readonly allowAddresses: readonly string[];
}

export interface FetchRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent to the first origin only, never along a redirect to another. */
  readonly privateHeaders: Readonly<Record<string, string>>;
  readonly proxy?: string | undefined;
  /** How long the host is left alone afterwards. */
  readonly pauseMs?: number | undefined;
}

/** A response with its whole body, decompressed. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Where the body came from in the end. */
  readonly url: string;
  /** The address that a permanent redirect (301, 308) named, when every hop was permanent. */
  readonly movedTo?: string | undefined;
}

/** Why a request gave no response; `code` is short and stable, the message never holds a secret. */
export class FetchFailed extends Error {
  override readonly name = "FetchFailed";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** HTTP within limits. */
export interface GuardedFetch {
  /** Throws a FetchFailed for whatever a host does; rejects with the signal's reason when it fires. */
  fetch(asked: FetchRequest, signal: AbortSignal): Promise<FetchResponse>;
  close(): Promise<void>;
}

const REDIRECTS = [301, 302, 303, 307, 308];
const PERMANENT = [301, 308];
const MAX_URL = 2048;
const MAX_HEADER_BYTES = 32_768;
/** What no text reaches and every bomb does, once there is enough of it: Apache's DeflateInflateRatioLimit. */
const MAX_RATIO = 200;
const RATIO_FROM_BYTES = 1_000_000;

/**
 * Fetches over HTTP within limits, to public addresses only, one request a host at a time. Longer than it should be: its
 * parts share the connections and the turns of hosts, and would only hand them to one another.
 */
export function createGuardedFetch(limits: FetchLimits): GuardedFetch {
  const { headersTimeoutMs: headersTimeout, idleTimeoutMs: bodyTimeout, connectTimeoutMs: timeout } = limits;
  const guard = createAddressGuard(limits.allowAddresses);
  const resolve = promisify(guard.lookup);
  const bounds = { headersTimeout, bodyTimeout, maxHeaderSize: MAX_HEADER_BYTES };
  const direct = new Agent({ connect: guardedConnector(guard, timeout), connections: 1, pipelining: 1, ...bounds });
  const proxies = new Map<string, ProxyAgent>();
  const turns = new Map<string, Promise<unknown>>();

  function dispatcherFor(proxy: string | undefined): Dispatcher {
    if (proxy === undefined) return direct;
    const agent = proxies.get(proxy) ?? new ProxyAgent({ uri: proxy, connect: { timeout }, ...bounds });
    proxies.set(proxy, agent);
    return agent;
  }

  /** One request a host at a time: the next waits for the one before, whatever came of it. */
  function inTurn<Result>(host: string, pauseMs: number, run: () => Promise<Result>): Promise<Result> {
    const before = turns.get(host) ?? Promise.resolve();
    const turn = before.then(run, run);
    const pause = () => (pauseMs > 0 ? sleep(pauseMs, undefined, { ref: false }) : undefined);
    const settled = turn.then(pause, pause).then(() => {
      if (turns.get(host) === settled) turns.delete(host);
    });
    turns.set(host, settled);
    return turn;
  }

  async function follow(asked: FetchRequest, signal: AbortSignal): Promise<FetchResponse> {
    let url = webUrl(asked.url, undefined);
    let permanent = true;
    let movedTo: string | undefined;
    for (let hop = 0; hop <= limits.maxRedirects; hop++) {
      const sameOrigin = url.origin === new URL(asked.url).origin;
      const headers = { ...asked.headers, ...(sameOrigin && asked.privateHeaders) };
      // A proxy resolves names itself, so the host is checked before it is handed over.
      if (asked.proxy !== undefined) await resolve(bareHost(url.hostname), { all: true });
      const response = await request(url, { headers, signal, dispatcher: dispatcherFor(asked.proxy) });
      const location = response.headers.location;
      if (!REDIRECTS.includes(response.statusCode) || typeof location !== "string") {
        const body = await readBody(response.body, String(response.headers["content-encoding"] ?? ""), limits.maxBytes);
        const sent = Object.entries(response.headers).filter(([, value]) => value !== undefined);
        const singles = Object.fromEntries(sent.map(([name, value]) => [name, String(value)]));
        return { status: response.statusCode, headers: singles, body, url: url.href, movedTo };
      }
      await response.body.dump({ limit: 16_384 });
      url = webUrl(location, url);
      permanent &&= PERMANENT.includes(response.statusCode);
      movedTo = permanent ? url.href : undefined;
    }
    throw new FetchFailed("TOO_MANY_REDIRECTS", `more than ${limits.maxRedirects} redirects`);
  }

  return {
    async fetch(asked, signal) {
      let whole: AbortSignal | undefined;
      try {
        const { host } = webUrl(asked.url, undefined);
        return await inTurn(host, asked.pauseMs ?? 0, () => {
          signal.throwIfAborted();
          // From here on, not from when the request had to wait for its turn.
          whole = within(limits.wholeTimeoutMs, signal);
          return follow(asked, whole);
        });
      } catch (error) {
        signal.throwIfAborted();
        throw failureOf(error, whole?.aborted ?? false, limits);
      }
    },
    async close() {
      await Promise.all([direct, ...proxies.values()].map((agent) => agent.destroy()));
    },
  };
}

function webUrl(text: string, base: URL | undefined): URL {
  const refused = (why: string) => new FetchFailed("BAD_ADDRESS", why);
  if (text.length > MAX_URL || !URL.canParse(text, base?.href)) throw refused("not a web address");
  const url = new URL(text, base);
  if (!/^https?:$/.test(url.protocol)) throw refused(`the scheme ${url.protocol} is refused`);
  if (url.username !== "" || url.password !== "") throw refused("an address with a user name in it is refused");
  return url;
}

async function readBody(body: Readable, encoding: string, maxBytes: number): Promise<Uint8Array> {
  // A body that is given up fails once more, when nobody waits for it any longer.
  body.on("error", () => undefined);
  const unpack = await unpackerFor(body, encoding.trim().toLowerCase());
  const stream: Readable = unpack ? pipeline(body, unpack, () => undefined) : body;
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      bytes += (chunk as Buffer).length;
      if (bytes > maxBytes) throw new FetchFailed("TOO_LARGE", `longer than ${maxBytes} bytes`);
      if (unpack && bytes > RATIO_FROM_BYTES && bytes > MAX_RATIO * unpack.bytesWritten)
        throw new FetchFailed("TOO_LARGE", `unpacks to more than ${MAX_RATIO} times what was sent`);
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    stream.destroy();
    const { code } = error as NodeJS.ErrnoException;
    if (code?.startsWith("Z_") || /incorrect header|unexpected end/i.test(String(error)))
      throw new FetchFailed("BAD_ENCODING", `the body is not ${encoding}, as its header says`);
    throw error;
  }
  return Buffer.concat(chunks);
}

async function unpackerFor(body: Readable, encoding: string) {
  if (encoding === "" || encoding === "identity") return undefined;
  if (encoding === "gzip" || encoding === "x-gzip") return createGunzip();
  if (encoding === "br") return createBrotliDecompress();
  if (encoding === "deflate") {
    // It means zlib, and half the servers send raw deflate: the first byte tells.
    const first = (await firstByte(body)) ?? 0;
    return (first & 0x0f) === 8 ? createInflate() : createInflateRaw();
  }
  body.destroy();
  const named = encoding.slice(0, 40).replace(/[^\w ,-]/g, "?");
  throw new FetchFailed("BAD_ENCODING", `the content encoding "${named}" is refused`);
}

async function firstByte(body: Readable): Promise<number | undefined> {
  if (body.readableEnded || body.destroyed) return undefined;
  if (body.readableLength === 0) await Promise.race([once(body, "readable"), once(body, "end")]);
  const chunk = body.read() as Buffer | null;
  if (chunk !== null) body.unshift(chunk);
  return chunk?.[0];
}

function failureOf(error: unknown, timedOut: boolean, limits: FetchLimits): FetchFailed {
  if (error instanceof FetchFailed) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof AddressRefused) return new FetchFailed(cause.code, cause.message);
  if (timedOut) return new FetchFailed("TOO_SLOW", `not finished after ${limits.wholeTimeoutMs / 1000} s`);
  const code = String((cause as { code?: string }).code ?? "FAILED");
  return new FetchFailed(code, EXPLAINED[code] ?? "the request failed");
}

const EXPLAINED: Readonly<Record<string, string>> = {
  ENOTFOUND: "no such host",
  EAI_AGAIN: "the name server does not answer",
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was cut",
  EPIPE: "the connection was cut",
  UND_ERR_SOCKET: "the connection was cut",
  UND_ERR_CONNECT_TIMEOUT: "no connection in time",
  UND_ERR_HEADERS_TIMEOUT: "no answer in time",
  UND_ERR_BODY_TIMEOUT: "silence in the middle of the answer",
  UND_ERR_HEADERS_OVERFLOW: "headers too long",
  ENETUNREACH: "the network cannot be reached",
  EHOSTUNREACH: "the host cannot be reached",
};
