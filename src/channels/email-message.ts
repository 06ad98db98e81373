import { type DigestLine, type DigestWording, digestWording } from "../domain/event/digest.ts";
import { escapeHtml, isolateLatin, isolateWithin } from "../domain/event/safe-text.ts";
import { type AlertWording, alertWording, type Language, quotePieces } from "../domain/event/wording.ts";
import type { OpsNotice, Outgoing } from "../pipeline/ports.ts";

/** The parts of an email that depend on what is told. */
export interface EmailMessage {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Longer subjects are cut by readers, and by RFC 5322 at 998 bytes a line. */
const SUBJECT_LIMIT = 160;

/** Words an email: every cell says its own direction, since mail readers drop what html and body say. */
export function emailMessage(message: Outgoing, language: Language): EmailMessage {
  if (message.kind === "notice") return noticeEmail(message.notice);
  if (message.kind === "digest") return digestEmail(digestWording(message.digest, language), language);
  const wording = alertWording(message.alert, language, message.possibleRepeat);
  return {
    subject: subjectOf(`${wording.headline}: ${wording.title}`),
    text: alertText(wording),
    html: page(language, alertHtml(wording, language, message.picture !== undefined)),
  };
}

function subjectOf(text: string): string {
  return isolateWithin(text.replace(/[\r\n]+/g, " "), SUBJECT_LIMIT);
}

function alertText(wording: AlertWording): string {
  const lines = [
    wording.headline,
    "",
    wording.title,
    ...(wording.updateNote ? ["", wording.updateNote] : []),
    ...(wording.repeatNote ? ["", `(${wording.repeatNote})`] : []),
    "",
    ...wording.facts.map(({ label, value }) => `${label}: ${isolateLatin(value)}`),
    ...(wording.quote.text === "" ? [] : ["", `«${wording.quote.text}»`]),
    "",
    `${wording.whyLabel}:`,
    ...wording.because.map((reason) => `- ${reason}`),
    "",
    ...[wording.article, wording.map, ...wording.verdicts].flatMap((link) =>
      link ? [`${link.label}: ${link.url}`] : [],
    ),
  ];
  return lines.join("\n");
}

const RTL = { dir: "rtl", align: "right" } as const;
const LTR = { dir: "ltr", align: "left" } as const;
type Direction = typeof RTL | typeof LTR;

function directionOf(language: Language): Direction {
  return language === "ar" ? RTL : LTR;
}

function cell({ dir, align }: Direction, style: string, html: string, tag = "td"): string {
  return `<${tag} dir="${dir}" align="${align}" style="direction:${dir};text-align:${align};${style}">${html}</${tag}>`;
}

function alertHtml(wording: AlertWording, language: Language, isMapped: boolean): string {
  const own = directionOf(language);
  const rows: string[] = [];
  const add = (direction: Direction, style: string, html: string) =>
    rows.push(`<tr>${cell(direction, style, html)}</tr>`);
  add(own, "padding:16px 20px 4px;font-size:20px;font-weight:bold;color:#1a1a1a", bdi(wording.headline));
  add(RTL, "padding:4px 20px 12px;font-size:17px;color:#1a1a1a", bdi(wording.title));
  if (wording.updateNote)
    add(own, "padding:4px 20px 8px;color:#0b5394;font-size:15px;font-weight:bold", bdiRuns(wording.updateNote));
  if (wording.repeatNote) add(own, "padding:4px 20px;color:#8a5a00;font-size:14px", `⚠ ${bdi(wording.repeatNote)}`);
  add(own, "padding:4px 20px", factsTable(wording, own));
  if (wording.quote.text !== "") {
    const quote = quotePieces(wording.quote)
      .map((piece) => (piece.marked ? `<b>${escapeHtml(piece.text)}</b>` : escapeHtml(piece.text)))
      .join("");
    add(RTL, "padding:12px 20px;font-size:16px;line-height:1.7;background:#f5f3ee", quote);
  }
  const alt = escapeHtml(`${wording.map?.label}: ${wording.headline}`);
  const map = `<img src="cid:map" width="600" alt="${alt}" style="display:block;width:100%;height:auto">`;
  if (isMapped) add(own, "padding:0", map);
  const reasons = wording.because
    .map((reason) => cell(LTR, "font-size:13px;color:#555", `<bdi dir="ltr">${escapeHtml(reason)}</bdi>`, "div"))
    .join("");
  add(own, "padding:12px 20px;font-size:13px;color:#555", `${bdi(wording.whyLabel)}:${reasons}`);
  for (const row of [[wording.article, wording.map], wording.verdicts]) {
    const links = row.flatMap((link) =>
      link ? [`<a href="${escapeHtml(link.url)}" style="color:#0b5394">${bdi(link.label)}</a>`] : [],
    );
    if (links.length > 0) add(own, "padding:8px 20px 20px;font-size:15px", links.join(" &nbsp; "));
  }
  return rows.join("\n");
}

function factsTable(wording: AlertWording, own: Direction): string {
  const rows = wording.facts.map(({ label, value }) => {
    const name = cell(own, "padding:2px 0;color:#777;font-size:14px;white-space:nowrap;vertical-align:top", bdi(label));
    const text = cell(own, "padding:2px 12px;font-size:14px;color:#1a1a1a", bdiRuns(value, own.dir));
    return `<tr>${name}${text}</tr>`;
  });
  return `<table role="presentation" dir="${own.dir}" cellpadding="0" cellspacing="0">${rows.join("")}</table>`;
}

function digestEmail({ title, sections }: DigestWording, language: Language): EmailMessage {
  const own = directionOf(language);
  const lineHtml = ({ text, url }: DigestLine) => {
    const shown = bdiRuns(text);
    const html = url === undefined ? shown : `<a href="${escapeHtml(url)}" style="color:#0b5394">${shown}</a>`;
    return `<tr>${cell(RTL, "padding:3px 20px;font-size:15px;line-height:1.6", html)}</tr>`;
  };
  const headHtml = (heading: string) =>
    `<tr>${cell(own, "padding:14px 20px 4px;font-size:16px;font-weight:bold;color:#555", bdi(heading))}</tr>`;
  const rows = sections.flatMap(({ heading, lines }) => [
    ...(heading ? [headHtml(heading)] : []),
    ...lines.map(lineHtml),
  ]);
  const head = `<tr>${cell(own, "padding:16px 20px 4px;font-size:20px;font-weight:bold", bdiRuns(title))}</tr>`;
  const text = sections.flatMap(({ heading, lines }) => [
    "",
    ...(heading ? [`${heading}:`] : []),
    ...lines.map((line) => `- ${isolateLatin(line.text)}${line.url === undefined ? "" : `\n  ${line.url}`}`),
  ]);
  return {
    subject: subjectOf(title),
    text: [title, ...text].join("\n"),
    html: page(language, [head, ...rows].join("\n")),
  };
}

function noticeEmail(notice: OpsNotice): EmailMessage {
  const text = [notice.title, "", ...notice.lines].join("\n");
  const lines = notice.lines.map((line) => cell(LTR, "font-size:14px", bdi(line), "div")).join("");
  const title = cell(LTR, "padding:16px 20px 4px;font-size:18px;font-weight:bold", bdi(notice.title));
  const html = page("en", `<tr>${title}</tr><tr>${cell(LTR, "padding:4px 20px 20px", lines)}</tr>`);
  return { subject: subjectOf(`Rasid: ${notice.title}`), text, html };
}

function page(language: Language, rows: string): string {
  const { dir, align } = directionOf(language);
  const fonts = "font-family:'Noto Naskh Arabic','Noto Sans Arabic',Tahoma,Arial,sans-serif";
  return `<!doctype html>
<html lang="${language}" dir="${dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body dir="${dir}" style="margin:0;padding:16px;background:#eceae4;${fonts}">
<table role="presentation" dir="${dir}" align="center" width="600" cellpadding="0" cellspacing="0" style="max-width:600px;width:100%;background:#ffffff;direction:${dir};text-align:${align};${fonts}">
${rows}
</table>
</body></html>
`;
}

/** A text of its own direction, whatever stands around it. */
function bdi(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`;
}

const LATIN_RUN = /\u2068([^\u2069]*)\u2069/g;

/** A text in which each Latin name, number and address is set apart. */
function bdiRuns(text: string, dir = "auto"): string {
  return `<bdi dir="${dir}">${escapeHtml(isolateLatin(text)).replace(LATIN_RUN, '<bdi dir="ltr">$1</bdi>')}</bdi>`;
}
