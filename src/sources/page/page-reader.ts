import { createDeadlineThread, type DeadlineThread } from "../deadline-thread.ts";
import type { PageRequest, PageThreadAnswer } from "./page-thread.ts";

export type PageReader = DeadlineThread<PageRequest, PageThreadAnswer>;

/** Reads pages and robots.txt in a thread; `thread` is the compiled page-thread, each document has `timeoutMs`. */
export function createPageReader(timeoutMs: number, thread = new URL("page-thread.js", import.meta.url)): PageReader {
  return createDeadlineThread(timeoutMs, thread);
}
