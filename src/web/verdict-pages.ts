import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Labels, labelsIn } from "../domain/language/labels.ts";
import type { Language } from "../domain/language/language.ts";
import { cleanLine, escapeHtml, shorten } from "../domain/safe-text.ts";
import { giveVerdict, type VerdictPorts } from "../pipeline/give-verdict.ts";
import type { VerdictLinkMaker } from "./verdict-links.ts";

const STYLE =
  "body{margin:0;padding:24px 16px;background:#eceae4;color:#1a1a1a;font:17px/1.7 'Noto Naskh Arabic','Noto Sans Arabic',Tahoma,Arial,sans-serif}main{max-width:34em;margin:auto;padding:16px 24px 24px;background:#fff}h1{font-size:22px}blockquote{margin:0;padding:12px 16px;background:#f5f3ee}button{font:inherit;padding:8px 32px;border:0;background:#0b5394;color:#fff}";
const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
} as const;
const TITLE_LIMIT = 400;

/** The pages behind verdict links: GET shows, POST says, so that what only looks at links gives no verdict. */
export async function answerVerdict(
  { method, url = "" }: IncomingMessage,
  response: ServerResponse,
  ports: VerdictPorts & { links: Pick<VerdictLinkMaker, "read">; languageOf(channelId: string): Language },
): Promise<void> {
  const send = (status: number, language: Language, heading: string, html: string) =>
    void response.writeHead(status, HEADERS).end(page(language, heading, html));
  const sendLost = (status: number, told: (labels: Labels) => string) =>
    send(status, "ar", told(labelsIn("ar")), `<p lang="en" dir="ltr">${told(labelsIn("en"))}</p>`);

  const asked = ports.links.read(/\/v\/([^/?]+)(?:\?|$)/.exec(url)?.[1] ?? "", ports.now());
  if (!asked) return sendLost(404, ({ verdictLink }) => verdictLink.invalid);
  if (asked.isExpired) return sendLost(410, ({ verdictLink }) => verdictLink.expired);
  const alert = await ports.told.find(asked.alertId);
  if (!alert) return sendLost(410, ({ verdictAnswer }) => verdictAnswer.forgotten);
  const language = ports.languageOf(alert.channelId);
  const labels = labelsIn(language);
  const { label, effect } = labels.verdict[asked.kind];
  const title = `<blockquote dir="auto">${escapeHtml(shorten(cleanLine(alert.article.title), TITLE_LIMIT))}</blockquote>`;
  if (method !== "POST")
    return send(200, language, label, `${title}<p>${effect}</p><form method="post"><button>${label}</button></form>`);
  const answer = await giveVerdict({ alertId: alert.id, kind: asked.kind, by: "link" }, ports);
  send(200, language, labels.verdictAnswer[answer], `${title}<p>${label}</p>`);
}

function page(language: Language, heading: string, html: string): string {
  return `<!doctype html>
<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${heading} – Rasid</title><style>${STYLE}</style></head>
<body><main><h1>${heading}</h1>${html}</main></body></html>
`;
}
