import type { Alert } from "../../src/domain/alerts/alert.ts";
import type { Pace } from "../../src/domain/alerts/pace.ts";
import type { DeliveryReport, QueuedAlert } from "../../src/pipeline/deliver-alert.ts";
import type { Delivery } from "../../src/pipeline/deliver-ports.ts";
import type { AlertQueue } from "../../src/pipeline/match-ports.ts";
import { groupOf, MOST_IN_GROUP, TOGETHER, waitOf } from "../../src/queues/alert-queue.ts";

/** A clock that stands still while work is done, and jobs in the order of their time. */
export function virtualDay(startMs: number) {
  let nowMs = startMs;
  let added = 0;
  const jobs: { readonly atMs: number; readonly order: number; work(): Promise<void> }[] = [];
  return {
    now: () => new Date(nowMs),
    at: (atMs: number, work: () => Promise<void>) => void jobs.push({ atMs, order: added++, work }),
    /** Does all work that falls due until then, what that work adds included. */
    async runUntil(endMs: number): Promise<void> {
      for (;;) {
        jobs.sort((a, b) => a.atMs - b.atMs || a.order - b.order);
        if (!jobs[0] || jobs[0].atMs > endMs) return;
        const job = jobs.shift()!;
        nowMs = Math.max(nowMs, job.atMs);
        await job.work();
      }
    },
  };
}

export type VirtualDay = ReturnType<typeof virtualDay>;

const MINUTE_MS = 60_000;
const AMEND_AFTER_MS = 3000;
const AMEND_AGAIN_MS = 30_000;

export interface VirtualQueueSteps {
  readonly perMinute: number;
  paceOf(channelId: string): Pace | undefined;
  deliver(queued: readonly [QueuedAlert, ...QueuedAlert[]]): Promise<DeliveryReport>;
  amend(alertId: string): Promise<Delivery>;
}

interface LineJob extends QueuedAlert {
  dueMs: number;
}

/**
 * The alert queues and the amendment queue by a virtual clock: one line a channel, what is worked on takes along what
 * the queue of BullMQ would, and what is put off comes back.
 */
export function virtualQueues(day: VirtualDay, steps: VirtualQueueSteps) {
  const lines = new Map<string, LineJob[]>();
  const known = new Set<string>();
  const sentAloneAt = new Map<string, number[]>();
  const never: { readonly alert: Alert; readonly why: string }[] = [];
  const putOff: string[] = [];

  function others(line: readonly LineJob[], job: LineJob, isSpent: boolean, gathers: boolean): LineJob[] {
    const rest = line.filter((one) => one !== job);
    const due = rest.filter(({ dueMs }) => dueMs <= day.now().getTime());
    if (isSpent) return due.slice(0, TOGETHER - 1);
    const group = groupOf(job.alert, gathers);
    if (group === undefined) return [];
    const later = rest.filter((one) => !due.includes(one)).toSorted((a, b) => a.dueMs - b.dueMs);
    return [...due, ...later].filter(({ alert }) => groupOf(alert, gathers) === group).slice(0, MOST_IN_GROUP);
  }

  async function work(channelId: string, job: LineJob): Promise<void> {
    const line = lines.get(channelId)!;
    const nowMs = day.now().getTime();
    if (!line.includes(job) || job.dueMs > nowMs) return;
    const lately = (sentAloneAt.get(channelId) ?? []).filter((at) => at > nowMs - MINUTE_MS);
    const joined = others(line, job, lately.length >= steps.perMinute, steps.paceOf(channelId)?.group !== undefined);
    const report = await steps.deliver([job, ...joined]);
    if (report.outcome === "later") {
      putOff.push(`${channelId}: ${report.why}`);
      job.dueMs = Math.ceil(nowMs + (report.afterMs ?? waitOf(job.alert, day.now())));
      return day.at(job.dueMs, () => work(channelId, job));
    }
    if (report.outcome === "never") never.push({ alert: job.alert, why: report.why });
    sentAloneAt.set(channelId, joined.length === 0 ? [...lately, nowMs] : lately);
    lines.set(
      channelId,
      line.filter((one) => one !== job && !joined.includes(one)),
    );
  }

  async function amend(alertId: string): Promise<void> {
    const delivery = await steps.amend(alertId);
    if (delivery.outcome === "never") throw new Error(delivery.why);
    if (delivery.outcome !== "later") return;
    putOff.push(`edit: ${delivery.why}`);
    day.at(day.now().getTime() + (delivery.afterMs ?? AMEND_AGAIN_MS), () => amend(alertId));
  }

  const alerts: AlertQueue = {
    async enqueue(alert, afterLoss, delayMs = 0) {
      if (known.has(alert.id)) return;
      known.add(alert.id);
      const { channelId } = alert;
      const job = { alert, afterLoss, dueMs: day.now().getTime() + delayMs };
      lines.set(channelId, [...(lines.get(channelId) ?? []), job]);
      day.at(job.dueMs, () => work(channelId, job));
    },
    async amend(alertId) {
      const atMs = day.now().getTime();
      const id = `amend ${alertId} ${Math.floor(atMs / AMEND_AFTER_MS)}`;
      if (known.has(id)) return;
      known.add(id);
      day.at(atMs + AMEND_AFTER_MS, () => amend(alertId));
    },
  };
  return { alerts, never, putOff, waiting: () => [...lines.values()].flat() };
}

/** The minutes of a span in which a clock of that zone shows one of these times of day. */
export function timesOfDay(times: readonly string[], timeZone: string, fromMs: number, toMs: number): number[] {
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
  const minutes = Array.from({ length: Math.floor((toMs - fromMs) / MINUTE_MS) + 1 }, (_, i) => fromMs + i * MINUTE_MS);
  return minutes.filter((at) => {
    const time = clock.format(at);
    return times.includes(time) || (times.includes("hourly") && time.endsWith(":00"));
  });
}
