import type { Article } from "../domain/article.ts";
import { identitiesOf } from "../domain/article-identity.ts";
import type { FeedItem } from "../domain/feed-item.ts";
import { cleanLine } from "../domain/safe-text.ts";
import type { ArticleQueue, Feed, FeedAnswer, FeedSource, FeedState, FeedStates, SeenLedger } from "./poll-ports.ts";

export interface PollPorts {
  readonly source: FeedSource;
  readonly states: FeedStates;
  readonly seen: SeenLedger;
  readonly articles: ArticleQueue;
  /** Short, stable hash of a text. */
  hash(text: string): string;
}

export interface PollRules {
  /** On first sight of a feed, only articles newer than this are told. */
  readonly tellIfNewerThanMs: number;
  readonly fullFetchEveryMs: number;
  /** Set when the ledgers were lost: what a baseline tells may be a repeat. */
  readonly afterLoss: boolean;
}

/** What one poll found, for the log and the metrics. */
export interface PollReport {
  readonly outcome: FeedAnswer["outcome"] | "waiting";
  readonly items: number;
  readonly fresh: number;
  /** New in the document but older than the baseline allows: remembered, not told. */
  readonly baseline: number;
  /** Known articles under a new guid. */
  readonly renumbered: number;
  readonly leftOut: number;
  readonly failures: number;
  readonly why?: string | undefined;
  readonly stage?: string | undefined;
  readonly charset?: string | undefined;
  readonly movedTo?: string | undefined;
}

function nothingNew(outcome: PollReport["outcome"], failures: number, why?: string): PollReport {
  return { outcome, items: 0, fresh: 0, baseline: 0, renumbered: 0, leftOut: 0, failures, why };
}

/** Asks a feed once and hands on what is new: enqueue, remember as seen, store validators. A crash between loses none. */
export async function pollFeed(
  feed: Feed,
  ports: PollPorts,
  rules: PollRules,
  now: Date,
  signal: AbortSignal,
): Promise<PollReport> {
  const state = (await ports.states.load(feed.id)) ?? { failures: 0, items: 0 };
  if (state.notBefore !== undefined && now.toISOString() < state.notBefore)
    return nothingNew("waiting", state.failures, `the server asked to wait until ${state.notBefore}`);

  const isFullFetchDue =
    state.fullFetchAt === undefined || now.getTime() - Date.parse(state.fullFetchAt) >= rules.fullFetchEveryMs;
  const asIs = await ports.source.ask(feed, isFullFetchDue ? undefined : state.validators, signal);
  const answer = (asIs.outcome === "items" && lieOf(asIs.items, state)) || asIs;
  const asked = { ...state, askedAt: now.toISOString(), notBefore: undefined };
  if (answer.outcome === "failed") {
    const { code, why, retryAfterMs: wait } = answer;
    const notBefore = wait === undefined ? undefined : new Date(now.getTime() + wait).toISOString();
    const failed = { ...asked, failures: state.failures + 1, lastError: cleanLine(`${code}: ${why}`), notBefore };
    await ports.states.save(feed.id, failed);
    return nothingNew("failed", failed.failures, failed.lastError);
  }
  const answered = { ...asked, okAt: now.toISOString(), failures: 0, lastError: undefined };
  if (answer.outcome === "unchanged") {
    await ports.states.save(feed.id, answered);
    return nothingNew("unchanged", 0);
  }

  const sorted = await sortItems(feed, answer.items, ports, now);
  const isBaseline = state.baselineAt === undefined;
  const oldest = new Date(now.getTime() - rules.tellIfNewerThanMs).toISOString();
  const told = isBaseline ? sorted.fresh.filter(({ publishedAt = "" }) => publishedAt >= oldest) : sorted.fresh;
  if (told.length > 0) {
    const articles = told.toReversed();
    const afterLoss = isBaseline && rules.afterLoss && { afterLoss: true };
    await ports.articles.enqueue({ feedId: feed.id, articles, ...afterLoss });
  }
  await ports.seen.remember(feed.id, sorted.keys, now);
  const { leftOut, stage, charset, movedTo, validators } = answer;
  const items = answer.items.length;
  const fullFetchAt = isFullFetchDue ? asked.askedAt : state.fullFetchAt;
  const read = { validators, fullFetchAt, baselineAt: state.baselineAt ?? asked.askedAt, items };
  await ports.states.save(feed.id, { ...answered, ...read });
  const { fresh, renumbered } = sorted;
  const counts = { items, fresh: told.length, baseline: fresh.length - told.length, renumbered, leftOut };
  return { outcome: "items", ...counts, failures: 0, stage, charset, movedTo };
}

