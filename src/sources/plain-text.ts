import { Parser } from "htmlparser2";
import { cleanText } from "../domain/safe-text.ts";

/** Tags whose ends are ends of a line: without them two table cells would become one word. */
const BLOCKS = new Set([
  ..."address article aside blockquote br center dd div dl dt fieldset figcaption figure footer form".split(" "),
  ..."h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead title tr ul".split(" "),
]);
/** Elements that have no content, whose end is their beginning. */
const VOID = new Set(["br", "hr"]);
const SILENT = new Set(["script", "style", "template", "noscript", "iframe", "object", "svg", "head"]);
const MARKUP = /[<&]/;
const ESCAPED_MARKUP = /&lt;\/?(?:p|br|div|span|a|b|strong|em|i|img|ul|ol|li|h[1-6]|table|td|tr)\b/i;
/** Some feeds escape their HTML twice; a text that still opens with a tag is one of them. */
const OPENS_WITH_TAG = /^\s*<(?:p|div|span|a|img|br|strong|b|h[1-6]|ul|table)\b/i;

/** The longest a field of an item may be, in UTF-16 units; what is over is cut. */
export const FIELD_LIMITS = { guid: 2000, url: 2048, title: 1000, summary: 20_000, body: 200_000 } as const;

/** HTML or plain text as plain text: entities decoded, blocks parted, nothing of scripts and styles. Linear. */
export function plainText(markup: string, limit: number): string {
  const input = markup.slice(0, limit * 4);
  let text = MARKUP.test(input) ? textOfHtml(input) : input;
  if (ESCAPED_MARKUP.test(text.slice(0, 2000)) || OPENS_WITH_TAG.test(text)) text = textOfHtml(text);
  return bounded(tidy(text), limit);
}

function textOfHtml(markup: string): string {
  const parts: string[] = [];
  let silent = 0;
  const breakAt = (name: string) => void (BLOCKS.has(name) && parts.push(name === "p" ? "\n\n" : "\n"));
  const parser = new Parser({
    onopentag(name) {
      if (SILENT.has(name)) silent++;
      breakAt(name);
    },
    ontext(text) {
      if (silent === 0) parts.push(text);
    },
    onclosetag(name) {
      if (SILENT.has(name)) silent = Math.max(0, silent - 1);
      if (!VOID.has(name)) breakAt(name);
    },
  });
  parser.end(markup);
  return parts.join("");
}

function tidy(text: string): string {
  const lines = cleanText(text.replace(/\r\n?/g, "\n")).replace(/[^\S\n]+/g, " ");
  const trimmed = lines.trim().replace(/ ?\n ?/g, "\n");
  return trimmed.replace(/\n{3,}/g, "\n\n");
}

/** Cuts at a limit, never inside a surrogate pair. */
export function bounded(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** Plain text on one line, as titles are. */
export function plainLine(markup: string, limit: number): string {
  return plainText(markup, limit).replace(/\s*\n\s*/g, " ");
}
