import { Worker } from "node:worker_threads";
import type { ParseAnswer, ParseRequest } from "./parser-thread.ts";

/** The compiled entry of the parsing thread. */
const PARSER_THREAD = new URL("./parser-thread.js", import.meta.url);

/** Parses feeds in a thread that is ended when a document takes too long; the main loop never waits for a parser. */
export interface FeedParser {
  /** Resolves with what was read or why nothing could be; rejects only when `close` was called. */
  parse(request: ParseRequest): Promise<ParseAnswer>;
  close(): Promise<void>;
}

const START_TIMEOUT_MS = 10_000;

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

  async function parseNow(request: ParseRequest): Promise<ParseAnswer> {
    if (closed) throw new Error("the parser is closed");
    try {
      // Starting a thread takes longer than most feeds, and is no fault of the feed.
      worker ??= await startedThread(thread);
      const answer = nextMessage<ParseAnswer>(worker, timeoutMs);
      worker.postMessage(request);
      return await answer;
    } catch (error) {
      const broken = worker;
      worker = undefined;
      await broken?.terminate();
      return { ok: false, why: (error as Error).message, charset: "unknown" };
    }
  }

  return {
    parse,
    async close() {
      closed = true;
      await worker?.terminate();
    },
  };
}

async function startedThread(thread: URL): Promise<Worker> {
  const worker = new Worker(thread, { resourceLimits: { maxOldGenerationSizeMb: 256, stackSizeMb: 8 } });
  worker.unref();
  await nextMessage(worker, START_TIMEOUT_MS);
  return worker;
}

/** The next message of a thread; rejects when it fails, stops or is silent for too long. */
function nextMessage<Message>(worker: Worker, timeoutMs: number): Promise<Message> {
  return new Promise((resolve, reject) => {
    const settle = (settled: () => void) => {
      clearTimeout(timer);
      for (const event of ["message", "error", "exit"]) worker.removeAllListeners(event);
      // A thread that fails once more while it is being ended has nobody else to hear it.
      worker.on("error", () => undefined);
      settled();
    };
    const failed = (why: string) => settle(() => reject(new Error(why)));
    const timer = setTimeout(() => failed(`took longer than ${timeoutMs} ms to parse`), timeoutMs);
    worker.once("message", (message: Message) => settle(() => resolve(message)));
    worker.once("error", (error) => failed(`the parser failed: ${error.message}`));
    worker.once("exit", (code) => failed(`the parser stopped with code ${code}`));
  });
}
