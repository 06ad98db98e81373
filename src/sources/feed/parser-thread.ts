import { parentPort } from "node:worker_threads";
import { decodeText } from "../decode-text.ts";
import { NotAFeed, parseFeed, type ReadFeed } from "./parse-feed.ts";

/** What the thread is asked to read. */
export interface ParseRequest {
  readonly bytes: Uint8Array;
  readonly httpCharset: string | undefined;
  readonly base: string;
  readonly maxItems: number;
}

/** What it answers. */
export type ParseAnswer =
  | { readonly ok: true; readonly feed: ReadFeed; readonly charset: string }
  | { readonly ok: false; readonly why: string; readonly charset: string };

/** More than this share of unreadable characters means that the charset was not found, not that there is no news. */
const UNREADABLE_SHARE = 0.05;

parentPort?.on("message", async (request: ParseRequest) => parentPort?.postMessage(await read(request)));

async function read({ bytes, httpCharset, base, maxItems }: ParseRequest): Promise<ParseAnswer> {
  const { text, charset, unreadable } = decodeText(bytes, httpCharset);
  if (unreadable > UNREADABLE_SHARE)
    return { ok: false, why: `unreadable: ${Math.round(unreadable * 100)} % of its characters`, charset };
  try {
    return { ok: true, feed: await parseFeed(text, base, maxItems), charset };
  } catch (error) {
    if (error instanceof NotAFeed) return { ok: false, why: error.message, charset };
    throw error;
  }
}

// The first detection of a charset builds its tables, which takes longer than most feeds and is no fault of theirs.
decodeText(Uint8Array.of(0xc7, 0xe1, 0xe6, 0xda, 0xd1));
parentPort?.postMessage("ready");
