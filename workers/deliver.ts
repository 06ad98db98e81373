import { channelLimiter, openChannel } from "../src/channels/channel-registry.ts";
import type { TerminalPorts } from "../src/channels/terminal.ts";
import type { Alert } from "../src/domain/event/alert.ts";
import { mapPicture } from "../src/map/map-picture.ts";
import { amendAlert } from "../src/pipeline/amend-alert.ts";
import { deliverAlert } from "../src/pipeline/deliver-alert.ts";
import { sendDigest } from "../src/pipeline/send-digest.ts";
import { within } from "../src/pipeline/time-limit.ts";
import type { Closable } from "../src/process/run-until-stopped.ts";
import { AMENDMENT_QUEUE, type AmendmentJob, startAlertWorker } from "../src/queues/alert-queue.ts";
import { DIGEST_QUEUE, type DigestJob, openDigestSchedule } from "../src/queues/digest-schedule.ts";
import { type JobWorker, outcomeOf, startJobWorker } from "../src/queues/job-worker.ts";
import { redisSentLedger } from "../src/redis/sent-ledger.ts";
import type { Settings } from "../src/settings/settings.ts";
import { startNoticeWorker } from "./notices.ts";
import { watchRedis } from "./redis-watch.ts";
import type { Runtime } from "./runtime.ts";
import { linksOf, startVerdicts } from "./verdicts.ts";

const CHANNELS_AT_ONCE = 4;
const RETRY_MS = 60_000;
/** An older message is not worth writing again. */
const AMEND_WITHIN_MS = 3_600_000;

/** Of the places of late: a burst names few of them, and drawing takes a good part of a second. */
const MOST_MAPS = 50;

/** Draws by the configuration in force. Alerts without a map are counted; why is logged when it is new. */
function mapsOf({ configuration, metrics, log }: Runtime) {
  let told = "";
  const kept = new Map<string, ReturnType<typeof mapPicture>>();
  return async ({ place, channelId, id }: Alert): Promise<Uint8Array | undefined> => {
    if (!place) return undefined;
    const { rulebook, settings } = configuration.current();
    const language = settings.channels.find(({ entry }) => entry.id === channelId)?.entry.language ?? "ar";
    const key = JSON.stringify([settings.version, language, { ...place, because: [] }]);
    const drawing = kept.get(key) ?? mapPicture(place, { ...settings, places: rulebook.gazetteer.places }, language);
    // What was asked for last goes last, so that the first is the one to forget.
    kept.delete(key);
    kept.set(key, drawing);
    if (kept.size > MOST_MAPS) kept.delete(kept.keys().next().value!);
    const map = await drawing;
    metrics.maps.inc({ outcome: "png" in map ? "drawn" : "failed" });
    if ("png" in map) return map.png;
    kept.delete(key);
    if (map.why !== told) log.warn({ alert: id, why: map.why }, "alerts go out without a map");
    told = map.why;
    return undefined;
  };
}

