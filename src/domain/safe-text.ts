/**
 * Characters of feed text that would act on whoever shows it: C0 and C1 controls (terminals), direction controls and
 * invisible characters (readers), halves of surrogate pairs (encoders). Line breaks and tabs stay.
 */
const ACTING =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Feed text that is safe to hand to a channel, which still escapes it for its own format. */
export function cleanText(text: string): string {
  return text.replace(ACTING, "");
}

/** The same on one line. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, " ").trim();
}

/** Cuts at a word boundary within `limit` UTF-16 units, the ellipsis included. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const room = text.slice(0, limit - 1);
  const cut = room.lastIndexOf(" ");
  const kept = cut > limit / 3 ? room.slice(0, cut) : room;
  return `${kept.replace(/[\ud800-\udbff]$/, "")}…`;
}

const HTML_ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Escapes a text for HTML, between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => HTML_ESCAPES[char]!);
}

const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";
/** A Latin name, a number or an address with what joins it, as it would be reordered inside Arabic. */
const LETTER = "A-Za-z0-9\\u00C0-\\u024F";
const RUN = `[${LETTER}](?:[${LETTER}'’.,:/+@&%° -]*[${LETTER}%°])?`;
/** Brackets belong to a run only as a pair inside it; alone they belong to the Arabic around it. */
const LEFT_TO_RIGHT = new RegExp(`${RUN}(?: \\(${RUN}\\))*`, "g");

/** Sets every left-to-right run of a text apart, for places that cannot mark direction otherwise. */
export function isolateLatin(text: string): string {
  return text.replace(LEFT_TO_RIGHT, (run) => isolate(run));
}

/** The same within `limit` UTF-16 units: cut before it is set apart, so that no isolate stays open. */
export function isolateWithin(text: string, limit: number, room = limit): string {
  const isolated = isolateLatin(shorten(text, room));
  return isolated.length <= limit ? isolated : isolateWithin(text, limit, Math.floor(room * 0.8));
}

export function isolate(text: string): string {
  return `${FIRST_STRONG_ISOLATE}${text}${POP_ISOLATE}`;
}
