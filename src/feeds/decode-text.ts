import jschardet from "jschardet";

/** A document as text, with how its bytes were read. */
export interface DecodedText {
  readonly text: string;
  readonly charset: string;
  /** Share of characters that could not be read (U+FFFD), 0 to 1. */
  readonly unreadable: number;
}

/** How much of a UTF-8 document may be damaged before another charset is tried. */
const DAMAGED_SHARE = 0.01;
/** jschardet reads at most this much; what a feed is written in shows early. */
const DETECT_BYTES = 64_000;
const REPLACEMENT = /\uFFFD/g;

/**
 * Bytes to text. Labels lie more often than bytes do, so valid UTF-8 wins over any label: byte order mark, UTF-16 by
 * its zero bytes, UTF-8, HTTP charset, XML or HTML declaration, detection, windows-1256. UTF-8 that was encoded twice is
 * undone. `httpCharset` is the charset parameter of Content-Type, if any.
 */
export function decodeText(bytes: Uint8Array, httpCharset?: string): DecodedText {
  const { text, charset } = decodeBytes(bytes, httpCharset);
  const undone = undoDoubleUtf8(text);
  const shown = undone ?? text;
  const unreadable = countOf(REPLACEMENT, shown) / Math.max(1, shown.length);
  return { text: shown, charset: undone === undefined ? charset : `${charset}, twice`, unreadable };
}

/** The charset parameter of a Content-Type, if any. */
export function charsetOf(contentType: string | undefined): string | undefined {
  return /charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType ?? "")?.[1];
}

function decodeBytes(bytes: Uint8Array, httpCharset: string | undefined): { text: string; charset: string } {
  const marked = byteOrderMark(bytes) ?? utf16ByZeros(bytes);
  if (marked) return { text: decodeAs(marked, bytes) ?? "", charset: marked };

  const strict = decodeAs("utf-8", bytes, true);
  if (strict !== undefined) return { text: strict, charset: "utf-8" };
  const loose = decodeAs("utf-8", bytes) ?? "";
  const damaged = countOf(REPLACEMENT, loose) / countHigh(bytes);
  if (damaged < DAMAGED_SHARE) return { text: loose, charset: "utf-8, damaged" };

  const detected = jschardet.detect(Buffer.from(bytes.subarray(0, DETECT_BYTES))).encoding;
  for (const label of [httpCharset, declaredCharset(bytes), detected, "windows-1256"]) {
    if (!label || SAYS_NOTHING.test(label.trim())) continue;
    const text = decodeAs(label, bytes);
    if (text !== undefined && !text.includes("\uFFFD")) return { text, charset: label.toLowerCase() };
  }
  return { text: decodeAs("windows-1256", bytes) ?? loose, charset: "windows-1256" };
}

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

function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return undefined;
}

/** "<" and "?" of an XML declaration with a zero byte beside each: UTF-16 without its mark. */
function utf16ByZeros(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0x3c && b === 0 && c !== 0 && d === 0) return "utf-16le";
  if (a === 0 && b === 0x3c && c === 0 && d !== 0) return "utf-16be";
  return undefined;
}

/** What an XML declaration or, in the first 1024 bytes as HTML has it, a `meta` says. */
function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 1024)).toString("latin1");
  const xml = /<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(head);
  return (xml ?? /<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(head))?.[1];
}

function countHigh(bytes: Uint8Array): number {
  let high = 1;
  for (const byte of bytes) if (byte >= 0x80) high++;
  return high;
}

/** What windows-1252 makes of the bytes 0x80 to 0x9F, back to the byte. */
const HIGH_BYTES = Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i);
const CP1252_HIGH = new Map(
  [...new TextDecoder("windows-1252").decode(HIGH_BYTES)].map((char, i) => [char, HIGH_BYTES[i]!]),
);
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
    const bytes = Uint8Array.from(run, (char) => CP1252_HIGH.get(char) ?? char.charCodeAt(0));
    return decodeAs("utf-8", bytes, true) ?? run;
  });
}
