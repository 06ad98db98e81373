import type { Redis } from "ioredis";
import { cleanLine, cleanText } from "../domain/event/safe-text.ts";
import type { OpsNotice, OpsNotices } from "../pipeline/ports.ts";
import type { NoticeBox } from "../redis/notice-box.ts";
import { openQueue } from "./bullmq-queue.ts";

export const NOTICE_QUEUE = "notices";
/** Troubles come in company: what happens within this time is told in one message. */
const GATHER_MS = 15_000;

export type NoticeQueue = ReturnType<typeof openNoticeQueue>;

/** Notices are logged at once, and told to ops' channels together with others of the same quarter minute. */
export function openNoticeQueue(options: {
  readonly connection: Redis;
  readonly box: NoticeBox;
  readonly repeatAfterMs: number;
  now(): Date;
  onNotice(notice: OpsNotice): void;
  onError(error: Error): void;
}) {
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
