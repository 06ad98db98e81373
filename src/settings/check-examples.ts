import { matchArticle } from "../domain/matcher/match-article.ts";
import type { Rulebook } from "../domain/matcher/rulebook.ts";
import type { Problem } from "./problem.ts";
import type { Settings } from "./settings.ts";

/** A must-hit or must-miss example that a watchlist does not keep. */
export interface FailedExample {
  readonly problem: Problem;
  readonly watchlist: string;
  readonly text: string;
}

/** Runs every watchlist's own examples: `must` has to alert, `mustNot` must not. */
export function failedExamples(settings: Settings, { watchlists, ...rest }: Rulebook): FailedExample[] {
  // An example has no source, so what a list asks of sources is set aside.
  const rulebook = {
    ...rest,
    watchlists: watchlists.map((one) => ({ ...one, watchlist: { ...one.watchlist, sources: undefined } })),
  };
  return settings.watchlists.flatMap((watchlist) =>
    (["must", "mustNot"] as const).flatMap((kind) =>
      watchlist.examples[kind].flatMap((text, i) => {
        const match = matchArticle({ title: "", summary: "", body: text }, rulebook).matches.find(
          (one) => one.watchlist === watchlist.id,
        )!;
        if ((match.decision === "alert") === (kind === "must")) return [];
        const what =
          kind === "must"
            ? `an example that has to alert gives ${match.decision}`
            : "an example that must not alert does";
        const remedy = `${match.because[0] ?? "no reason"}; see \`rasid explain\``;
        return [
          {
            problem: settings.problemInWatchlist(watchlist.id, ["examples", kind, i], what, remedy),
            watchlist: watchlist.id,
            text,
          },
        ];
      }),
    ),
  );
}
