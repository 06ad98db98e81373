import { buildContext } from "../domain/gazetteer/context.ts";
import { buildGazetteer } from "../domain/gazetteer/gazetteer.ts";
import { wordReason } from "../domain/language/reasons.ts";
import { buildRelevance } from "../domain/reading/relevance.ts";
import { matchArticle } from "../domain/watchlists/match-article.ts";
import { compileRulebook, type Rulebook } from "../domain/watchlists/rulebook.ts";
import type { Watchlist } from "../domain/watchlists/watchlist.ts";
import type { Problem } from "./problem.ts";
import type { Settings } from "./settings.ts";

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
    borders: Object.keys(settings.borders),
    wholeWords: settings.commonWords,
    watchlists,
  });
}

/** An example that is not kept. */
export interface FailedExample {
  readonly problem: Problem;
  readonly text: string;
}

/** Runs the examples of all watchlists and concepts. Returns those that are not kept. */
export function failedExamples(settings: Settings, rulebook: Rulebook): FailedExample[] {
  return [...failedConceptExamples(settings, rulebook), ...failedWatchlistExamples(settings, rulebook)];
}

/** Of watchlists `must` has to alert, `mustNot` must not. An example has no source: what a list asks of those is set aside. */
function failedWatchlistExamples(settings: Settings, { watchlists, ...rest }: Rulebook): FailedExample[] {
  const sourceless = watchlists.map((one) => ({ ...one, watchlist: { ...one.watchlist, sources: undefined } }));
  const rulebook = { ...rest, watchlists: sourceless };
  return settings.watchlists.flatMap(({ id, examples }) =>
    (["must", "mustNot"] as const).flatMap((kind) =>
      examples[kind].flatMap((text, i) => {
        const { matches } = matchArticle({ title: "", summary: "", body: text }, rulebook);
        const { decision, because } = matches.find(({ watchlist }) => watchlist === id)!;
        if ((decision === "alert") === (kind === "must")) return [];
        const missed = `an example that has to alert gives ${decision}`;
        const what = kind === "must" ? missed : "an example that must not alert does";
        const why = because[0] ? wordReason(because[0], "en") : "no reason";
        const remedy = `${why}; see \`rasid explain\``;
        return [{ problem: settings.problemIn("watchlist", id, ["examples", kind, i], what, remedy), text }];
      }),
    ),
  );
}

/** Of concepts the words have to be found in `must`, and must not be found in `mustNot`. */
function failedConceptExamples(settings: Settings, rulebook: Rulebook): FailedExample[] {
  return settings.concepts.flatMap(({ id, examples }) =>
    (["must", "mustNot"] as const).flatMap((kind) =>
      examples[kind].flatMap((text, i) => {
        const { mentions } = matchArticle({ title: "", summary: "", body: text }, { ...rulebook, watchlists: [] });
        const found = mentions.find((mention) => mention.kind === "term" && mention.concept === id);
        if ((found !== undefined) === (kind === "must")) return [];
        const what = found
          ? `"${found.surface}" is taken for \`${id}\` in an example`
          : `no word of \`${id}\` is found`;
        const remedy = found
          ? "list the form under `except`, or correct the example"
          : "add the form, or correct the example";
        return [{ problem: settings.problemIn("concept", id, ["examples", kind, i], what, remedy), text }];
      }),
    ),
  );
}
