import type { Redis } from "ioredis";
import { cleanLine, cleanText } from "../domain/event/safe-text.ts";
import type { Channel, OpsNotice, OpsNotices } from "../pipeline/ports.ts";
import type { NoticeBox } from "../redis/notice-box.ts";
import { type JobQueue, openQueue } from "./bullmq-queue.ts";
import { type JobWorker, startJobWorker } from "./job-worker.ts";

const NOTICE_QUEUE = "notices";
/** Troubles come in company: what happens within this time is told in one message. */
const GATHER_MS = 15_000;
const RETRY_MS = 60_000;

export interface NoticeQueueOptions {
  readonly connection: Redis;
  readonly box: NoticeBox;
  readonly repeatAfterMs: number;
  now(): Date;
  onNotice(notice: OpsNotice): void;
  onError(error: Error): void;
}

export interface NoticeQueue extends OpsNotices {
  readonly queue: JobQueue<{ at: string }>;
  /** The trouble of this key is over; told once, if the trouble was. */
  over(key: string, title: string): Promise<void>;
}

/** Notices are logged at once, and told to ops' channels together with others of the same quarter minute. */
export function openNoticeQueue(options: NoticeQueueOptions): NoticeQueue {
  const queue = openQueue<{ at: string }>(NOTICE_QUEUE, options.connection, options.onError);
  async function put(notice: OpsNotice, repeatAfterMs: number): Promise<void> {
    if (!(await options.box.put(notice, repeatAfterMs))) return;
    options.onNotice(notice);
    const slot = Math.floor(Date.parse(notice.at) / GATHER_MS);
    try {
      await queue.add(`notices-${slot}`, { at: notice.at }, GATHER_MS);
    } catch (error) {
      await options.box.forget(notice.key);
      throw error;
    }
  }
  const orOnError = (work: () => Promise<void>) => work().catch(options.onError);
  return {
    queue,
    tell: (notice) =>
      orOnError(async () => {
        // Notices hold titles and errors of feeds.
        const clean = { ...notice, title: cleanLine(notice.title), lines: notice.lines.map(cleanText) };
        await put({ ...clean, at: options.now().toISOString() }, options.repeatAfterMs);
      }),
    over: (key, title) =>
      orOnError(async () => {
        if (!(await options.box.forget(key))) return;
        await put({ key: `${key}:over`, title, lines: [], at: options.now().toISOString() }, GATHER_MS);
      }),
  };
}

export interface NoticeWorkerOptions {
  readonly connection: Redis;
  readonly box: NoticeBox;
  channels(): readonly Channel[];
  readonly timeoutMs: number;
  onError(error: Error): void;
}

/** Tells gathered notices to ops' channels; what no channel takes is tried again. */
export function startNoticeWorker({ connection, box, channels, timeoutMs, onError }: NoticeWorkerOptions): JobWorker {
  return startJobWorker<{ at: string }>({
    queue: NOTICE_QUEUE,
    connection,
    concurrency: 1,
    async work(_, __, signal) {
      const pending = await box.pending();
      if (pending.length === 0) return { outcome: "done" };
      const notice = together(pending);
      const both = () => AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      const sending = channels().map((channel) => channel.send({ kind: "notice", notice }, both()));
      const deliveries = await Promise.all(sending);
      const refused = deliveries.flatMap((delivery) => (delivery.outcome === "done" ? [] : [delivery.why]));
      if (refused.length > 0) onError(new Error(`a notice was not taken: ${refused.join("; ")}`));
      if (deliveries.length > 0 && refused.length === deliveries.length) return { outcome: "later", afterMs: RETRY_MS };
      await box.remove(pending.length);
      return { outcome: "done" };
    },
    onError,
  });
}

function together(notices: readonly OpsNotice[]): OpsNotice {
  const [first] = notices;
  if (notices.length === 1 && first) return first;
  const lines = notices.flatMap((notice) => [notice.title, ...notice.lines.map((line) => `  ${line}`)]);
  return { key: first?.key ?? "", title: `${notices.length} notices`, lines, at: notices.at(-1)?.at ?? "" };
}
