import { existsSync, readFileSync } from "node:fs";
import type { ArticleText, Field } from "../domain/article.ts";
import { FIELDS } from "../domain/article.ts";
import { cleanText, isolate } from "../domain/event/safe-text.ts";
import type { Decision, Mention, PlaceMention } from "../domain/matcher/decision.ts";
import { matchArticle } from "../domain/matcher/match-article.ts";
import { decodeText } from "../feeds/decode-text.ts";
import { createGuardedFetch } from "../feeds/guarded-fetch.ts";
import { plainLine, plainText } from "../feeds/plain-text.ts";
import { fetchLimits } from "../settings/fetch-settings.ts";
import { rulebookOf } from "../settings/rulebook-of.ts";
import type { Settings } from "../settings/settings.ts";
import { articleOf } from "./article-lines.ts";
import { CommandError } from "./exit-codes.ts";
import { paint, print } from "./output.ts";
import { settingsOrFail } from "./settings-option.ts";

/** Shows a person what Rasid reads in an article, what it takes each name for, and what each watchlist makes of it. */
export async function explainCommand(source: string, options: { readonly config?: string }): Promise<void> {
  const settings = settingsOrFail(options.config);
  const rulebook = rulebookOf(settings);
  for (const article of await givenTexts(source, settings))
    print(explanation(article, matchArticle(article, rulebook)));
}

async function givenTexts(source: string, settings: Settings): Promise<ArticleText[]> {
  if (/^https?:\/\//.test(source)) return [await fetchedText(source, settings)];
  if (source !== "-" && !existsSync(source))
    throw new CommandError(`${source}: no such file; give an address, a file, or - for standard input`);
  const text = readFileSync(source === "-" ? 0 : source, "utf8");
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines[0]?.trimStart().startsWith("{"))
    return lines.map((line, i) =>
      articleOf(JSON.parse(line) as Record<string, unknown>, `${source}:${i + 1}`),
    );
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
    const { text } = decodeText(
      response.body,
      /charset=([\w-]+)/i.exec(response.headers["content-type"] ?? "")?.[1],
    );
    const title = /<title[^<>]*>([^<]{0,1000})/i.exec(text)?.[1] ?? "";
    return { title: plainLine(title, 1000), summary: "", body: plainText(text, 200_000) };
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${url}: ${(error as Error).message}`);
  } finally {
    await fetch.close();
  }
}

function explanation(article: ArticleText, decision: Decision): string {
  const parts = FIELDS.filter((field) => article[field] !== "").map(
    (field) => `${paint("dim", field)}\n${markedText(article, field, decision.mentions)}`,
  );
  parts.push(`${paint("bold", "Names")}\n${placesOf(decision.mentions)}`);
  const terms = decision.mentions.filter(({ kind }) => kind === "term");
  if (terms.length > 0)
    parts.push(
      `${paint("bold", "Terms")}\n${terms.map((term) => `  ${isolate(cleanText(term.surface))}  ${isolate(term.name)}`).join("\n")}`,
    );
  parts.push(`${paint("bold", "Watchlists")}\n${matchesOf(decision)}`);
  return `${parts.join("\n\n")}\n`;
}

function markedText(article: ArticleText, field: Field, mentions: readonly Mention[]): string {
  const text = article[field];
  const inside = mentions
    .filter((mention) => mention.field === field)
    .toSorted((a, b) => a.start - b.start || b.end - a.end);
  let at = 0;
  let marked = "";
  for (const mention of inside) {
    if (mention.start < at) continue;
    const style = mention.kind === "term" ? "yellow" : mention.sense === "place" ? "green" : "gray";
    marked +=
      cleanText(text.slice(at, mention.start)) +
      paint([style, "underline"], cleanText(text.slice(mention.start, mention.end)));
    at = mention.end;
  }
  return (marked + cleanText(text.slice(at)))
    .split("\n")
    .map((line) => (line === "" ? "" : `  ${isolate(line)}`))
    .join("\n");
}

function placesOf(mentions: readonly Mention[]): string {
  const places = mentions.filter((mention): mention is PlaceMention => mention.kind === "place");
  if (places.length === 0) return "  none that the gazetteer knows";
  return places.map(placeLines).join("\n");
}

function placeLines(mention: PlaceMention): string {
  const percent = (confidence: number) => `${Math.round(confidence * 100)} %`;
  const what = mention.placeId
    ? `${mention.placeId} (${mention.lat?.toFixed(2)}, ${mention.lon?.toFixed(2)})`
    : `not a place: ${mention.sense}`;
  const head = `  ${isolate(cleanText(mention.surface))}  ${paint(mention.placeId ? "green" : "gray", what)}  ${percent(mention.confidence)}`;
  const because = mention.because.map((reason) => `      ${cleanText(reason)}`);
  const other = mention.runnerUp;
  const runnerUp = other
    ? [paint("dim", `      else ${other.placeId ?? other.sense}, ${percent(other.confidence)}`)]
    : [];
  return [head, ...because, ...runnerUp].join("\n");
}

function matchesOf(decision: Decision): string {
  const style = { alert: "green", review: "yellow", none: "gray" } as const;
  return decision.matches
    .map((match) => {
      const reasons = match.because.map((reason) => `      ${cleanText(reason)}`);
      return [
        `  ${paint(["bold", style[match.decision]], match.decision)}  ${match.watchlist}`,
        ...reasons,
      ].join("\n");
    })
    .join("\n");
}
