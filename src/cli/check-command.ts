import { matchArticle } from "../domain/matcher/match-article.ts";
import { loadSettings } from "../settings/load-settings.ts";
import { type Problem, problemText, SettingsError } from "../settings/problem.ts";
import { failedExamples, rulebookOf } from "../settings/rulebook-of.ts";
import type { Settings } from "../settings/settings.ts";
import { explanation } from "./explanation.ts";
import { EXIT, paint, print } from "./output.ts";
import { settingsSources, siteConfig } from "./settings-option.ts";

/** Reads all configuration, runs all examples, and tells every problem at once. Sets the exit code. */
export function checkCommand(options: { readonly config?: string; readonly json?: boolean }): void {
  let settings: Settings | undefined;
  let problems: readonly Problem[] = [];
  const explanations = new Map<Problem, string>();
  try {
    settings = loadSettings(settingsSources(options.config));
    const rulebook = rulebookOf(settings);
    const failed = failedExamples(settings, rulebook);
    problems = failed.map(({ problem }) => problem);
    for (const { problem, text } of failed) {
      const article = { title: "", summary: "", body: text };
      explanations.set(problem, explanation(article, matchArticle(article, rulebook)));
    }
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    problems = error.problems;
  }
  const ok = problems.length === 0;
  if (!ok) process.exitCode = EXIT.problem;
  const { warnings = [], overrides = [] } = settings ?? {};
  if (options.json) {
    print(JSON.stringify({ ok, problems, warnings, overrides }, null, 2));
    return;
  }
  for (const problem of problems) {
    print(problemText(problem));
    const why = explanations.get(problem);
    if (why) print(why.replace(/^(?=.)/gm, "    "));
  }
  for (const warning of warnings) print(paint("yellow", `warning: ${problemText(warning)}`));
  if (!ok) print(paint(["red", "bold"], `${problems.length} problem${problems.length === 1 ? "" : "s"}.`));
  else if (settings) printSummary(settings, siteConfig(options.config));
}

function printSummary(settings: Settings, site: string | undefined): void {
  for (const { file, line, entry, change } of settings.overrides) print(`${file}:${line}: ${entry}: ${change}`);
  const examples = settings.watchlists.flatMap(({ examples: { must, mustNot } }) => [...must, ...mustNot]);
  const feeds = settings.feeds.filter(({ enabled }) => enabled).length;
  const where = site === undefined ? "the shipped configuration" : `${site} over the shipped configuration`;
  const counts = [
    `${feeds} feeds on (${settings.feeds.length - feeds} off)`,
    `${settings.watchlists.length} watchlists`,
    `${settings.places.length} places`,
    `${settings.channels.length} channels`,
    `${examples.length} examples kept`,
  ];
  print(`${paint(["green", "bold"], "All good")}: ${where}; ${counts.join(", ")}.`);
}
