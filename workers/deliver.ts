import { channelLimiter, openChannel } from "../src/channels/channel-registry.ts";
import type { TerminalPorts } from "../src/channels/terminal.ts";
import { amendAlert } from "../src/pipeline/amend-alert.ts";
import { deliverAlert } from "../src/pipeline/deliver-alert.ts";
import type { Closable } from "../src/process/run-until-stopped.ts";
import { startAlertWorker } from "../src/queues/alert-queue.ts";
import { startAmendmentWorker } from "../src/queues/amendment-queue.ts";
import type { JobWorker } from "../src/queues/job-worker.ts";
import { startNoticeWorker } from "../src/queues/notice-queue.ts";
import { redisSentLedger } from "../src/redis/sent-ledger.ts";
import type { Settings } from "../src/settings/settings.ts";
import { watchRedis } from "./redis-watch.ts";
import type { Runtime } from "./runtime.ts";
import { linksOf, startVerdicts } from "./verdicts.ts";

/** Sends queued alerts, each channel on its own, and tells ops what ops should know. */
export async function startDelivering(runtime: Runtime, terminal: TerminalPorts): Promise<Closable> {
  const { log, metrics, notices, configuration } = runtime;
  const { settings } = configuration.current();
  const { delivery, retention } = settings.rasid;
  const channelsOf = (current: Settings) =>
    new Map(current.channels.map((channel) => [channel.entry.id, openChannel(channel, terminal)]));
  let channels = channelsOf(settings);
  const sent = redisSentLedger(runtime.redis, retention.sent);
  const { told, stories, verdicts } = runtime;
  const ports = {
    ...{ sent, told, stories, verdicts, now: runtime.now },
    channelOf: (id: string) => channels.get(id),
    linksFor: linksOf(runtime),
  };
  const timeLimit = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(delivery.timeout)]);

  const workers = new Map<string, JobWorker>();
  const startFor = (id: string, limiter: ReturnType<typeof channelLimiter>) =>
    startAlertWorker({
      channelId: id,
      connection: runtime.patientRedis,
      tries: runtime.tries,
      maxTries: delivery.tries,
      perMinute: delivery.perMinute,
      queue: runtime.alerts.queueFor(id),
      deadLetters: runtime.deadLetters,
      limiter,
      now: runtime.now,
      deliver: (queued, signal) => deliverAlert(queued, ports, delivery.giveUpAfter, timeLimit(signal)),
      onDelivery(alerts, report) {
        const { outcome } = report;
        metrics.deliveries.inc({ channel: id, outcome }, alerts.length);
        if (outcome === "done" && alerts.length > 1) metrics.together.inc({ channel: id }, alerts.length);
        for (const { id: alert, article, decidedAt } of alerts) {
          const facts = { alert, channel: id, feed: article.feedId, together: alerts.length, ...report };
          if (outcome === "later") log.warn(facts, "alert put off");
          else if (outcome === "never") log.error(facts, "alert refused");
          else log.info(facts, "alert delivered");
          if (outcome === "done")
            metrics.secondsToDelivery.observe({ channel: id }, (Date.now() - Date.parse(decidedAt)) / 1000);
        }
        if (outcome !== "done") return;
        if (report.note)
          void notices.tell({
            key: `note-${id}`,
            title: `Channel ${id}: ${report.note}`,
            lines: [],
          });
      },
      onDeadLetter(about, reason) {
        log.error({ about, reason }, "an alert could not be delivered");
        const title = `Alerts for channel ${id} cannot be delivered`;
        void notices.tell({
          key: `dead-channel-${id}`,
          title,
          lines: [about, reason, "See `rasid dead list`; after mending, `rasid dead replay`."],
        });
      },
      onError: (error, jobId) => log.error({ job: jobId, channel: id, problem: error.message }, "delivery failed"),
    });
  // A channel that is gone keeps its worker, so that what waits for it becomes a dead letter and is told.
  const startMissing = async (current: Settings) => {
    const kinds = new Map(current.channels.map(({ entry }) => [entry.id, entry.kind]));
    for (const id of new Set([...kinds.keys(), ...(await runtime.alerts.knownChannels())])) {
      const kind = kinds.get(id);
      if (!workers.has(id)) workers.set(id, startFor(id, kind && channelLimiter(kind)));
    }
  };
  await startMissing(settings);
  configuration.onChange(async (changed) => {
    channels = channelsOf(changed.settings);
    await startMissing(changed.settings);
  });
  const opsChannels = () => configuration.current().settings.rasid.ops.channels.flatMap((id) => channels.get(id) ?? []);
  const noticeWorker = startNoticeWorker({
    connection: runtime.patientRedis,
    box: runtime.noticeBox,
    channels: opsChannels,
    timeoutMs: delivery.timeout,
    onError: (error) => log.error({ problem: error.message }, "notices could not be told"),
  });
  const amendmentWorker = startAmendmentWorker({
    connection: runtime.patientRedis,
    amend: (alertId, signal) => amendAlert(alertId, ports, timeLimit(signal)),
    onDropped: (alert, why) => log.warn({ alert, why }, "a message could not be written again"),
    onError: (error) => log.error({ problem: error.message }, "a message could not be written again"),
  });
  const watch = watchRedis(runtime.redis, opsChannels, delivery.timeout, (problem) =>
    log.error({ problem }, "Redis takes no writes"),
  );
  const taking = startVerdicts(runtime);
  return {
    name: "deliver",
    async close(deadlineMs) {
      await Promise.all([watch.close(), taking.close(deadlineMs)]);
      await Promise.all([...workers.values(), noticeWorker, amendmentWorker].map((worker) => worker.close(deadlineMs)));
    },
  };
}
