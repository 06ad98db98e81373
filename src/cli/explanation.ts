import { type Article, type ArticleText, FIELDS, type Field } from "../domain/article.ts";
import { type Reason, wordReason } from "../domain/language/reasons.ts";
import type { Mention, PlaceMention } from "../domain/reading/mention.ts";
import { cleanText, isolate } from "../domain/safe-text.ts";
import type { Decision } from "../domain/watchlists/decision.ts";
import { paint } from "./output.ts";

/** A decision for a person to read: the text with its evidence marked, each name with its readings, each watchlist with its reasons. */
export function explanation(article: ArticleText & Pick<Article, "bodyFrom">, decision: Decision): string {
  const label = (field: Field) => (field === "body" && article.bodyFrom ? "body, full text from the page" : field);
  const parts = FIELDS.filter((field) => article[field] !== "").map(
    (field) => `${paint("dim", label(field))}\n${markedText(article, field, decision.mentions)}`,
  );
  const names = decision.mentions.flatMap((mention) => (mention.kind === "place" ? placeLines(mention) : []));
  parts.push(`${paint("bold", "Names")}\n${names.join("\n") || "  none that the gazetteer knows"}`);
  const terms = decision.mentions
    .filter(({ kind }) => kind === "term")
    .map((term) => `  ${isolate(cleanText(term.surface))}  ${isolate(term.name)}`);
  if (terms.length > 0) parts.push(`${paint("bold", "Terms")}\n${terms.join("\n")}`);
  const style = { alert: "green", review: "yellow", none: "gray" } as const;
  const matches = decision.matches.flatMap(({ decision: verdict, watchlist, because }) => [
    `  ${paint(["bold", style[verdict]], verdict)}  ${watchlist}`,
    ...because.map(reasonLine),
  ]);
  parts.push(`${paint("bold", "Watchlists")}\n${matches.join("\n")}`);
  return `${parts.join("\n\n")}\n`;
}

function markedText(article: ArticleText, field: Field, mentions: readonly Mention[]): string {
  const text = article[field];
  const inside = mentions.filter((mention) => mention.field === field);
  let at = 0;
  let marked = "";
  for (const mention of inside.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (mention.start < at) continue;
    const style = mention.kind === "term" ? "yellow" : mention.sense === "place" ? "green" : "gray";
    const surface = paint([style, "underline"], cleanText(text.slice(mention.start, mention.end)));
    marked += cleanText(text.slice(at, mention.start)) + surface;
    at = mention.end;
  }
  return (marked + cleanText(text.slice(at))).replace(/[^\n]+/g, (line) => `  ${isolate(line)}`);
}

function placeLines(mention: PlaceMention): string[] {
  const percent = (confidence: number) => `${Math.round(confidence * 100)} %`;
  const { placeId, lat, lon, sense, surface, confidence, because, runnerUp: other } = mention;
  const what = placeId
    ? paint("green", `${placeId} (${lat?.toFixed(2)}, ${lon?.toFixed(2)})`)
    : paint("gray", `not a place: ${sense}`);
  const lines = [`  ${isolate(cleanText(surface))}  ${what}  ${percent(confidence)}`, ...because.map(reasonLine)];
  if (other) lines.push(paint("dim", `      else ${other.placeId ?? other.sense}, ${percent(other.confidence)}`));
  return lines;
}

function reasonLine(reason: Reason): string {
  return `      ${cleanText(wordReason(reason, "en"))}`;
}
