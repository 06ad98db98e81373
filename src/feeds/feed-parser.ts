import { Worker } from "node:worker_threads";
import type { ParseAnswer, ParseRequest } from "./parser-thread.ts";

/** The compiled entry of the parsing thread. */
export const PARSER_THREAD = new URL("./parser-thread.js", import.meta.url);

/** Parses feeds in a thread that is ended when a document takes too long; the main loop never waits for a parser. */
export interface FeedParser {
  /** Resolves with what was read or why nothing could be; rejects only when `close` was called. */
  parse(request: ParseRequest): Promise<ParseAnswer>;
  close(): Promise<void>;
}

/** `thread` is the compiled parser-thread; documents are read one after another, each within `timeoutMs`. */
export function createFeedParser(timeoutMs: number, thread: URL = PARSER_THREAD): FeedParser {
  let worker: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  function parse(request: ParseRequest): Promise<ParseAnswer> {
    const turn = last.then(() => parseNow(request));
    last = turn.catch(() => undefined);
    return turn;
  }

  function parseNow(request: ParseRequest): Promise<ParseAnswer> {
    if (closed) return Promise.reject(new Error("the parser is closed"));
    worker ??= startWorker();
    const thisWorker = worker;
    return new Promise((resolve) => {
      const done = (answer: ParseAnswer) => {
        clearTimeout(timer);
        thisWorker.removeAllListeners("message");
        thisWorker.removeAllListeners("error");
        thisWorker.removeAllListeners("exit");
        resolve(answer);
      };
      const failed = (why: string) => {
        worker = undefined;
        void thisWorker.terminate();
        done({ ok: false, why, charset: "unknown" });
      };
      const timer = setTimeout(() => failed(`took longer than ${timeoutMs} ms to parse`), timeoutMs);
      thisWorker.once("message", done);
      thisWorker.once("error", (error) => failed(`the parser failed: ${error.message}`));
      thisWorker.once("exit", (code) => failed(`the parser stopped with code ${code}`));
      thisWorker.postMessage(request);
    });
  }

  function startWorker(): Worker {
    const started = new Worker(thread, { resourceLimits: { maxOldGenerationSizeMb: 256, stackSizeMb: 8 } });
    started.unref();
    return started;
  }

  return {
    parse,
    async close() {
      closed = true;
      await worker?.terminate();
    },
  };
}
