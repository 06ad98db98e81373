import { buildContext } from "../domain/gazetteer/context.ts";
import { buildGazetteer } from "../domain/gazetteer/gazetteer.ts";
import { compileRulebook, type Rulebook } from "../domain/matcher/rulebook.ts";
import type { Watchlist } from "../domain/matcher/watchlist.ts";
import type { Settings } from "./settings.ts";

/** Compiles what the settings say into what decides. `watchlists` in place of the configured ones, for ad-hoc questions. */
export function rulebookOf(
  settings: Settings,
  watchlists: readonly Watchlist[] = settings.watchlists,
): Rulebook {
  return compileRulebook({
    version: settings.version,
    gazetteer: buildGazetteer(settings.places, settings.senses),
    context: buildContext(settings.context),
    senseWeights: settings.weights.senses,
    concepts: settings.concepts,
    watchlists,
  });
}
