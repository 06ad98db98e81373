import type { ArticleText } from "../domain/article.ts";
import { CommandError } from "./exit-codes.ts";
import { parseObject, readLines } from "./read-lines.ts";

/** An article as `match`, `stories` and `explain` take it. */
export interface GivenArticle extends ArticleText {
  readonly id: string;
  readonly url?: string | undefined;
  readonly source?: string | undefined;
  readonly publishedAt?: string | undefined;
}

/** Articles as JSON Lines; a CommandError names the line that is none. */
export async function* readArticles(file: string): AsyncGenerator<GivenArticle> {
  for await (const { line, number } of readLines(file))
    yield articleOf(parseObject(line, `${file}:${number}`), `${file}:${number}`);
}

export function articleOf(object: Record<string, unknown>, where: string): GivenArticle {
  const { id } = object;
  if (typeof id !== "string" && typeof id !== "number")
    throw new CommandError(`${where}: \`id\` is missing: give each article an id`);
  const text = (key: string): string => {
    const value = object[key] ?? "";
    if (typeof value !== "string") throw new CommandError(`${where}: \`${key}\` is not a text: write it in quotes`);
    return value;
  };
  const article = { id: String(id), title: text("title"), summary: text("summary"), body: text("body") };
  if (article.title === "" && article.body === "")
    throw new CommandError(`${where}: neither \`title\` nor \`body\`: give at least one of them`);
  return {
    ...article,
    url: text("url") || undefined,
    source: text("source") || undefined,
    publishedAt: text("publishedAt") || undefined,
  };
}
