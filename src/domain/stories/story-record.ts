import type { PlacedArticle, Placement, Story, StoryChange } from "./story.ts";

/** A story with whom it was told to. Plain data: it goes through Redis. */
export interface StoryRecord {
  readonly story: Story;
  /** By channel, the alert that told it first. */
  readonly told: Readonly<Record<string, { readonly alertId: string; readonly at: string }>>;
  /** ISO 8601: when its last update goes out. */
  readonly updatedAt?: string | undefined;
  /** Outlets that reported it, each once, the first one first. */
  readonly outlets: readonly string[];
  readonly reports: number;
}

/** What an article of a story asks to be told, channel by channel. The same article always asks the same. */
export interface StoryTelling {
  readonly placement: Placement;
  /** Channels that were not told of the story yet. */
  readonly first: readonly string[];
  /** Channels that are told what is new, each with the alert that told it the story. */
  readonly updates: readonly { readonly channelId: string; readonly alertId: string; readonly toldAt: string }[];
  /** Alerts of channels that know all of it already: their messages can say who else reports it. */
  readonly copies: readonly string[];
  /** Channels that are told nothing of it, by what analysts said. */
  readonly closed?: readonly string[] | undefined;
  /** ISO 8601: updates wait until then. */
  readonly notBefore?: string | undefined;
  readonly outlets: readonly string[];
  readonly reports: number;
}

/** At most one update of a story goes out in this time. */
const UPDATE_EVERY_MS = 30 * 60_000;
const MOST_OUTLETS = 20;

/** What is known when it is settled who is told of an article. */
export interface StoryQuestion {
  readonly placed: PlacedArticle;
  readonly outlet: string;
  /** Channels whose watchlists it answers. */
  readonly asking: readonly string[];
  /** Those of them that are told nothing more of the story, by what analysts said. */
  readonly closed: readonly string[];
  /** The story as it was before, undefined for a new one. */
  readonly before: StoryRecord | undefined;
  /** The id of the article's alert in a channel. */
  alertIdOf(channelId: string): string;
  readonly now: Date;
}

/** The story as it stands after an article, and who is told of it. */
export interface StoryAnswer {
  readonly record: StoryRecord;
  readonly telling: StoryTelling;
}

/** Who is told of an article in its story. */
export function tellStory({ placed, outlet, asking, closed, before, alertIdOf, now }: StoryQuestion): StoryAnswer {
  const { story, placement } = placed;
  const channels = asking.filter((channel) => !closed.includes(channel));
  const told = before?.told ?? {};
  const first = channels.filter((channel) => !told[channel]);
  const updates = channels.flatMap((channelId) => {
    const one = told[channelId];
    return one && placement.changes.length > 0 ? [{ channelId, alertId: one.alertId, toldAt: one.at }] : [];
  });
  const copies = placement.changes.length > 0 ? [] : channels.flatMap((channel) => told[channel]?.alertId ?? []);
  const lastMs = Date.parse(before?.updatedAt ?? "") || 0;
  // One that still waits takes this one with it.
  const earliest = lastMs > now.getTime() ? lastMs : lastMs + UPDATE_EVERY_MS;
  const updateAt = new Date(Math.max(now.getTime(), earliest)).toISOString();
  const outlets = [...new Set([...(before?.outlets ?? []), outlet])].slice(0, MOST_OUTLETS);
  const reports = (before?.reports ?? 0) + 1;
  const at = now.toISOString();
  return {
    record: {
      story,
      told: { ...told, ...Object.fromEntries(first.map((channel) => [channel, { alertId: alertIdOf(channel), at }])) },
      updatedAt: updates.length > 0 ? updateAt : before?.updatedAt,
      outlets,
      reports,
    },
    telling: {
      ...{ placement, first, updates, copies, closed, outlets, reports },
      notBefore: updates.length > 0 ? updateAt : undefined,
    },
  };
}

/** What an update alert says of its story. */
export interface StoryUpdate {
  readonly changes: readonly StoryChange[];
  /** The alert that told the story first in this channel. */
  readonly of: string;
  /** ISO 8601. */
  readonly toldAt: string;
}
