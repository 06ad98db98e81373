import { existsSync, readFileSync } from "node:fs";
import type { ArticleText } from "../domain/article.ts";
import { matchArticle } from "../domain/matcher/match-article.ts";
import { decodeText } from "../feeds/decode-text.ts";
import { createGuardedFetch } from "../feeds/guarded-fetch.ts";
import { plainLine, plainText } from "../feeds/plain-text.ts";
import { fetchLimits } from "../settings/fetch-settings.ts";
import { rulebookOf } from "../settings/rulebook-of.ts";
import type { Settings } from "../settings/settings.ts";
import { articleOf } from "./article-lines.ts";
import { CommandError } from "./exit-codes.ts";
import { explanation } from "./explanation.ts";
import { print } from "./output.ts";
import { settingsOrFail } from "./settings-option.ts";

/** Shows a person what Rasid reads in an article, what it takes each name for, and what each watchlist makes of it. */
export async function explainCommand(source: string, options: { readonly config?: string }): Promise<void> {
  const settings = settingsOrFail(options.config);
  const rulebook = rulebookOf(settings);
  for (const article of await givenTexts(source, settings))
    print(explanation(article, matchArticle(article, rulebook, { publishedAt: article.publishedAt })));
}

interface DatedText extends ArticleText {
  readonly publishedAt?: string | undefined;
}

async function givenTexts(source: string, settings: Settings): Promise<DatedText[]> {
  if (/^https?:\/\//.test(source)) return [await fetchedText(source, settings)];
  if (source !== "-" && !existsSync(source))
    throw new CommandError(`${source}: no such file; give an address, a file, or - for standard input`);
  const text = readFileSync(source === "-" ? 0 : source, "utf8");
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines[0]?.trimStart().startsWith("{"))
    return lines.map((line, i) => articleOf(JSON.parse(line) as Record<string, unknown>, `${source}:${i + 1}`));
  const [title = "", ...rest] = text.split("\n");
  return [
    rest.some((line) => line.trim() !== "")
      ? { title, summary: "", body: rest.join("\n").trim() }
      : { title: "", summary: "", body: title },
  ];
}

async function fetchedText(url: string, settings: Settings): Promise<ArticleText> {
  const { fetch: limits } = settings.rasid;
  const fetch = createGuardedFetch(fetchLimits(limits));
  try {
    const response = await fetch.fetch(
      { url, headers: { "user-agent": limits.userAgent }, privateHeaders: {} },
      new AbortController().signal,
    );
    if (response.status !== 200) throw new CommandError(`${url}: HTTP ${response.status}`);
    const { text } = decodeText(response.body, /charset=([\w-]+)/i.exec(response.headers["content-type"] ?? "")?.[1]);
    const title = /<title[^<>]*>([^<]{0,1000})/i.exec(text)?.[1] ?? "";
    return { title: plainLine(title, 1000), summary: "", body: plainText(text, 200_000) };
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${url}: ${(error as Error).message}`);
  } finally {
    await fetch.close();
  }
}
