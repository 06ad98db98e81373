import { type DigestWording, digestWording } from "../../domain/alerts/digest.ts";
import { quotePieces } from "../../domain/alerts/quote.ts";
import { type AlertWording, alertWording } from "../../domain/alerts/wording.ts";
import type { Language } from "../../domain/language/language.ts";
import { escapeHtml, isolateLatin, isolateWithin } from "../../domain/safe-text.ts";
import type { Outgoing } from "../../pipeline/deliver-ports.ts";
import type { OpsNotice } from "../../pipeline/ops-notice.ts";

/** Longer subjects are cut by readers, and by RFC 5322 at 998 bytes a line. */
const SUBJECT_LIMIT = 160;
const FONTS = "font-family:'Noto Naskh Arabic','Noto Sans Arabic',Tahoma,Arial,sans-serif";
const SMALL = "font-size:13px;color:#555";
const RTL = { dir: "rtl", align: "right" };
const LTR = { dir: "ltr", align: "left" };

/** Words an email: every cell says its own direction, since mail readers drop what html and body say. */
export function emailMessage(message: Outgoing, language: Language) {
  const { subject, lines, rows } = partsOf(message, language);
  return {
    subject: isolateWithin(subject.replace(/[\r\n]+/g, " "), SUBJECT_LIMIT),
    text: lines.join("\n"),
    html: page(message.kind === "notice" ? "en" : language, rows.filter(Boolean).join("\n")),
  };
}

interface Parts {
  readonly subject: string;
  /** Of the text, and of the table in HTML, where what is empty is left out. */
  readonly lines: readonly string[];
  readonly rows: readonly (string | false | undefined)[];
}

function partsOf(message: Outgoing, language: Language): Parts {
  const own = directionOf(language);
  if (message.kind === "notice") return noticeParts(message.notice);
  if (message.kind === "digest") return digestParts(digestWording(message.digest, language), own);
  const wording = alertWording(message.alert, language, message.possibleRepeat);
  const { headline, title, updateNote, repeatNote, facts, quote, whyLabel, because, article, map, verdicts } = wording;
  const links = [[article, map], verdicts].map((row) => row.flatMap((link) => link ?? []));
  const lines = [
    ...[headline, "", title],
    ...(updateNote ? ["", updateNote] : []),
    ...(repeatNote ? ["", `(${repeatNote})`] : []),
    "",
    ...facts.map(({ label, value }) => `${label}: ${isolateLatin(value)}`),
    ...(quote.text === "" ? [] : ["", `«${quote.text}»`]),
    ...["", `${whyLabel}:`, ...because.map((reason) => `- ${language === "ar" ? isolateLatin(reason) : reason}`), ""],
    ...links.flat().map(({ label, url }) => `${label}: ${url}`),
  ];
  const pieces = quotePieces(quote).map(({ text, marked }) =>
    marked ? `<b>${escapeHtml(text)}</b>` : escapeHtml(text),
  );
  const alt = escapeHtml(`${map?.label}: ${headline}`);
  const picture = `<img src="cid:map" width="600" alt="${alt}" style="display:block;width:100%;height:auto">`;
  const reasons = because.map((reason) =>
    cell(own, SMALL, own === LTR ? `<bdi dir="ltr">${escapeHtml(reason)}</bdi>` : bdiRuns(reason, "rtl"), "div"),
  );
  const rows = [
    row(own, "padding:16px 20px 4px;font-size:20px;font-weight:bold;color:#1a1a1a", bdi(headline)),
    row(RTL, "padding:4px 20px 12px;font-size:17px;color:#1a1a1a", bdi(title)),
    updateNote && row(own, "padding:4px 20px 8px;color:#0b5394;font-size:15px;font-weight:bold", bdiRuns(updateNote)),
    repeatNote && row(own, "padding:4px 20px;color:#8a5a00;font-size:14px", `⚠ ${bdi(repeatNote)}`),
    row(own, "padding:4px 20px", factsTable(facts, own)),
    quote.text && row(RTL, "padding:12px 20px;font-size:16px;line-height:1.7;background:#f5f3ee", pieces.join("")),
    message.picture && row(own, "padding:0", picture),
    row(own, `padding:12px 20px;${SMALL}`, `${bdi(whyLabel)}:${reasons.join("")}`),
    ...links.map((some) => {
      const shown = some.map(({ label, url }) => anchor(url, bdi(label))).join(" &nbsp; ");
      return shown && row(own, "padding:8px 20px 20px;font-size:15px", shown);
    }),
  ];
  return { subject: `${headline}: ${title}`, lines, rows };
}