/** From how many items on a feed that suddenly has none is held to be broken. */
const EMPTIED_ITEMS = 5;
/** RSS-Bridge tells its errors as an item of a feed (docs.rss-bridge.org, configuration of error output). */
const BRIDGE_ERROR = /^Bridge returned error \d+/;

/** What a document that can be read is instead of news. */
function lieOf(items: readonly FeedItem[], state: FeedState): (FeedAnswer & { outcome: "failed" }) | undefined {
  if (items.length === 0 && state.items >= EMPTIED_ITEMS)
    return { outcome: "failed", code: "EMPTIED", why: `no items where there were ${state.items}` };
  if (items.length > 0 && items.every(({ title }) => BRIDGE_ERROR.test(title)))
    return { outcome: "failed", code: "BRIDGE_ERROR", why: items[0]?.title ?? "" };
  return undefined;
}

/** As Media Cloud's fetcher, which follows 180,000 feeds (MAX_FAILURES). */
export const DEAD_AFTER = 30;
/** How a feed stands: it answers, it fails, or it has failed so long that somebody should look for another address. */
export function standingOf({ failures }: FeedState): "ok" | "degraded" | "dead" {
  return failures === 0 ? "ok" : failures < DEAD_AFTER ? "degraded" : "dead";
}

/** From how many items on, and for which share of old titles, a feed is held to have renumbered everything. */
const RENUMBERED_ITEMS = 5;
const RENUMBERED_SHARE = 0.8;

/** `keys`: everything to remember, known or new, for what is still in its feed must not be forgotten. */
async function sortItems(feed: Feed, items: readonly FeedItem[], ports: PollPorts, now: Date) {
  const identities = identitiesOf(items);
  const keys = identities.map(({ identity, twin, title }) => [identity, twin, title].map((text) => ports.hash(text)));
  const known = await ports.seen.seen(feed.id, keys.flat());
  const knownOf = (i: number) => ({ identity: known[i * 3]!, twin: known[i * 3 + 1]!, title: known[i * 3 + 2]! });

  const unknown = items.map((_, i) => i).filter((i) => !knownOf(i).identity);
  const oldTitles = unknown.filter((i) => knownOf(i).title).length;
  const allRenumbered = oldTitles >= RENUMBERED_ITEMS && oldTitles >= unknown.length * RENUMBERED_SHARE;
  const isOld = (i: number) => knownOf(i).twin || (allRenumbered && knownOf(i).title);

  const handed = new Set<string>();
  const fresh = unknown.flatMap((i) => {
    const [identity = "", twin = ""] = keys[i]!;
    if (isOld(i) || handed.has(identity) || handed.has(twin)) return [];
    handed.add(identity).add(twin);
    return [articleOf(feed, items[i]!, ports.hash(`${feed.id}\n${identities[i]!.identity}`), now)];
  });
  return { fresh, renumbered: unknown.filter(isOld).length, keys: [...new Set(keys.flat())] };
}

/** A date beyond every time zone and slow clock is no date. */
const AHEAD_MS = 2 * 86_400_000;

function articleOf(feed: Feed, item: FeedItem, id: string, now: Date): Article {
  const { title, summary, body, url } = item;
  const publishedAt = item.publishedAt > new Date(now.getTime() + AHEAD_MS).toISOString() ? "" : item.publishedAt;
  const known = { ...(url !== "" && { url }), ...(publishedAt !== "" && { publishedAt }) };
  return { id, feedId: feed.id, source: feed.source, title, summary, body, ...known };
}
