import type { Alert } from "../domain/alerts/alert.ts";
import type { DeliveryReport } from "../pipeline/deliver-alert.ts";
import type { OpsNotices } from "../pipeline/ops-notice.ts";
import type { Logger } from "../process/logger.ts";
import type { Metrics } from "../process/metrics.ts";

export interface DeliveryWatchParts {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly notices: OpsNotices;
}

/** Counts and logs what came of sending to a channel, and tells ops what they should know of it. */
export function watchDelivery(
  channelId: string,
  alerts: readonly Alert[],
  report: DeliveryReport,
  { log, metrics, notices }: DeliveryWatchParts,
): void {
  const { outcome } = report;
  metrics.deliveries.inc({ channel: channelId, outcome }, alerts.length);
  if (outcome === "done" && alerts.length > 1) metrics.together.inc({ channel: channelId }, alerts.length);
  const held = new Map(report.held.map(({ alert, why }) => [alert, why]));
  for (const { id: alert, article, decidedAt } of alerts) {
    const why = held.get(alert);
    if (why !== undefined) {
      metrics.dropped.inc({ reason: `held back: ${why}` });
      log.info({ alert, channel: channelId, feed: article.feedId, why }, "alert held back");
      continue;
    }
    const together = alerts.length;
    const facts = { alert, channel: channelId, feed: article.feedId, together, ...report, held: undefined };
    if (outcome === "later") log.warn(facts, "alert put off");
    else if (outcome === "never") log.error(facts, "alert refused");
    else log.info(facts, "alert delivered");
    if (outcome === "done")
      metrics.secondsToDelivery.observe({ channel: channelId }, (Date.now() - Date.parse(decidedAt)) / 1000);
  }
  if (outcome === "done" && report.note)
    void notices.tell({ key: `note-${channelId}`, title: `Channel ${channelId}: ${report.note}`, lines: [] });
}

/** Logs an alert that became a dead letter, and tells ops. */
export function watchDeadAlert(
  channelId: string,
  about: string,
  reason: string,
  { log, notices }: Pick<DeliveryWatchParts, "log" | "notices">,
): void {
  log.error({ about, reason }, "an alert could not be delivered");
  void notices.tell({
    key: `dead-channel-${channelId}`,
    title: `Alerts for channel ${channelId} cannot be delivered`,
    lines: [about, reason, "See `rasid dead list`; after mending, `rasid dead replay`."],
  });
}
