import jschardet from "jschardet";

/** How much of a UTF-8 document may be damaged before another charset is tried. */
const DAMAGED_SHARE = 0.01;
/** jschardet reads at most this much; what a feed is written in shows early. */
const DETECT_BYTES = 64_000;
const REPLACEMENT = /\uFFFD/g;

/**
 * Bytes to text. Labels lie more often than bytes do, so valid UTF-8 wins over any label: byte order mark, UTF-16 by
 * its zero bytes, UTF-8, HTTP charset, XML or HTML declaration, detection, windows-1256. UTF-8 that was encoded twice is
 * undone. `httpCharset` is the charset parameter of Content-Type, if any. `unreadable` is the share of characters that
 * could not be read (U+FFFD), 0 to 1.
 */
export function decodeText(bytes: Uint8Array, httpCharset?: string) {
  const { text, charset } = decodeBytes(bytes, httpCharset);
  const undone = undoDoubleUtf8(text);
  const unreadable = countOf(REPLACEMENT, undone ?? text) / Math.max(1, (undone ?? text).length);
  return { text: undone ?? text, charset: undone === undefined ? charset : `${charset}, twice`, unreadable };
}

/** The charset parameter of a Content-Type, if any. */
export function charsetOf(contentType: string | undefined): string | undefined {
  return /charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType ?? "")?.[1];
}

function decodeBytes(bytes: Uint8Array, httpCharset: string | undefined): { text: string; charset: string } {
  const head = Buffer.from(bytes.subarray(0, 4)).toString("hex");
  const marked = FIRST_BYTES.find(([pattern]) => pattern.test(head))?.[1];
  if (marked) return { text: decodeAs(marked, bytes) ?? "", charset: marked };

  const strict = decodeAs("utf-8", bytes, true);
  if (strict !== undefined) return { text: strict, charset: "utf-8" };
  const loose = decodeAs("utf-8", bytes) ?? "";
  const high = 1 + bytes.reduce((count, byte) => (byte >= 0x80 ? count + 1 : count), 0);
  if (countOf(REPLACEMENT, loose) / high < DAMAGED_SHARE) return { text: loose, charset: "utf-8, damaged" };

  const detected = jschardet.detect(Buffer.from(bytes.subarray(0, DETECT_BYTES))).encoding;
  for (const label of [httpCharset, declaredCharset(bytes), detected, "windows-1256"]) {
    if (!label || SAYS_NOTHING.test(label.trim())) continue;
    const text = decodeAs(label, bytes);
    if (text !== undefined && !text.includes("\uFFFD")) return { text, charset: label.toLowerCase() };
  }
  return { text: decodeAs("windows-1256", bytes) ?? loose, charset: "windows-1256" };
}

/** Byte order marks, and "<" and "?" of an XML declaration with a zero byte beside each: UTF-16 without its mark. */
const FIRST_BYTES = [
  [/^efbbbf/, "utf-8"],
  [/^fffe/, "utf-16le"],
  [/^feff/, "utf-16be"],
  [/^3c00(?!00)..00/, "utf-16le"],
  [/^003c00(?!00)/, "utf-16be"],
] as const;
/** Labels that say nothing: the bytes are not UTF-8, and Latin-1 is what servers say when they do not know. */
const SAYS_NOTHING = /^(utf-?8|us-ascii|ascii|iso-8859-1|latin-?1)$/i;

function countOf(pattern: RegExp, text: string): number {
  return text.match(pattern)?.length ?? 0;
}

function decodeAs(label: string, bytes: Uint8Array, fatal = false): string | undefined {
  try {
    return new TextDecoder(label, { fatal }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** What an XML declaration or, in the first 1024 bytes as HTML has it, a `meta` says. */
function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 1024)).toString("latin1");
  const xml = /<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(head);
  return (xml ?? /<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(head))?.[1];
}

const HIGH_BYTES = Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i);
/** What windows-1252 makes of the bytes 0x80 to 0x9F, in their order. */
const CP1252_HIGH = new TextDecoder("windows-1252").decode(HIGH_BYTES);
/** A lead byte of a two-byte Arabic letter and its second byte, both read as Latin letters. */
const DOUBLED_ARABIC = /[\u00D8-\u00DB][\u0080-\u00BF\u0152-\u02DC\u2013-\u2122]/g;
const HIGH_RUN =
  /[\u0080-\u00FF\u0152\u0153\u0160\u0161\u0178\u017D\u017E\u0192\u02C6\u02DC\u2013-\u203A\u20AC\u2122]{2,}/g;
const ARABIC = /[\u0600-\u06FF]/g;

/** Undoes UTF-8 that was read as Latin-1 or windows-1252 and encoded again; undefined when the text is not such. */
function undoDoubleUtf8(text: string): string | undefined {
  const doubled = countOf(DOUBLED_ARABIC, text);
  if (doubled < 8 || countOf(ARABIC, text) > doubled) return undefined;
  return text.replace(HIGH_RUN, (run) => {
    const bytes = Uint8Array.from(run, (char) => HIGH_BYTES[CP1252_HIGH.indexOf(char)] ?? char.charCodeAt(0));
    return decodeAs("utf-8", bytes, true) ?? run;
  });
}