/** Sends queued alerts, each channel on its own, and tells ops what ops should know. */
export async function startDelivering(runtime: Runtime, terminal: TerminalPorts): Promise<Closable> {
  const { log, metrics, notices, configuration } = runtime;
  const { settings } = configuration.current();
  const { delivery, retention } = settings.rasid;
  const channelsOf = (current: Settings) =>
    new Map(
      current.channels.map((one) => [one.entry.id, { channel: openChannel(one, terminal), pace: one.entry.pace }]),
    );
  let channels = channelsOf(settings);
  const sent = redisSentLedger(runtime.redis, retention.sent);
  const { told, stories, verdicts, digests, silences, alerts: queues, now } = runtime;
  const channelOf = (id: string) => channels.get(id);
  const ports = {
    sent,
    told,
    stories,
    verdicts,
    digests,
    silences,
    alerts: queues,
    channelOf,
    now,
    draw: mapsOf(runtime),
    linksFor: linksOf(runtime),
  };
  const timeLimit = (signal: AbortSignal) => within(delivery.timeout, signal);

  const workers = new Map<string, JobWorker>();
  const startFor = (id: string, limiter: ReturnType<typeof channelLimiter>) =>
    startAlertWorker({
      channelId: id,
      connection: runtime.patientRedis,
      tries: runtime.tries,
      maxTries: delivery.tries,
      perMinute: delivery.perMinute,
      queue: runtime.alerts.queueFor(id),
      gathersPlaces: () => channels.get(id)?.pace.group !== undefined,
      deadLetters: runtime.deadLetters,
      limiter,
      now: runtime.now,
      deliver: (queued, signal) => deliverAlert(queued, ports, delivery.giveUpAfter, timeLimit(signal)),
      onDelivery(alerts, report) {
        const { outcome } = report;
        metrics.deliveries.inc({ channel: id, outcome }, alerts.length);
        if (outcome === "done" && alerts.length > 1) metrics.together.inc({ channel: id }, alerts.length);
        const held = new Map(report.held.map((one) => [one.alert, one.why]));
        for (const { id: alert, article, decidedAt } of alerts) {
          const why = held.get(alert);
          if (why !== undefined) {
            metrics.dropped.inc({ reason: `held back: ${why}` });
            log.info({ alert, channel: id, feed: article.feedId, why }, "alert held back");
            continue;
          }
          const facts = {
            alert,
            channel: id,
            feed: article.feedId,
            together: alerts.length,
            ...report,
            held: undefined,
          };
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
  const opsChannels = () =>
    configuration.current().settings.rasid.ops.channels.flatMap((id) => channels.get(id)?.channel ?? []);
  const noticeWorker = startNoticeWorker({
    connection: runtime.patientRedis,
    box: runtime.noticeBox,
    channels: opsChannels,
    timeoutMs: delivery.timeout,
    onError: (error) => log.error({ problem: error.message }, "notices could not be told"),
  });
  const ofAll = { connection: runtime.patientRedis, concurrency: CHANNELS_AT_ONCE };
  const amendmentWorker = startJobWorker<AmendmentJob>({
    ...ofAll,
    queue: AMENDMENT_QUEUE,
    async work({ alertId, askedAt }, _, signal) {
      const report = await amendAlert(alertId, ports, timeLimit(signal));
      const isLate = now().getTime() - askedAt > AMEND_WITHIN_MS;
      if (report.outcome === "never" || isLate)
        log.warn({ alert: alertId, ...report }, "a message could not be written again");
      return isLate ? { outcome: "done" } : outcomeOf(report, RETRY_MS);
    },
    onError: (error, job) => log.error({ job, problem: error.message }, "a message could not be written again"),
  });
  const digestWorker = startJobWorker<DigestJob>({
    ...ofAll,
    queue: DIGEST_QUEUE,
    async work({ channelId }, { id }, signal) {
      const report = await sendDigest(id.replace(/[^\w-]+/g, "-"), channelId, ports, timeLimit(signal));
      log.info({ channel: channelId, digest: id, ...report }, "digest");
      return outcomeOf(report, RETRY_MS);
    },
    onError: (error, job) => log.error({ job, problem: error.message }, "a digest could not be sent"),
  });
  const schedule = openDigestSchedule(runtime.redis, (error) => log.error({ problem: error.message }, "digests"));
  const scheduleDigests = (current: Settings) => schedule.reconcile(current.channels.map(({ entry }) => entry));
  await scheduleDigests(settings);
  configuration.onChange((changed) => scheduleDigests(changed.settings));
  const watch = watchRedis(runtime.redis, opsChannels, delivery.timeout, (problem) =>
    log.error({ problem }, "Redis takes no writes"),
  );
  const taking = startVerdicts(runtime);
  return {
    name: "deliver",
    async close(deadlineMs) {
      await Promise.all([watch.close(), schedule.close(), taking.close(deadlineMs)]);
      await Promise.all(
        [...workers.values(), noticeWorker, amendmentWorker, digestWorker].map((worker) => worker.close(deadlineMs)),
      );
    },
  };
}
