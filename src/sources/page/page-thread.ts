import { parentPort } from "node:worker_threads";
import { Readability } from "@mozilla/readability";
import { parseHTML } from "linkedom";
import robotsParser from "robots-parser";
import { decodeText } from "../decode-text.ts";
import { FIELD_LIMITS, plainLine, plainText } from "../plain-text.ts";

/** A page whose main text is asked for, or a robots.txt that is asked whether it allows an address. */
export interface PageRequest {
  readonly bytes: Uint8Array;
  readonly httpCharset?: string | undefined;
  readonly robotsFor?: { readonly url: string; readonly userAgent: string } | undefined;
}

/** The main text; not `ok` when there is none, or when the address is not allowed. */
export type PageThreadAnswer =
  | { readonly ok: true; readonly title: string; readonly body: string }
  | { readonly ok: false; readonly why: string };

/** Less than Readability's own 500: agencies tell an incident in two sentences. */
const MIN_CHARS = 120;
/** Twice what the matcher reads, so that a text which was cut here is counted as unread there. */
const MAX_CHARS = 60_000;
/** A block with a larger share of linked characters leads to another article ("read also") and is no part of this. */
const LINKED_SHARE = 0.5;
/** Its types describe an ES module, which it is not. */
const parseRobots = robotsParser as unknown as typeof robotsParser.default;

parentPort?.on("message", ({ bytes, httpCharset, robotsFor }: PageRequest) => {
  const { text } = decodeText(bytes, httpCharset);
  parentPort?.postMessage(robotsFor ? permission(text, robotsFor.url, robotsFor.userAgent) : mainText(text));
});

function permission(robots: string, url: string, userAgent: string): PageThreadAnswer {
  if (parseRobots(new URL("/robots.txt", url).href, robots).isAllowed(url, userAgent) !== false)
    return { ok: true, title: "", body: "" };
  return { ok: false, why: "robots.txt does not allow it" };
}

function mainText(html: string): PageThreadAnswer {
  const options = { charThreshold: MIN_CHARS, serializer: withoutLinkBlocks };
  const read = new Readability(parseHTML(html).document, options).parse();
  // Not its textContent, which glues blocks together.
  const body = plainText(read?.content ?? "", MAX_CHARS);
  if (body.length < MIN_CHARS) return { ok: false, why: "no main text was found in the page" };
  return { ok: true, title: plainLine(read?.title ?? "", FIELD_LIMITS.title), body };
}

function withoutLinkBlocks(node: unknown): string {
  const content = node as ReturnType<typeof parseHTML>["document"]["body"];
  for (const block of content.querySelectorAll("p, li, h1, h2, h3, h4, h5, h6, div, td")) {
    const linked = [...block.querySelectorAll("a")].reduce((sum, link) => sum + link.textContent.length, 0);
    if (linked > LINKED_SHARE * block.textContent.length) block.remove();
  }
  return content.innerHTML;
}

parentPort?.postMessage("ready");
