import type { Alert } from "./alert.ts";

/** What somebody asked not to be told for a while: alerts that bear all of what it names. */
export interface Silence {
  readonly id: string;
  readonly watchlist?: string | undefined;
  readonly place?: string | undefined;
  readonly concept?: string | undefined;
  readonly channel?: string | undefined;
  readonly feed?: string | undefined;
  readonly by: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly until: string;
}

/** The first silence that covers an alert now. One of a watchlist covers what that list alone asks for. */
export function silenceOf(alert: Alert, silences: readonly Silence[], now: Date): Silence | undefined {
  return silences.find(
    ({ watchlist, place, concept, channel, feed, until }) =>
      Date.parse(until) > now.getTime() &&
      (watchlist === undefined || alert.watchlists.every(({ id }) => id === watchlist)) &&
      (place === undefined || alert.place?.id === place) &&
      (concept === undefined || alert.concepts.some(({ id }) => id === concept)) &&
      (channel === undefined || alert.channelId === channel) &&
      (feed === undefined || alert.article.feedId === feed),
  );
}
