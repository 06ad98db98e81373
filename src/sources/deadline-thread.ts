import { Worker } from "node:worker_threads";

const START_TIMEOUT_MS = 10_000;

/** A thread that reads documents one after another. */
export interface DeadlineThread<Request, Answer> {
  /** Resolves with what was read or why nothing could be; rejects only when `close` was called. */
  parse(request: Request): Promise<Answer | { readonly ok: false; readonly why: string }>;
  close(): Promise<void>;
}

/** Reads documents in a thread that is ended when one takes too long; the main loop never waits for a parser. */
export function createDeadlineThread<Request, Answer>(timeoutMs: number, thread: URL): DeadlineThread<Request, Answer> {
  let worker: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  async function parseNow(request: Request): Promise<Answer | { readonly ok: false; readonly why: string }> {
    if (closed) throw new Error("the parser is closed");
    try {
      // Starting a thread takes longer than most documents, and is no fault of theirs.
      if (!worker) {
        worker = new Worker(thread, { resourceLimits: { maxOldGenerationSizeMb: 256, stackSizeMb: 8 } });
        worker.unref();
        await nextMessage(worker, START_TIMEOUT_MS);
      }
      const answer = nextMessage<Answer>(worker, timeoutMs);
      worker.postMessage(request);
      return await answer;
    } catch (error) {
      const broken = worker;
      worker = undefined;
      await broken?.terminate();
      return { ok: false, why: (error as Error).message };
    }
  }

  return {
    parse(request) {
      const turn = last.then(() => parseNow(request));
      last = turn.catch(() => undefined);
      return turn;
    },
    async close() {
      closed = true;
      await worker?.terminate();
    },
  };
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
