import type { Article } from "../domain/article.ts";
import type { PageAnswer, PageSource } from "../pipeline/match-ports.ts";
import { within } from "../pipeline/time-limit.ts";

/** Pages may hold up a batch, and what waits behind it, for so long. */
const PAGES_WITHIN_MS = 20_000;

/** Reads the pages of one batch until its time is over; ends the batch when the worker has to stop. */
export function batchPages(pages: PageSource, stop: AbortSignal): (article: Article) => Promise<PageAnswer> {
  const deadline = within(PAGES_WITHIN_MS, stop);
  const isOver = new Promise<"over">((resolve) => {
    deadline.addEventListener("abort", () => resolve("over"), { once: true });
  });
  return async (article) => {
    const page = deadline.aborted ? "over" : await Promise.race([isOver, pages.read(article, deadline)]);
    stop.throwIfAborted();
    if (page !== "over") return page;
    return { ok: false, code: "OUT_OF_TIME", why: "the time for the pages of a batch was over" };
  };
}
