import type { Alert } from "./alert.ts";

/** What a silence can name. */
export const SILENCED = ["watchlist", "place", "concept", "channel", "feed"] as const;

/** What somebody asked not to be told for a while: alerts that bear all the ids that it names. */
export interface Silence extends Partial<Readonly<Record<(typeof SILENCED)[number], string>>> {
  readonly id: string;
  readonly by: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly until: string;
}

/** The first silence that covers an alert now. One of a watchlist covers what that list alone asks for. */
export function silenceOf(alert: Alert, silences: readonly Silence[], now: Date): Silence | undefined {
  const { watchlists, place, concepts, channelId, article } = alert;
  const covers: Record<(typeof SILENCED)[number], (id: string) => boolean> = {
    watchlist: (id) => watchlists.every((one) => one.id === id),
    place: (id) => place?.id === id,
    concept: (id) => concepts.some((one) => one.id === id),
    channel: (id) => channelId === id,
    feed: (id) => article.feedId === id,
  };
  return silences.find(
    (silence) =>
      Date.parse(silence.until) > now.getTime() &&
      SILENCED.every((what) => silence[what] === undefined || covers[what](silence[what])),
  );
}
