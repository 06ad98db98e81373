import { Worker } from "node:worker_threads";

/** Beats of the main loop in the time that it may be silent. */
const BEATS = 4;

/** Looks from beside the main loop, which cannot look while it spins; writes and kills without it. */
const WATCHER = `
const { writeSync } = require("node:fs");
const { workerData: { beats, silentMs } } = require("node:worker_threads");
let last = -1;
setInterval(() => {
  const now = Atomics.load(beats, 0);
  if (now === last) {
    const time = new Date().toISOString();
    writeSync(2, JSON.stringify({ level: "fatal", time, silentMs, msg: "the main loop hangs; the process ends itself" }) + "\\n");
    process.kill(process.pid, "SIGKILL");
  }
  last = now;
}, silentMs);
`;

/**
 * Ends this process when its main loop does nothing for `silentMs`, as one article that never ends may make it: what
 * supervises the process starts it again, and the article's tries are counted until it is a dead letter.
 */
export function startWatchdog(silentMs: number): { close(): Promise<unknown> } {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const watcher = new Worker(WATCHER, { eval: true, workerData: { beats, silentMs } });
  watcher.unref();
  const timer = setInterval(() => Atomics.add(beats, 0, 1), silentMs / BEATS);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      await watcher.terminate();
    },
  };
}
