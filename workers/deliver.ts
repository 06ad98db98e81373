import type { Redis } from "ioredis";
import { type AlertMapParts, alertMaps } from "../src/app/alert-maps.ts";
import { type ChannelSet, followChannels } from "../src/app/channel-set.ts";
import { type DeliveryWatchParts, watchDeadAlert, watchDelivery } from "../src/app/delivery-watch.ts";
import { startNoticeWorker } from "../src/app/notices.ts";
import { watchRedis } from "../src/app/redis-watch.ts";
import { linksOf, startVerdicts, type VerdictParts } from "../src/app/verdicts.ts";
import type { ChannelHost } from "../src/channels/channel-kind.ts";
import { kindOf } from "../src/channels/channel-registry.ts";
import { type AmendPorts, amendAlert } from "../src/pipeline/amend-alert.ts";
import type { DeadLetters } from "../src/pipeline/dead-letter.ts";
import { type DeliverPorts, deliverAlert } from "../src/pipeline/deliver-alert.ts";
import type { DigestBox, SentLedger, Silences, VerdictBook } from "../src/pipeline/deliver-ports.ts";
import type { StoryBook } from "../src/pipeline/match-ports.ts";
import { type DigestPorts, sendDigest } from "../src/pipeline/send-digest.ts";
import { within } from "../src/pipeline/time-limit.ts";
import type { Closable } from "../src/process/run-until-stopped.ts";
import { type AlertQueues, AMENDMENT_QUEUE, type AmendmentJob, startAlertWorker } from "../src/queues/alert-queue.ts";
import { DIGEST_QUEUE, type DigestJob, openDigestSchedule } from "../src/queues/digest-schedule.ts";
import { type JobWorker, outcomeOf, startJobWorker } from "../src/queues/job-worker.ts";
import type { NoticeBox } from "../src/redis/notice-box.ts";
import type { TryCounter } from "../src/redis/try-counter.ts";
import type { Settings } from "../src/settings/settings.ts";
import type { VerdictLinkMaker } from "../src/web/verdict-links.ts";

const CHANNELS_AT_ONCE = 4;
const RETRY_MS = 60_000;
/** An older message is not worth writing again. */
const AMEND_WITHIN_MS = 3_600_000;

/** What delivering takes. */
export interface DeliveringParts extends DeliveryWatchParts, AlertMapParts, VerdictParts {
  readonly redis: Redis;
  readonly patientRedis: Redis;
  readonly alerts: AlertQueues;
  readonly sent: SentLedger;
  readonly stories: StoryBook;
  readonly verdicts: VerdictBook;
  readonly digests: DigestBox;
  readonly silences: Silences;
  readonly deadLetters: DeadLetters;
  readonly tries: TryCounter;
  readonly noticeBox: NoticeBox;
  readonly verdictLinks?: VerdictLinkMaker | undefined;
}

/** What the steps of delivery go through. */
type StepPorts = DeliverPorts & AmendPorts & DigestPorts;

/** Sends queued alerts, each channel on its own, and tells ops what ops should know. */
export async function startDelivering(parts: DeliveringParts, host: ChannelHost): Promise<Closable> {
  const { log, configuration, now, sent, told, stories, verdicts, digests, silences, alerts } = parts;
  const { delivery } = configuration.current().settings.rasid;
  const channels = await followChannels(configuration, host);
  const ports: StepPorts = {
    ...{ sent, told, stories, verdicts, digests, silences, alerts, now },
    channelOf: channels.channelOf,
    draw: alertMaps(parts),
    linksFor: linksOf(configuration, parts.verdictLinks, now),
  };
  const workers = await startAlertWorkers(parts, ports, channels);
  const notices = startNoticeWorker({
    connection: parts.patientRedis,
    box: parts.noticeBox,
    channels: channels.opsChannels,
    timeoutMs: delivery.timeout,
    onError: (error) => log.error({ problem: error.message }, "notices could not be told"),
  });
  const amendments = startAmendmentWorker(parts, ports);
  const digestWorker = startDigestWorker(parts, ports);
  const schedule = await followDigests(parts);
  const watch = watchRedis(parts.redis, channels.opsChannels, delivery.timeout, (problem) =>
    log.error({ problem }, "Redis takes no writes"),
  );
  const taking = startVerdicts(parts);
  return {
    name: "deliver",
    async close(deadlineMs) {
      await Promise.all([watch.close(), schedule.close(), taking.close(deadlineMs)]);
      const all = [...workers.values(), notices, amendments, digestWorker];
      await Promise.all(all.map((worker) => worker.close(deadlineMs)));
    },
  };
}

