import type { Redis } from "ioredis";
import { cleanLine, cleanText } from "../domain/safe-text.ts";
import type { OpsNotice, OpsNotices } from "../pipeline/ops-notice.ts";
import type { NoticeBox } from "../redis/notice-box.ts";
import { type JobQueue, openQueue } from "./bullmq-queue.ts";

export const NOTICE_QUEUE = "notices";
/** Troubles come in company: what happens within this time is told in one message. */
const GATHER_MS = 15_000;

/** Notices on their way to ops. */
export interface NoticeQueue extends OpsNotices {
  readonly queue: JobQueue<{ at: string }>;
}

/** Notices are logged at once, and told to ops' channels together with others of the same quarter minute. */
export function openNoticeQueue(options: {
  readonly connection: Redis;
  readonly box: NoticeBox;
  readonly repeatAfterMs: number;
  now(): Date;
  onNotice(notice: OpsNotice): void;
  onError(error: Error): void;
}): NoticeQueue {
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
    async tell({ key, title, lines }) {
      // Notices hold titles and errors of feeds.
      await put({ key, title: cleanLine(title), lines: lines.map(cleanText) }, repeatAfterMs).catch(onError);
    },
    async over(key, title) {
      const wasTold = await box.forget(key).catch(onError);
      if (wasTold) await put({ key: `${key}:over`, title, lines: [] }, GATHER_MS).catch(onError);
    },
  };
}
