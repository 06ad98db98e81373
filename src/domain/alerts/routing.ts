import type { Article } from "../article.ts";
import { isAtLeast, type Severity } from "../severity.ts";
import { hasTrait, type Route } from "../watchlists/watchlist.ts";
import { isWithin } from "./hours.ts";

/** Whether a channel of a watchlist is told of a match: everything that its route asks for holds. */
export function takes(
  { from, withinKm, places, sources, hours }: Route,
  severity: Severity,
  place: { readonly id: string; readonly border?: { readonly km: number } | undefined } | undefined,
  { feedId, source }: Pick<Article, "feedId" | "source">,
  now: Date,
): boolean {
  return (
    (from === undefined || isAtLeast(severity, from)) &&
    (withinKm === undefined || (place?.border?.km ?? Number.POSITIVE_INFINITY) <= withinKm) &&
    (places === undefined || (place !== undefined && places.includes(place.id))) &&
    (sources === undefined || hasTrait({ feedId, ...source }, sources)) &&
    (hours === undefined || isWithin(now, hours, hours.timeZone))
  );
}