function factsTable(facts: AlertWording["facts"], own: typeof RTL): string {
  const rows = facts.map(({ label, value }) => {
    const name = cell(own, "padding:2px 0;color:#777;font-size:14px;white-space:nowrap;vertical-align:top", bdi(label));
    const text = cell(own, "padding:2px 12px;font-size:14px;color:#1a1a1a", bdiRuns(value, own.dir));
    return `<tr>${name}${text}</tr>`;
  });
  return `<table role="presentation" dir="${own.dir}" cellpadding="0" cellspacing="0">${rows.join("")}</table>`;
}

function digestParts({ title, sections }: DigestWording, own: typeof RTL): Parts {
  const lines = sections.flatMap(({ heading, lines }) => [
    "",
    ...(heading ? [`${heading}:`] : []),
    ...lines.map(({ text, url }) => `- ${isolateLatin(text)}${url === undefined ? "" : `\n  ${url}`}`),
  ]);
  const rows = sections.flatMap(({ heading, lines }) => [
    heading && row(own, "padding:14px 20px 4px;font-size:16px;font-weight:bold;color:#555", bdi(heading)),
    ...lines.map(({ text, url }) =>
      row(RTL, "padding:3px 20px;font-size:15px;line-height:1.6", url ? anchor(url, bdiRuns(text)) : bdiRuns(text)),
    ),
  ]);
  const head = row(own, "padding:16px 20px 4px;font-size:20px;font-weight:bold", bdiRuns(title));
  return { subject: title, lines: [title, ...lines], rows: [head, ...rows] };
}

function noticeParts({ title, lines }: OpsNotice): Parts {
  const shown = lines.map((line) => cell(LTR, "font-size:14px", bdi(line), "div")).join("");
  const head = row(LTR, "padding:16px 20px 4px;font-size:18px;font-weight:bold", bdi(title));
  const rows = [head + row(LTR, "padding:4px 20px 20px", shown)];
  return { subject: `Rasid: ${title}`, lines: [title, "", ...lines], rows };
}

function directionOf(language: Language) {
  return language === "ar" ? RTL : LTR;
}

function row(direction: typeof RTL, style: string, html: string): string {
  return `<tr>${cell(direction, style, html)}</tr>`;
}

function cell({ dir, align }: typeof RTL, style: string, html: string, tag = "td"): string {
  return `<${tag} dir="${dir}" align="${align}" style="direction:${dir};text-align:${align};${style}">${html}</${tag}>`;
}

function anchor(url: string, html: string): string {
  return `<a href="${escapeHtml(url)}" style="color:#0b5394">${html}</a>`;
}

function page(language: Language, rows: string): string {
  const { dir, align } = directionOf(language);
  return `<!doctype html>
<html lang="${language}" dir="${dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body dir="${dir}" style="margin:0;padding:16px;background:#eceae4;${FONTS}">
<table role="presentation" dir="${dir}" align="center" width="600" cellpadding="0" cellspacing="0" style="max-width:600px;width:100%;background:#ffffff;direction:${dir};text-align:${align};${FONTS}">
${rows}
</table>
</body></html>
`;
}

/** A text of its own direction, whatever stands around it. */
function bdi(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`;
}

/** A text in which each Latin name, number and address is set apart. */
function bdiRuns(text: string, dir = "auto"): string {
  const runs = escapeHtml(isolateLatin(text)).replace(/\u2068([^\u2069]*)\u2069/g, '<bdi dir="ltr">$1</bdi>');
  return `<bdi dir="${dir}">${runs}</bdi>`;
}
