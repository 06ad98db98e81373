import { standingOf } from "../src/pipeline/poll-feed.ts";
import { addGauge } from "../src/process/metrics.ts";
import { packageVersion } from "../src/process/package-root.ts";
import type { Closable } from "../src/process/run-until-stopped.ts";
import { type StatusServer, startStatusServer } from "../src/web/status-server.ts";
import { answerVerdict } from "../src/web/verdict-pages.ts";
import { refusalLines } from "./live-configuration.ts";
import { whyNoWrites } from "./redis-watch.ts";
import type { Runtime } from "./runtime.ts";
import { verdictPorts } from "./verdicts.ts";

/** No poll for so many intervals means that polling has stopped, whatever Redis says. */
const STALE_INTERVALS = 3;
const LISTED_FEEDS = 100;

/** Serves health, readiness, metrics and the pages of verdict links. `hasPolling`: this installation polls, so silence of polls is a fault. */
export async function startWeb(runtime: Runtime, hasPolling: boolean): Promise<Closable & StatusServer> {
  const { metrics } = runtime;
  const { settings } = runtime.configuration.current();
  addGauge(metrics, "rasid_queue_waiting", "Jobs that wait, by queue", "queue", async () => {
    const depths = await queueDepths(runtime);
    return new Map(Object.entries(depths).map(([name, { waiting, delayed }]) => [name, waiting + delayed]));
  });
  addGauge(metrics, "rasid_feed_failures", "Failed polls in a row, by feed", "feed", async () => {
    const states = await runtime.feedStates.all();
    return new Map([...states].map(([id, state]) => [id, state.failures]));
  });
  addGauge(
    metrics,
    "rasid_dead_letters",
    "Jobs that could not be done",
    "kind",
    async () => new Map([["all", await runtime.deadLetters.count()]]),
  );

  const { verdictLinks: links } = runtime;
  const channelOf = (id: string) =>
    runtime.configuration.current().settings.channels.find(({ entry }) => entry.id === id);
  const languageOf = (id: string) => channelOf(id)?.entry.language ?? "ar";
  const ports = links && { ...verdictPorts(runtime), links, languageOf };
  const server = await startStatusServer({
    host: settings.rasid.web.host,
    port: settings.rasid.web.port,
    health: () => healthOf(runtime, hasPolling),
    isReady: async () => (await runtime.redis.ping()) === "PONG",
    verdict: ports && ((request, response) => answerVerdict(request, response, ports)),
    metrics: async () => ({
      contentType: metrics.registry.contentType,
      text: await metrics.registry.metrics(),
    }),
  });
  return { name: "web", url: server.url, close: () => server.close() };
}

/** The state of a running Rasid, as /healthz tells it. `degraded`: it runs, and something needs a look. */
export async function healthOf(runtime: Runtime, hasPolling: boolean) {
  const { settings } = runtime.configuration.current();
  const states = await runtime.feedStates.all();
  const feeds = settings.feeds.filter((feed) => feed.enabled);
  const known = feeds.flatMap((feed) => {
    const state = states.get(feed.id);
    return state ? [{ id: feed.id, state, everyMs: feed.every ?? settings.rasid.polling.every }] : [];
  });
  const failing = known
    .filter(({ state }) => state.failures > 0)
    .map(({ id, state }) => ({
      id,
      standing: standingOf(state),
      failures: state.failures,
      error: state.lastError ?? "",
    }));
  const deadLetters = await runtime.deadLetters.count();
  const lastAskedMs = Math.max(
    runtime.startedAt.getTime(),
    ...known.map(({ state }) => Date.parse(state.askedAt ?? "") || 0),
  );
  const shortestMs = Math.min(...feeds.map((feed) => feed.every ?? settings.rasid.polling.every));
  const isStale =
    hasPolling && feeds.length > 0 && runtime.now().getTime() - lastAskedMs > STALE_INTERVALS * shortestMs + 60_000;

  const refused = refusalLines(runtime.configuration.refused());
  const noWrites = await whyNoWrites(runtime.redis);
  const problems = [
    ...(noWrites === undefined ? [] : [`Redis takes no writes: ${noWrites}`]),
    ...(refused.length > 0 ? ["an edit of the configuration was refused", ...refused] : []),
    ...(isStale ? [`no feed was asked since ${new Date(lastAskedMs).toISOString()}`] : []),
    ...(failing.length > 0 ? [`${failing.length} of ${feeds.length} feeds fail`] : []),
    ...(deadLetters > 0 ? [`${deadLetters} dead letters: see \`rasid dead list\``] : []),
  ];
  const status: "ok" | "degraded" | "failing" =
    isStale || noWrites !== undefined ? "failing" : problems.length > 0 ? "degraded" : "ok";
  return {
    status,
    version: packageVersion(),
    settings: settings.version,
    problems,
    feeds: {
      asked: known.length,
      ok: known.length - failing.length,
      failing: failing.slice(0, LISTED_FEEDS),
    },
    queues: await queueDepths(runtime),
    deadLetters,
  };
}

async function queueDepths(runtime: Runtime) {
  const channels = runtime.configuration
    .current()
    .settings.channels.map(({ entry }) => runtime.alerts.queueFor(entry.id));
  const queues = [runtime.articles.queue, ...channels, runtime.notices.queue];
  const depths = await Promise.all(queues.map(async (queue) => [queue.name, await queue.depth()] as const));
  return Object.fromEntries(depths);
}
