import { createRequire } from "node:module";
import { setImmediate } from "node:timers/promises";
import { parseFeed as parseWithFeedsmith } from "feedsmith";
import RssParser from "rss-parser";
import type { FeedItem } from "../../domain/feed-item.ts";
import { bounded, FIELD_LIMITS, plainLine, plainText } from "../plain-text.ts";
import { readDate } from "./read-date.ts";
import { repairXml } from "./repair-xml.ts";

// rss-parser makes a snippet of every description with a regular expression that needs half a minute for 80 kB of
// "<". Nothing here reads snippets, so none are made.
const snippets = createRequire(import.meta.url)("rss-parser/lib/utils.js") as { getSnippet: (html: string) => string };
snippets.getSnippet = () => "";

const OWN_FIELDS =
  "dc:date dcterms:issued dcterms:modified issued modified updated published media:description id rdf:about";
const newParser = () => new RssParser({ defaultRSS: 2, customFields: { item: OWN_FIELDS.split(" ") } });
let parser = newParser();

/** What came of reading a document. */
export interface ReadFeed {
  readonly items: readonly FeedItem[];
  /** How many entries the document held beyond the limit. */
  readonly leftOut: number;
  readonly title: string;
  /** Which stage of the reader could read it. */
  readonly stage: "rss-parser" | "repaired" | "feedsmith";
}

/** Thrown when a document holds no feed that any stage can read; the message says what it looks like instead. */
export class NotAFeed extends Error {
  override readonly name = "NotAFeed";
}

/**
 * Reads RSS 0.9x/1.0/2.0, Atom or JSON Feed. `base` resolves relative links. Tries rss-parser, then rss-parser on the
 * repaired document, then feedsmith. Runs in a thread of its own (parser-thread.ts): the parsers have inputs that
 * take minutes. Throws NotAFeed.
 */
export async function parseFeed(text: string, base: string, maxItems: number): Promise<ReadFeed> {
  const trimmed = text.trimStart();
  if (trimmed === "") throw new NotAFeed("an empty document");
  if (trimmed.startsWith("{")) {
    const json = tryFeedsmith(text);
    if (json) return collect(json, "feedsmith", base, maxItems);
    throw new NotAFeed("JSON that is not a JSON Feed");
  }
  const stages = [
    ["rss-parser", () => tryRssParser(escapeTitleMarkup(text))],
    ["repaired", () => tryRssParser(escapeTitleMarkup(repairXml(text)))],
    ["feedsmith", () => tryFeedsmith(text) ?? tryFeedsmith(repairXml(text))],
  ] as const;
  let empty: ReadFeed | undefined;
  for (const [stage, read] of stages) {
    const raw = await read();
    const feed = raw && collect(raw, stage, base, maxItems);
    if (feed && raw.items.length > 0) return feed;
    empty ??= feed;
  }
  if (empty) return empty;
  throw new NotAFeed(whatItLooksLike(trimmed));
}

/** What a stage read, before its values are trusted: any of them may be an object where a text belongs. */
type RawFeed = { readonly title: unknown; readonly items: readonly RawItem[] };
type RawItem = Readonly<Record<"guid" | "url" | "title" | "summary" | "body", unknown> & { dates: readonly unknown[] }>;

async function tryRssParser(xml: string): Promise<RawFeed | undefined> {
  try {
    // Some cut documents end sax without a word, and rss-parser never answers. It reads in one go: now or never.
    const feed = await Promise.race([parser.parseString(xml), setImmediate(undefined)]);
    // What it holds of this document would stand before the next one.
    if (!feed) parser = newParser();
    return feed && { title: feed.title, items: feed.items.map((item) => fromRssParser({ ...item })) };
  } catch {
    return undefined;
  }
}

const DATES = "pubDate isoDate published dcterms:issued issued dc:date updated dcterms:modified modified".split(" ");

function fromRssParser(item: Record<string, unknown>): RawItem {
  return {
    guid: firstText(item.guid, item.id, item["rdf:about"]),
    url: item.link,
    title: item.title,
    summary: firstText(item.summary, item.content, item["media:description"]),
    body: firstText(item["content:encoded"], item.content),
    dates: DATES.map((name) => item[name]),
  };
}

function tryFeedsmith(text: string): RawFeed | undefined {
  try {
    const { feed } = parseWithFeedsmith(text) as { feed: Record<string, unknown> };
    const entries = [feed.items, feed.entries].find(Array.isArray) ?? [];
    return { title: feed.title, items: entries.map((entry) => fromFeedsmith(entry as Record<string, unknown>)) };
  } catch {
    return undefined;
  }
}

