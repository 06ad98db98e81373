import { existsSync, readFileSync } from "node:fs";
import type { Article, ArticleText } from "../domain/article.ts";
import { readNames } from "../domain/reading/read-article.ts";
import { matchArticle } from "../domain/watchlists/match-article.ts";
import { fetchLimits } from "../settings/fetch-settings.ts";
import { rulebookOf } from "../settings/rulebook-of.ts";
import type { Settings } from "../settings/settings.ts";
import { createGuardedFetch } from "../sources/guarded-fetch.ts";
import { httpPageSource } from "../sources/page/http-page-source.ts";
import { createPageReader } from "../sources/page/page-reader.ts";
import { explanation } from "./explanation.ts";
import { CommandError, print } from "./output.ts";
import { articleOf } from "./read-lines.ts";
import { settingsOrFail } from "./settings-option.ts";
import { weightsExplanation } from "./weights-explanation.ts";

/** Shows a person what Rasid reads in an article, what it takes each name for, and what each watchlist makes of it. */
export async function explainCommand(
  source: string,
  options: { readonly config?: string; readonly weights?: boolean },
): Promise<void> {
  const settings = settingsOrFail(options.config);
  const rulebook = rulebookOf(settings);
  for (const article of await givenTexts(source, settings)) {
    print(explanation(article, matchArticle(article, rulebook, { publishedAt: article.publishedAt })));
    if (options.weights) print(weightsExplanation(readNames(article, rulebook).names));
  }
}

type ReadArticle = ArticleText & Pick<Article, "bodyFrom" | "publishedAt">;

async function givenTexts(source: string, settings: Settings): Promise<ReadArticle[]> {
  if (/^https?:\/\//.test(source)) return [await fetchedText(source, settings)];
  if (source !== "-" && !existsSync(source))
    throw new CommandError(`${source}: no such file; give an address, a file, or - for standard input`);
  const text = readFileSync(source === "-" ? 0 : source, "utf8");
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines[0]?.trimStart().startsWith("{"))
    return lines.map((line, i) => articleOf(JSON.parse(line) as Record<string, unknown>, `${source}:${i + 1}`));
  const [title = "", ...rest] = text.split("\n");
  const body = rest.join("\n").trim();
  return [body === "" ? { title: "", summary: "", body: title } : { title, summary: "", body }];
}

/** The main text of a page, read as the daemon reads it. */
async function fetchedText(url: string, { rasid: { fetch: limits } }: Settings): Promise<ReadArticle> {
  const fetch = createGuardedFetch(fetchLimits(limits));
  const reader = createPageReader(limits.parseTimeout);
  const source = httpPageSource({ fetch, reader, pauseMs: 0, requestFor: () => limits, now: () => new Date() });
  const page = await source.read({ url, feedId: "" }, new AbortController().signal);
  await Promise.all([reader.close(), fetch.close()]);
  if (!page.ok) throw new CommandError(`${url}: ${page.code}: ${page.why}`);
  return { title: page.title, summary: "", body: page.body, bodyFrom: "page" };
}
