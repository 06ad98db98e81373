import { type HealthParts, healthOf, queueDepths } from "../src/app/health.ts";
import { type VerdictParts, verdictPorts } from "../src/app/verdicts.ts";
import type { Language } from "../src/domain/language/language.ts";
import { addGauge } from "../src/process/metrics.ts";
import type { Closable } from "../src/process/run-until-stopped.ts";
import { type StatusServer, startStatusServer } from "../src/web/status-server.ts";
import type { VerdictLinkMaker } from "../src/web/verdict-links.ts";
import { answerVerdict } from "../src/web/verdict-pages.ts";

/** What the web role takes. */
export interface WebParts extends HealthParts, Omit<VerdictParts, "notices" | "alerts"> {
  readonly alerts: HealthParts["alerts"] & VerdictParts["alerts"];
  readonly verdictLinks?: VerdictLinkMaker | undefined;
}

/** Serves health, readiness, metrics and the pages of verdict links. `hasPolling`: this installation polls. */
export async function startWeb(parts: WebParts, hasPolling: boolean): Promise<Closable & StatusServer> {
  const { configuration, metrics, redis, verdictLinks: links } = parts;
  const { web } = configuration.current().settings.rasid;
  addGauges(parts);
  const ports = links && { ...verdictPorts(parts), links, languageOf: (id: string) => languageOf(id, parts) };
  const server = await startStatusServer({
    host: web.host,
    port: web.port,
    health: () => healthOf(parts, hasPolling),
    isReady: async () => (await redis.ping()) === "PONG",
    verdict: ports && ((request, response) => answerVerdict(request, response, ports)),
    metrics: async () => ({
      contentType: metrics.registry.contentType,
      text: await metrics.registry.metrics(),
    }),
  });
  return { name: "web", url: server.url, close: () => server.close() };
}

function addGauges(parts: WebParts): void {
  const { metrics, feedStates, deadLetters } = parts;
  addGauge(metrics, "rasid_queue_waiting", "Jobs that wait, by queue", "queue", async () => {
    const depths = await queueDepths(parts);
    return new Map(Object.entries(depths).map(([name, { waiting, delayed }]) => [name, waiting + delayed]));
  });
  addGauge(metrics, "rasid_feed_failures", "Failed polls in a row, by feed", "feed", async () => {
    const states = await feedStates.all();
    return new Map([...states].map(([id, state]) => [id, state.failures]));
  });
  const countDead = async () => new Map([["all", await deadLetters.count()]]);
  addGauge(metrics, "rasid_dead_letters", "Jobs that could not be done", "kind", countDead);
}

function languageOf(channelId: string, { configuration }: WebParts): Language {
  const { channels } = configuration.current().settings;
  return channels.find(({ entry }) => entry.id === channelId)?.entry.language ?? "ar";
}
