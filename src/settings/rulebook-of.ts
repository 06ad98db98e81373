import { buildContext } from "../domain/gazetteer/context.ts";
import { buildGazetteer } from "../domain/gazetteer/gazetteer.ts";
import { matchArticle } from "../domain/matcher/match-article.ts";
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

/** Runs every watchlist's own examples: `must` has to alert, `mustNot` must not. Returns those that are not kept. */
export function failedExamples(settings: Settings, { watchlists, ...rest }: Rulebook) {
  // An example has no source, so what a list asks of sources is set aside.
  const sourceless = watchlists.map((one) => ({ ...one, watchlist: { ...one.watchlist, sources: undefined } }));
  const rulebook = { ...rest, watchlists: sourceless };
  return settings.watchlists.flatMap((watchlist) =>
    (["must", "mustNot"] as const).flatMap((kind) =>
      watchlist.examples[kind].flatMap((text, i) => {
        const { matches } = matchArticle({ title: "", summary: "", body: text }, rulebook);
        const match = matches.find((one) => one.watchlist === watchlist.id)!;
        if ((match.decision === "alert") === (kind === "must")) return [];
        const missed = `an example that has to alert gives ${match.decision}`;
        const what = kind === "must" ? missed : "an example that must not alert does";
        const remedy = `${match.because[0] ?? "no reason"}; see \`rasid explain\``;
        return [{ problem: settings.problemInWatchlist(watchlist.id, ["examples", kind, i], what, remedy), text }];
      }),
    ),
  );
}