function fromFeedsmith(entry: Record<string, unknown>): RawItem {
  const dc = record(entry.dc);
  const content = record(entry.content);
  const { description, content_text, content_html } = entry;
  const dates = [entry.published, entry.pubDate, entry.date_published, dc.date, entry.updated, entry.date_modified];
  return {
    guid: firstText(record(entry.guid).value, entry.id, entry.guid, record(entry.rdf).about),
    url: firstText(entry.link, entry.url, linkOf(entry.links), entry.external_url),
    title: firstText(entry.title, dc.title),
    summary: firstText(entry.summary, description, content_text, dc.description),
    body: firstText(content.encoded, content.value, entry.content, content_html, content_text, description),
    dates,
  };
}

function linkOf(links: unknown): unknown {
  if (!Array.isArray(links)) return undefined;
  const alternate = links.find((link) => (record(link).rel ?? "alternate") === "alternate");
  return record(alternate ?? links[0]).href;
}

function collect(feed: RawFeed, stage: ReadFeed["stage"], base: string, maxItems: number): ReadFeed {
  const items = feed.items.slice(0, maxItems).map((item) => itemOf(item, base));
  const leftOut = Math.max(0, feed.items.length - maxItems);
  return { items, leftOut, title: plainLine(textOf(feed.title), 200), stage };
}

function itemOf(raw: RawItem, base: string): FeedItem {
  const guid = bounded(textOf(raw.guid).trim(), FIELD_LIMITS.guid);
  const summary = plainText(textOf(raw.summary), FIELD_LIMITS.summary);
  const body = plainText(textOf(raw.body), FIELD_LIMITS.body);
  return {
    guid,
    url: webAddress(textOf(raw.url), base) || webAddress(guid, base, true),
    title: plainLine(textOf(raw.title), FIELD_LIMITS.title) || firstLine(summary || body),
    summary: summary === body ? "" : summary,
    body,
    publishedAt: raw.dates.map((date) => readDate(textOf(date))).find((date) => date !== "") ?? "",
  };
}

/** Posts of messaging channels have no title; their first line, or as much of it as a headline bears, is one. */
function firstLine(text: string): string {
  const line = text.split("\n").find((one) => one.trim() !== "") ?? "";
  if (line.length <= 120) return line;
  const cut = line.lastIndexOf(" ", 120);
  return `${line.slice(0, cut > 40 ? cut : 120)}…`;
}

function webAddress(text: string, base: string, absoluteOnly = false): string {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > FIELD_LIMITS.url || !URL.canParse(trimmed, base)) return "";
  const url = new URL(trimmed, base);
  const isWeb = /^https?:$/.test(url.protocol) && (!absoluteOnly || /^https?:\/\//i.test(trimmed));
  return isWeb ? url.href.slice(0, FIELD_LIMITS.url) : "";
}

/** The text of a value that ought to be one: xml2js and feedsmith hand out objects for elements with attributes. */
function textOf(value: unknown, depth = 0): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  if (depth > 20 || typeof value !== "object" || value === null) return "";
  const { $: attributes, ...children } = record(value);
  for (const text of [children._, children.value, children.href, record(attributes).href])
    if (typeof text === "string") return text;
  const texts = Object.values(children).map((one) => textOf(one, depth + 1));
  return texts.filter(Boolean).join(" ");
}

function firstText(...values: unknown[]): unknown {
  return values.find((value) => textOf(value).trim() !== "");
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

const TITLE_OPEN = /<title(?:\s[^<>]*)?>/gi;

/** rss-parser drops what stands inside markup in a title, and a place name in <b> with it: escape such markup. */
function escapeTitleMarkup(xml: string): string {
  if (/<(?:\w+:)?feed[\s>]/i.test(xml.slice(0, 2000))) return xml;
  const parts: string[] = [];
  let at = 0;
  for (const open of xml.matchAll(TITLE_OPEN)) {
    const from = open.index + open[0].length;
    if (open.index < at) continue;
    const close = xml.indexOf("</title>", from);
    if (close < 0) break;
    const inner = xml.slice(from, close);
    if (!inner.includes("<") || inner.includes("<![CDATA[") || inner.length > 10_000) continue;
    parts.push(xml.slice(at, from), inner.replace(/<[^<>]*>/g, " "));
    at = close;
  }
  return parts.length === 0 ? xml : parts.join("") + xml.slice(at);
}

const CHALLENGE = /just a moment|cf-challenge|challenge-platform|attention required|ddos/i;

function whatItLooksLike(text: string): string {
  const head = text.slice(0, 3000);
  if (CHALLENGE.test(head)) return "a challenge page for browsers, not a feed";
  if (/<!doctype html|<html[\s>]/i.test(head)) return "a web page, not a feed";
  if (/<!entity/i.test(head)) return "a document with entity definitions, which are refused";
  return "not a feed that can be read";
}
