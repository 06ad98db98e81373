import type { Alert } from "../domain/alerts/alert.ts";
import { type DigestLine, type DigestWording, digestWording, moreLine } from "../domain/alerts/digest.ts";
import { quotePieces } from "../domain/alerts/quote.ts";
import { VERDICT_MARKS, VERDICTS } from "../domain/alerts/verdict.ts";
import { type AlertWording, alertWording, readableTime } from "../domain/alerts/wording.ts";
import { labelsIn } from "../domain/language/labels.ts";
import type { Language } from "../domain/language/language.ts";
import { isolateLatin, isolateWithin, shorten } from "../domain/safe-text.ts";
import type { Outgoing } from "../pipeline/deliver-ports.ts";
import type { OpsNotice } from "../pipeline/ops-notice.ts";

/** Slack takes one message a second and conversation: https://docs.slack.dev/apis/web-api/rate-limits */
export const SLACK_LIMITER = { max: 1, duration: 1000 } as const;

/** Limits of Block Kit: https://docs.slack.dev/reference/block-kit/blocks (units taken as UTF-16). */
const HEADER_LIMIT = 150;
const SECTION_LIMIT = 3000;
const MOST_FIELDS = 10;
/** Blocks may have about 13,200 characters in all (slackapi/bolt-js#2509): these leave room for buttons. */
const TITLE_LIMIT = 600;
const FIELD_LIMIT = 250;
const REASON_LIMIT = 200;
const URL_LIMIT = 2000;
const QUOTE = { limit: 1000, marks: 12 };
const VERDICTS_SHOWN = 10;
/** What the blocks of a digest may have together, as JSON; the same source. */
const DIGEST_LIMIT = 13_000;

/**
 * Words a message for chat.postMessage or an incoming webhook. Feed text only ever stands in plain_text and rich_text
 * objects, which Slack shows as they are; the notification text is escaped by Slack's rules.
 */
export function slackMessage(message: Outgoing, language: Language, hasButtons = false) {
  const { text, blocks } = blocksOf(message, language);
  if (message.kind === "alert") blocks.push(...verdictBlocks(message.alert, language, hasButtons));
  return { text: escapeSlack(isolateWithin(text, SECTION_LIMIT)), blocks, unfurl_links: false, unfurl_media: false };
}

function blocksOf(message: Outgoing, language: Language): { text: string; blocks: object[] } {
  if (message.kind === "notice") return noticeBlocks(message.notice);
  if (message.kind === "digest") return digestBlocks(digestWording(message.digest, language), language);
  return alertBlocks(alertWording(message.alert, language, message.possibleRepeat));
}

