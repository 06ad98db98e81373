import type { Redis } from "ioredis";
import { cleanLine, cleanText } from "../domain/event/safe-text.ts";
import type { Channel, OpsNotice, OpsNotices } from "../pipeline/ports.ts";
import type { NoticeBox } from "../redis/notice-box.ts";
import { openQueue } from "./bullmq-queue.ts";
import { type JobWorker, startJobWorker } from "./job-worker.ts";

const NOTICE_QUEUE = "notices";
/** Troubles come in company: what happens within this time is told in one message. */
const GATHER_MS = 15_000;
const RETRY_MS = 60_000;

interface NoticeEdge {
  readonly connection: Redis;
  readonly box: NoticeBox;
  onError(error: Error): void;
}

export type NoticeQueue = ReturnType<typeof openNoticeQueue>;

/** Notices are logged at once, and told to ops' channels together with others of the same quarter minute. */
export function openNoticeQueue(
  options: NoticeEdge & { readonly repeatAfterMs: number; now(): Date; onNotice(notice: OpsNotice): void },
) {
  const { box, repeatAfterMs, onError } = options;
  const queue = openQueue<{ at: string }>(NOTICE_QUEUE, options.connection, onError);
  async function put(told: Omit<OpsNotice, "at">, againAfterMs: number): Promise<void> {
    const notice = { ...told, at: options.now().toISOString() };
    if (!(await box.put(notice, againAfterMs))) return;
    options.onNotice(notice);
    const slot = Math.floor(Date.parse(notice.at) / GATHER_MS);
    try {
      await queue.add(`notices-${slot}`, { at: notice.at }, GATHER_MS);
    } catch (error) {
      await box.forget(notice.key);
      throw error;
    }
  }
  return {
    queue,
    async tell({ key, title, lines }: Omit<OpsNotice, "at">): Promise<void> {
      // Notices hold titles and errors of feeds.
      await put({ key, title: cleanLine(title), lines: lines.map(cleanText) }, repeatAfterMs).catch(onError);
    },
    /** The trouble of this key is over; told once, if the trouble was. */
    async over(key: string, title: string): Promise<void> {
      const wasTold = await box.forget(key).catch(onError);
      if (wasTold) await put({ key: `${key}:over`, title, lines: [] }, GATHER_MS).catch(onError);
    },
  } satisfies OpsNotices & Record<string, unknown>;
}

/** Tells gathered notices to ops' channels; what no channel takes is tried again. */
export function startNoticeWorker(
  options: NoticeEdge & { readonly timeoutMs: number; channels(): readonly Channel[] },
): JobWorker {
  const { box, channels, timeoutMs, onError } = options;
  return startJobWorker<{ at: string }>({
    ...options,
    queue: NOTICE_QUEUE,
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
  });
}

function together(notices: readonly OpsNotice[]): OpsNotice {
  const [first] = notices;
  if (notices.length === 1 && first) return first;
  const lines = notices.flatMap((notice) => [notice.title, ...notice.lines.map((line) => `  ${line}`)]);
  return { key: first?.key ?? "", title: `${notices.length} notices`, lines, at: notices.at(-1)?.at ?? "" };
}
