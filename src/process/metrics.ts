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
  readonly dropped: Counter<"reason">;
  readonly secondsToDelivery: Histogram<"channel">;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "rasid_" });
  const registers = [registry];
  return {
    registry,
    polls: new Counter({
      name: "rasid_polls_total",
      help: "Polls by feed and outcome",
      labelNames: ["feed", "outcome"],
      registers,
    }),
    articles: new Counter({
      name: "rasid_articles_total",
      help: "New articles by feed",
      labelNames: ["feed"],
      registers,
    }),
    decided: new Counter({ name: "rasid_articles_decided_total", help: "Articles that were matched", registers }),
    pages: new Counter({
      name: "rasid_pages_total",
      help: "Pages of articles that were asked for, by feed and outcome; text: the page is what was matched",
      labelNames: ["feed", "outcome"],
      registers,
    }),
    alerts: new Counter({
      name: "rasid_decisions_total",
      help: "Matches by watchlist and decision",
      labelNames: ["watchlist", "decision"],
      registers,
    }),
    deliveries: new Counter({
      name: "rasid_deliveries_total",
      help: "Tries to deliver by channel and outcome",
      labelNames: ["channel", "outcome"],
      registers,
    }),
    together: new Counter({
      name: "rasid_alerts_together_total",
      help: "Alerts over delivery.perMinute, told several in a message",
      labelNames: ["channel"],
      registers,
    }),
    dropped: new Counter({
      name: "rasid_dropped_total",
      help: "What was left out, by reason",
      labelNames: ["reason"],
      registers,
    }),
    secondsToDelivery: new Histogram({
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
