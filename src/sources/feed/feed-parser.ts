import { createDeadlineThread, type DeadlineThread } from "../deadline-thread.ts";
import type { ParseAnswer, ParseRequest } from "./parser-thread.ts";

export type FeedParser = DeadlineThread<ParseRequest, ParseAnswer>;

/** Reads feeds in a thread; `thread` is the compiled parser-thread, each document has `timeoutMs`. */
export function createFeedParser(timeoutMs: number, thread = new URL("parser-thread.js", import.meta.url)): FeedParser {
  return createDeadlineThread(timeoutMs, thread);
}
