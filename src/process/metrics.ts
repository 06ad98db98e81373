import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What is counted, in Prometheus's terms; docs/operations.md lists it for ops. */
export interface Metrics {
  readonly registry: Registry;
  readonly polls: Counter<"feed" | "outcome">;
  readonly articles: Counter<"feed">;
  readonly decided: Counter;
  readonly pages: Counter<"feed" | "outcome">;
  readonly alerts: Counter<"watchlist" | "decision">;
  readonly deliveries: Counter<"channel" | "outcome">;
  readonly together: Counter<"channel">;
  readonly maps: Counter<"outcome">;
  readonly verdicts: Counter<"channel" | "kind">;
  readonly dropped: Counter<"reason">;
  readonly secondsToDelivery: Histogram<"channel">;
}

/** Counters at zero, in a registry of their own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: "rasid_" });
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `rasid_${name}_total`, help, labelNames, registers });
  const pagesHelp = "Pages of articles that were asked for, by feed and outcome; text: the page is what was matched";
  return {
    registry,
    polls: counter("polls", "Polls by feed and outcome", "feed", "outcome"),
    articles: counter("articles", "New articles by feed", "feed"),
    decided: counter("articles_decided", "Articles that were matched"),
    pages: counter("pages", pagesHelp, "feed", "outcome"),
    alerts: counter("decisions", "Matches by watchlist and decision", "watchlist", "decision"),
    deliveries: counter("deliveries", "Tries to deliver by channel and outcome", "channel", "outcome"),
    together: counter("alerts_together", "Alerts over delivery.perMinute, told several in a message", "channel"),
    maps: counter("maps", "Maps for alerts by outcome: drawn or failed", "outcome"),
    verdicts: counter("verdicts", "What analysts said of alerts, by channel", "channel", "kind"),
    dropped: counter("dropped", "What was left out, by reason", "reason"),
    secondsToDelivery: new Histogram<"channel">({
      name: "rasid_seconds_to_delivery",
      help: "From the decision to the channel's acceptance",
      labelNames: ["channel"],
      buckets: [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600],
      registers,
    }),
  };
}

/** A gauge whose value is asked for at each scrape. */
export function addGauge(
  metrics: Metrics,
  name: string,
  help: string,
  label: string,
  read: () => Promise<ReadonlyMap<string, number>>,
): void {
  new Gauge({
    name,
    help,
    labelNames: [label],
    registers: [metrics.registry],
    async collect() {
      this.reset();
      for (const [key, value] of await read()) this.set({ [label]: key }, value);
    },
  });
}
