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

type ExampleFault = readonly [what: string, remedy: string];

/** The examples of entries of one kind that `faultOf` finds fault with; `isMust`: it stands under `must`. */
function failedOf(
  kind: "watchlist" | "concept",
  settings: Settings,
  faultOf: (id: string, text: string, isMust: boolean) => ExampleFault | undefined,
): FailedExample[] {
  const entries = kind === "watchlist" ? settings.watchlists : settings.concepts;
  return entries.flatMap(({ id, examples }) =>
    (["must", "mustNot"] as const).flatMap((list) =>
      examples[list].flatMap((text, i) => {
        const fault = faultOf(id, text, list === "must");
        return fault ? [{ problem: settings.problemIn(kind, id, ["examples", list, i], ...fault), text }] : [];
      }),
    ),
  );
}

/** Of watchlists `must` has to alert, `mustNot` must not. An example has no source: what a list asks of those is set aside. */
function failedWatchlistExamples(settings: Settings, { watchlists, ...rest }: Rulebook): FailedExample[] {
  const sourceless = watchlists.map((one) => ({ ...one, watchlist: { ...one.watchlist, sources: undefined } }));
  const rulebook = { ...rest, watchlists: sourceless };
  return failedOf("watchlist", settings, (id, text, isMust) => {
    const { matches } = matchArticle({ title: "", summary: "", body: text }, rulebook);
    const { decision, because } = matches.find(({ watchlist }) => watchlist === id)!;
    if ((decision === "alert") === isMust) return undefined;
    const what = isMust ? `an example that has to alert gives ${decision}` : "an example that must not alert does";
    const why = because[0] ? wordReason(because[0], "en") : "no reason";
    return [what, `${why}; see \`rasid explain\``];
  });
}

/** Of concepts the words have to be found in `must`, and must not be found in `mustNot`. */
function failedConceptExamples(settings: Settings, rulebook: Rulebook): FailedExample[] {
  const listless = { ...rulebook, watchlists: [] };
  return failedOf("concept", settings, (id, text, isMust) => {
    const { mentions } = matchArticle({ title: "", summary: "", body: text }, listless);
    const found = mentions.find((mention) => mention.kind === "term" && mention.concept === id);
    if ((found !== undefined) === isMust) return undefined;
    return found
      ? [
          `"${found.surface}" is taken for \`${id}\` in an example`,
          "list the form under `except`, or correct the example",
        ]
      : [`no word of \`${id}\` is found`, "add the form, or correct the example"];
  });
}
