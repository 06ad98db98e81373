import { buildContext } from "../domain/gazetteer/context.ts";
import { buildGazetteer } from "../domain/gazetteer/gazetteer.ts";
import { buildRelevance } from "../domain/matcher/relevance.ts";
import { compileRulebook, type Rulebook } from "../domain/matcher/rulebook.ts";
import type { Watchlist } from "../domain/matcher/watchlist.ts";
import type { Settings } from "./settings.ts";
import { BORDERS } from "./watchlist-file.ts";

/** Compiles what the settings say into what decides. `watchlists` in place of the configured ones, for ad-hoc questions. */
export function rulebookOf(settings: Settings, watchlists: readonly Watchlist[] = settings.watchlists): Rulebook {
  return compileRulebook({
    version: settings.version,
    gazetteer: buildGazetteer(settings.places, settings.senses),
    context: buildContext(settings.context),
    senseWeights: settings.weights.senses,
    storyWeights: settings.weights.stories,
    concepts: settings.concepts,
    actors: settings.actors,
    relevance: buildRelevance(settings.relevance),
    borders: BORDERS,
    wholeWords: settings.commonWords,
    watchlists,
  });
}
