import type { Alert } from "../domain/alerts/alert.ts";
import { mapPicture } from "../map/map-picture.ts";
import type { Logger } from "../process/logger.ts";
import type { Metrics } from "../process/metrics.ts";
import type { LiveConfiguration } from "./live-configuration.ts";

/** Of the places of late: a burst names few of them, and drawing takes a good part of a second. */
const MOST_MAPS = 50;

export interface AlertMapParts {
  readonly configuration: LiveConfiguration;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** Draws by the configuration in force. Alerts without a map are counted; why is logged when it is new. */
export function alertMaps({
  configuration,
  metrics,
  log,
}: AlertMapParts): (alert: Alert) => Promise<Uint8Array | undefined> {
  let toldWhy = "";
  const kept = new Map<string, ReturnType<typeof mapPicture>>();
  return async ({ place, channelId, id }) => {
    if (!place) return undefined;
    const { rulebook, settings } = configuration.current();
    const language = settings.channels.find(({ entry }) => entry.id === channelId)?.entry.language ?? "ar";
    const key = JSON.stringify([settings.version, language, { ...place, because: [] }]);
    const drawing = kept.get(key) ?? mapPicture(place, { ...settings, places: rulebook.gazetteer.places }, language);
    // What was asked for last goes last, so that the first is the one to forget.
    kept.delete(key);
    kept.set(key, drawing);
    if (kept.size > MOST_MAPS) kept.delete(kept.keys().next().value!);
    const map = await drawing;
    metrics.maps.inc({ outcome: "png" in map ? "drawn" : "failed" });
    if ("png" in map) return map.png;
    kept.delete(key);
    if (map.why !== toldWhy) log.warn({ alert: id, why: map.why }, "alerts go out without a map");
    toldWhy = map.why;
    return undefined;
  };
}
