import { styleText } from "node:util";
import type { Metrics } from "../process/metrics.ts";
import type { Closable } from "../process/run-until-stopped.ts";
import { type HealthParts, healthOf } from "./health.ts";

/** One line at the bottom of a terminal that tells how things stand. */
export interface LiveStatus {
  /** Puts other output above it. */
  write(text: string): void;
  show(line: string): void;
  stop(): void;
}

const CLEAR_LINE = "\r\u001b[2K";

export function createLiveStatus(out: NodeJS.WriteStream): LiveStatus {
  let current = "";
  const draw = () => out.write(`${CLEAR_LINE}${styleText("dim", current.slice(0, Math.max(20, out.columns - 1)))}`);
  return {
    write(text) {
      out.write(`${CLEAR_LINE}${text}`);
      draw();
    },
    show(line) {
      if (line === current) return;
      current = line;
      draw();
    },
    stop() {
      out.write(CLEAR_LINE);
      current = "";
    },
  };
}

const STATUS_EVERY_MS = 1000;

/** Greets, and keeps the status line current. */
export function showStatus(
  live: LiveStatus,
  parts: HealthParts & { readonly metrics: Metrics },
  hints: string,
): Closable {
  const settings = () => parts.configuration.current().settings;
  const feedsOn = () => settings().feeds.filter(({ enabled }) => enabled).length;
  const lists = settings().watchlists.map(({ id }) => id);
  live.write(`${styleText("bold", "Rasid · راصد")}  watching ${feedsOn()} feeds for ${lists.join(", ")}\n`);
  live.write(styleText("dim", `  ${hints}\n`));
  const refresh = async () => {
    const health = await healthOf(parts, true).catch(() => undefined);
    if (!health) return live.show("Redis does not answer; waiting for it");
    const { decided, deliveries } = parts.metrics;
    const articles = (await decided.get()).values[0]?.value ?? 0;
    const sent = (await deliveries.get()).values.filter(({ labels }) => labels.outcome === "done");
    const alerts = sent.reduce((sum, { value }) => sum + value, 0);
    const { ok, failing } = health.feeds;
    const fail = failing[0] ? ` · ${failing.length} fail (${failing[0].error.slice(0, 60)})` : "";
    live.show(`${ok} of ${feedsOn()} feeds answer${fail} · ${articles} articles read · ${alerts} alerts`);
  };
  const timer = setInterval(() => void refresh(), STATUS_EVERY_MS);
  return {
    name: "status line",
    async close() {
      clearInterval(timer);
      live.stop();
      process.stderr.write("Stopping: finishing what is in work…\n");
    },
  };
}