/** A worker for each channel. One that is gone keeps its worker, so that what waits for it becomes a dead letter. */
async function startAlertWorkers(
  parts: DeliveringParts,
  ports: StepPorts,
  channels: ChannelSet,
): Promise<ReadonlyMap<string, JobWorker>> {
  const { configuration, alerts } = parts;
  const workers = new Map<string, JobWorker>();
  const startMissing = async (settings: Settings) => {
    const kinds = new Map(settings.channels.map(({ entry }) => [entry.id, kindOf(entry)]));
    for (const id of new Set([...kinds.keys(), ...(await alerts.knownChannels())]))
      if (!workers.has(id)) workers.set(id, startAlertWorkerOf(id, kinds.get(id)?.limiter, parts, ports, channels));
  };
  await startMissing(configuration.current().settings);
  configuration.onChange(({ settings }) => startMissing(settings));
  return workers;
}

function startAlertWorkerOf(
  channelId: string,
  limiter: { readonly max: number; readonly duration: number } | undefined,
  parts: DeliveringParts,
  ports: StepPorts,
  channels: ChannelSet,
): JobWorker {
  const { log, configuration, alerts, tries, deadLetters, now, patientRedis } = parts;
  const { delivery } = configuration.current().settings.rasid;
  return startAlertWorker({
    channelId,
    connection: patientRedis,
    tries,
    maxTries: delivery.tries,
    perMinute: delivery.perMinute,
    queue: alerts.queueFor(channelId),
    gathersPlaces: () => channels.channelOf(channelId)?.pace.group !== undefined,
    deadLetters,
    limiter,
    now,
    deliver: (queued, signal) => deliverAlert(queued, ports, delivery.giveUpAfter, within(delivery.timeout, signal)),
    onDelivery: (told, report) => watchDelivery(channelId, told, report, parts),
    onDeadLetter: (about, reason) => watchDeadAlert(channelId, about, reason, parts),
    onError: (error, jobId) => log.error({ job: jobId, channel: channelId, problem: error.message }, "delivery failed"),
  });
}

function startAmendmentWorker({ configuration, patientRedis, log, now }: DeliveringParts, ports: StepPorts): JobWorker {
  const { timeout } = configuration.current().settings.rasid.delivery;
  return startJobWorker<AmendmentJob>({
    connection: patientRedis,
    concurrency: CHANNELS_AT_ONCE,
    queue: AMENDMENT_QUEUE,
    async work({ alertId, askedAt }, _, signal) {
      const report = await amendAlert(alertId, ports, within(timeout, signal));
      const isLate = now().getTime() - askedAt > AMEND_WITHIN_MS;
      if (report.outcome === "never" || isLate)
        log.warn({ alert: alertId, ...report }, "a message could not be written again");
      return isLate ? { outcome: "done" } : outcomeOf(report, RETRY_MS);
    },
    onError: (error, job) => log.error({ job, problem: error.message }, "a message could not be written again"),
  });
}

function startDigestWorker({ configuration, patientRedis, log }: DeliveringParts, ports: StepPorts): JobWorker {
  const { timeout } = configuration.current().settings.rasid.delivery;
  return startJobWorker<DigestJob>({
    connection: patientRedis,
    concurrency: CHANNELS_AT_ONCE,
    queue: DIGEST_QUEUE,
    async work({ channelId }, { id }, signal) {
      const report = await sendDigest(id.replace(/[^\w-]+/g, "-"), channelId, ports, within(timeout, signal));
      log.info({ channel: channelId, digest: id, ...report }, "digest");
      return outcomeOf(report, RETRY_MS);
    },
    onError: (error, job) => log.error({ job, problem: error.message }, "a digest could not be sent"),
  });
}

/** The schedule of digests, which follows the channels of the configuration in force. */
async function followDigests({
  configuration,
  redis,
  log,
}: DeliveringParts): Promise<ReturnType<typeof openDigestSchedule>> {
  const schedule = openDigestSchedule(redis, (error) => log.error({ problem: error.message }, "digests"));
  const follow = ({ channels }: Settings) => schedule.reconcile(channels.map(({ entry }) => entry));
  await follow(configuration.current().settings);
  configuration.onChange(({ settings }) => follow(settings));
  return schedule;
}
