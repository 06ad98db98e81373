import type { Redis } from "ioredis";
import type { DeadLetters } from "../pipeline/dead-letter.ts";
import { standingOf } from "../pipeline/poll-feed.ts";
import type { FeedState } from "../pipeline/poll-ports.ts";
import { packageVersion } from "../process/package-root.ts";
import type { AlertQueues } from "../queues/alert-queue.ts";
import type { ArticleBatches } from "../queues/article-queue.ts";
import type { QueueDepth } from "../queues/bullmq-queue.ts";
import type { NoticeQueue } from "../queues/notice-queue.ts";
import type { AllFeedStates } from "../redis/feed-states.ts";
import type { Settings } from "../settings/settings.ts";
import { type LiveConfiguration, refusalLines } from "./live-configuration.ts";
import { whyNoWrites } from "./redis-watch.ts";

/** No poll for so many intervals means that polling has stopped, whatever Redis says. */
const STALE_INTERVALS = 3;
const LISTED_FEEDS = 100;

/** What looking after the queues takes. */
export interface QueueParts {
  readonly configuration: LiveConfiguration;
  readonly articles: Pick<ArticleBatches, "queue">;
  readonly alerts: Pick<AlertQueues, "queueFor">;
  readonly notices: Pick<NoticeQueue, "queue">;
}

/** What telling health takes. */
export interface HealthParts extends QueueParts {
  readonly redis: Redis;
  readonly feedStates: Pick<AllFeedStates, "all">;
  readonly deadLetters: Pick<DeadLetters, "count">;
  readonly startedAt: Date;
  now(): Date;
}

/** A feed that fails, as the health page lists it. */
export interface FailingFeed {
  readonly id: string;
  readonly standing: "ok" | "degraded" | "dead";
  /** Polls in a row. */
  readonly failures: number;
  readonly error: string;
}

/** The state of a running Rasid, as /healthz tells it. */
export interface Health {
  /** `degraded`: it runs, and something needs a look. `failing`: alerts do not flow. */
  readonly status: "ok" | "degraded" | "failing";
  readonly version: string;
  readonly settings: string;
  readonly problems: readonly string[];
  readonly feeds: { readonly asked: number; readonly ok: number; readonly failing: readonly FailingFeed[] };
  readonly queues: Readonly<Record<string, QueueDepth>>;
  readonly deadLetters: number;
}

/** A feed that was asked before. */
interface AskedFeed {
  readonly id: string;
  readonly state: FeedState;
}

/** `hasPolling`: this installation polls, so silence of polls is a fault. */
export async function healthOf(parts: HealthParts, hasPolling: boolean): Promise<Health> {
  const { settings } = parts.configuration.current();
  const states = await parts.feedStates.all();
  const feeds = settings.feeds.filter(({ enabled }) => enabled);
  const asked = feeds.flatMap(({ id }): AskedFeed[] => {
    const state = states.get(id);
    return state ? [{ id, state }] : [];
  });
  const failing = failingAmong(asked);
  const deadLetters = await parts.deadLetters.count();
  const silentSince = hasPolling ? pollsSilentSince(settings, asked, parts) : undefined;
  const refused = refusalLines(parts.configuration.refused());
  const noWrites = await whyNoWrites(parts.redis);
  const problems = [
    ...(noWrites === undefined ? [] : [`Redis takes no writes: ${noWrites}`]),
    ...(refused.length > 0 ? ["an edit of the configuration was refused", ...refused] : []),
    ...(silentSince === undefined ? [] : [`no feed was asked since ${silentSince.toISOString()}`]),
    ...(failing.length > 0 ? [`${failing.length} of ${feeds.length} feeds fail`] : []),
    ...(deadLetters > 0 ? [`${deadLetters} dead letters: see \`rasid dead list\``] : []),
  ];
  const isFailing = silentSince !== undefined || noWrites !== undefined;
  return {
    status: isFailing ? "failing" : problems.length > 0 ? "degraded" : "ok",
    version: packageVersion(),
    settings: settings.version,
    problems,
    feeds: { asked: asked.length, ok: asked.length - failing.length, failing: failing.slice(0, LISTED_FEEDS) },
    queues: await queueDepths(parts),
    deadLetters,
  };
}

function failingAmong(asked: readonly AskedFeed[]): FailingFeed[] {
  return asked.flatMap(({ id, state }) => {
    const { failures, lastError: error = "" } = state;
    return failures > 0 ? [{ id, standing: standingOf(state), failures, error }] : [];
  });
}

/** Since when no feed was asked, where that is longer than three of the shortest intervals and a minute. */
function pollsSilentSince(
  { feeds, rasid }: Settings,
  asked: readonly AskedFeed[],
  { startedAt, now }: Pick<HealthParts, "startedAt" | "now">,
): Date | undefined {
  const intervals = feeds.filter(({ enabled }) => enabled).map((feed) => feed.every ?? rasid.polling.every);
  if (intervals.length === 0) return undefined;
  const lastMs = Math.max(startedAt.getTime(), ...asked.map(({ state }) => Date.parse(state.askedAt ?? "") || 0));
  const isStale = now().getTime() - lastMs > STALE_INTERVALS * Math.min(...intervals) + 60_000;
  return isStale ? new Date(lastMs) : undefined;
}

/** How many jobs each queue holds, by its name. */
export async function queueDepths(parts: QueueParts): Promise<Record<string, QueueDepth>> {
  const { channels } = parts.configuration.current().settings;
  const ofChannels = channels.map(({ entry }) => parts.alerts.queueFor(entry.id));
  const queues = [parts.articles.queue, ...ofChannels, parts.notices.queue];
  const depths = await Promise.all(queues.map(async (queue) => [queue.name, await queue.depth()] as const));
  return Object.fromEntries(depths);
}