/** Escapes what Slack's mrkdwn reads as control: https://docs.slack.dev/messaging/formatting-message-text */
function escapeSlack(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function alertBlocks(wording: AlertWording): { text: string; blocks: object[] } {
  const blocks: object[] = [
    { type: "header", text: plain(wording.headline, HEADER_LIMIT) },
    { type: "section", text: plain(wording.title, TITLE_LIMIT) },
  ];
  const addContext = (...lines: string[]) =>
    blocks.push({ type: "context", elements: lines.map((line) => plain(line, REASON_LIMIT)).slice(0, 10) });
  if (wording.updateNote) addContext(wording.updateNote);
  if (wording.repeatNote) addContext(`⚠ ${wording.repeatNote}`);
  const fields = wording.facts.map(({ label, value }) => plain(`${label}: ${value}`, FIELD_LIMIT));
  for (let at = 0; at < fields.length; at += MOST_FIELDS)
    blocks.push({ type: "section", fields: fields.slice(at, at + MOST_FIELDS) });
  if (wording.quote.text !== "") blocks.push(quoteBlock(wording.quote));
  if (wording.because.length > 0) addContext(`${wording.whyLabel}:`, ...wording.because);
  const buttons = [wording.article, wording.map].flatMap((link, i) =>
    link && link.url.length <= URL_LIMIT
      ? [{ type: "button", text: plain(link.label, 75), url: link.url, action_id: `link-${i}` }]
      : [],
  );
  if (buttons.length > 0) blocks.push({ type: "actions", elements: buttons });
  return { text: `${wording.headline}: ${wording.title}`, blocks };
}

/** The latest of what was said of an alert, and buttons to say it: heard by us, or links where there are any. */
function verdictBlocks({ id, verdicts = [], verdictLinks }: Alert, language: Language, hasButtons: boolean): object[] {
  const labels = labelsIn(language).verdict;
  const inWords = verdicts.slice(-VERDICTS_SHOWN).map(({ kind, by, channelId, at }) => {
    const who = /^[UW][A-Z0-9]{4,20}$/.test(by) ? `<@${by}>` : escapeSlack(channelId);
    return `${VERDICT_MARKS[kind]} ${labels[kind].label} · ${who} · ${readableTime(at)}`;
  });
  const buttons = VERDICTS.map((kind) => {
    const target = hasButtons ? { value: id } : { url: verdictLinks?.[kind] };
    return {
      type: "button",
      text: plain(`${VERDICT_MARKS[kind]} ${labels[kind].label}`, 75),
      action_id: `verdict:${kind}`,
      ...target,
    };
  });
  const said = [{ type: "context", elements: [{ type: "mrkdwn", text: inWords.join("\n") }] }];
  return [
    ...(inWords.length > 0 ? said : []),
    ...(hasButtons || verdictLinks ? [{ type: "actions", elements: buttons }] : []),
  ];
}

function quoteBlock(quote: AlertWording["quote"]): object {
  const elements = quotePieces({ text: shorten(quote.text, QUOTE.limit), marks: quote.marks.slice(0, QUOTE.marks) })
    .filter((piece) => piece.text !== "")
    .map((piece) => ({ type: "text", text: isolateLatin(piece.text), ...(piece.marked && { style: { bold: true } }) }));
  return { type: "rich_text", elements: [{ type: "rich_text_quote", elements }] };
}

/** Every section with as many of its lines as the message has room for, and a last line that counts the others. */
function digestBlocks({ title, sections }: DigestWording, language: Language): { text: string; blocks: object[] } {
  const header = { type: "header", text: plain(title, HEADER_LIMIT) };
  const sizeOf = (part: object) => JSON.stringify(part).length + 1;
  const counted = (lines: readonly DigestLine[]) =>
    digestLine(
      moreLine(
        lines.reduce((sum, { countsFor = 1 }) => sum + countsFor, 0),
        language,
      ),
    );
  const frames = sections.map(({ heading, lines }) => sizeOf(digestSection(heading, [counted(lines)])));
  let left = DIGEST_LIMIT - sizeOf(header) - frames.reduce((sum, size) => sum + size, 0);
  const blocks = sections.map(({ heading, lines }) => {
    const shown: object[] = [];
    for (const line of lines.map(digestLine)) {
      if (sizeOf(line) > left) break;
      left -= sizeOf(line);
      shown.push(line);
    }
    const rest = lines.slice(shown.length);
    return digestSection(heading, rest.length > 0 ? [...shown, counted(rest)] : shown);
  });
  return { text: title, blocks: [header, ...blocks] };
}

function digestSection(heading: string, lines: readonly object[]): object {
  const list = { type: "rich_text_list", style: "bullet", elements: lines };
  const head = richSection({ type: "text", text: heading, style: { bold: true } });
  return { type: "rich_text", elements: heading === "" ? [list] : [head, list] };
}

function digestLine({ text, url }: DigestLine): object {
  const shown = isolateLatin(text);
  return richSection(url === undefined ? { type: "text", text: shown } : { type: "link", url, text: shown });
}

function richSection(element: object): object {
  return { type: "rich_text_section", elements: [element] };
}

function noticeBlocks(notice: OpsNotice): { text: string; blocks: object[] } {
  const lines = notice.lines.slice(0, 40).map((line) => shorten(line, REASON_LIMIT));
  const blocks = [
    { type: "header", text: plain(notice.title, HEADER_LIMIT) },
    ...(lines.length > 0 ? [{ type: "section", text: plain(lines.join("\n"), SECTION_LIMIT) }] : []),
  ];
  return { text: notice.title, blocks };
}

function plain(text: string, limit: number): object {
  return { type: "plain_text", text: isolateWithin(text, limit), emoji: false };
}
