import type { Redis } from "ioredis";
import type { Channel } from "../pipeline/deliver-ports.ts";
import type { OpsNotice } from "../pipeline/ops-notice.ts";
import { within } from "../pipeline/time-limit.ts";
import { type JobWorker, startJobWorker } from "../queues/job-worker.ts";
import { NOTICE_QUEUE } from "../queues/notice-queue.ts";
import type { NoticeBox } from "../redis/notice-box.ts";

const RETRY_MS = 60_000;

/** Tells gathered notices to ops' channels; what no channel takes is tried again. */
export function startNoticeWorker(options: {
  readonly connection: Redis;
  readonly box: NoticeBox;
  readonly timeoutMs: number;
  channels(): readonly Channel[];
  onError(error: Error): void;
}): JobWorker {
  const { box, channels, timeoutMs, onError } = options;
  return startJobWorker<{ at: string }>({
    ...options,
    queue: NOTICE_QUEUE,
    concurrency: 1,
    async work(_, __, signal) {
      const pending = await box.pending();
      if (pending.length === 0) return { outcome: "done" };
      const notice = together(pending);
      const both = () => within(timeoutMs, signal);
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
