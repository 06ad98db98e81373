import { loadSettings } from "../app/load-settings.ts";
import { matchArticle } from "../domain/watchlists/match-article.ts";
import { type Problem, problemText, SettingsError } from "../settings/problem.ts";
import { failedExamples, rulebookOf } from "../settings/rulebook-of.ts";
import type { Settings } from "../settings/settings.ts";
import { explanation } from "./explanation.ts";
import { EXIT, paint, print } from "./output.ts";
import { counted, settingsSources, siteConfig } from "./settings-option.ts";

/** Reads all configuration, runs all examples, and tells every problem at once. Sets the exit code. */
export function checkCommand({ config, json }: { config?: string; json?: boolean }): void {
  const { settings, failed } = read(config);
  const problems = failed.map(({ problem }) => problem);
  const ok = problems.length === 0;
  if (!ok) process.exitCode = EXIT.problem;
  const { warnings = [], overrides = [] } = settings ?? {};
  if (json) return void print(JSON.stringify({ ok, problems, warnings, overrides }, null, 2));
  for (const { problem, why } of failed) {
    print(problemText(problem));
    if (why) print(why.replace(/^(?=.)/gm, "    "));
  }
  for (const warning of warnings) print(paint("yellow", `warning: ${problemText(warning)}`));
  if (!ok) print(paint(["red", "bold"], `${counted(problems)}.`));
  else if (settings) printSummary(settings, siteConfig(config));
}

/** The settings, if they can be read, and what is wrong: an example that is not kept with its explanation. */
function read(config: string | undefined): { settings?: Settings; failed: { problem: Problem; why?: string }[] } {
  try {
    const settings = loadSettings(settingsSources(config));
    const rulebook = rulebookOf(settings);
    const failed = failedExamples(settings, rulebook).map(({ problem, text }) => {
      const article = { title: "", summary: "", body: text };
      return { problem, why: explanation(article, matchArticle(article, rulebook)) };
    });
    return { settings, failed };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return { failed: error.problems.map((problem) => ({ problem })) };
  }
}

function printSummary({ overrides, watchlists, feeds, places, channels }: Settings, site: string | undefined): void {
  for (const { file, line, entry, change } of overrides) print(`${file}:${line}: ${entry}: ${change}`);
  const examples = watchlists.flatMap(({ examples: { must, mustNot } }) => [...must, ...mustNot]).length;
  const on = feeds.filter(({ enabled }) => enabled).length;
  const where = site === undefined ? "the shipped configuration" : `${site} over the shipped configuration`;
  const lists = `${watchlists.length} watchlists, ${places.length} places, ${channels.length} channels`;
  const counts = `${on} feeds on (${feeds.length - on} off), ${lists}, ${examples} examples kept`;
  print(`${paint(["green", "bold"], "All good")}: ${where}; ${counts}.`);
}
