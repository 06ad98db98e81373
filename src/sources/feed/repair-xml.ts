/** Mends, in linear time, what strict parsers refuse: text before the root, forbidden characters, a cut-off end. */
export function repairXml(xml: string): string {
  const allowed = fromRoot(xml).replace(FORBIDDEN, "").replace(FORBIDDEN_REFERENCE, "");
  return closeCutOff(escapeAmpersands(allowed));
}

const ROOT = /<(?:\?xml\b|rss\b|(?:\w{1,20}:)?feed\b|rdf:RDF\b|RSS\b|(?:\w{1,20}:)?channel\b)/i;
const DOCTYPE_LIMIT = 4000;

/** Without a document type: feeds need none, and entity definitions in one are an attack. */
function fromRoot(document: string): string {
  const xml = document.slice(Math.max(0, document.slice(0, 100_000).search(ROOT)));
  const start = xml.slice(0, DOCTYPE_LIMIT).indexOf("<!DOCTYPE");
  if (start < 0) return xml;
  const subset = xml.indexOf("[", start);
  const close = xml.indexOf(">", start);
  if (close < 0) return xml;
  if (subset < 0 || subset > close) return xml.slice(0, start) + xml.slice(close + 1);
  const end = xml.indexOf("]", subset);
  const after = end < 0 ? -1 : xml.indexOf(">", end);
  return after < 0 ? xml : xml.slice(0, start) + xml.slice(after + 1);
}

const FORBIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const FORBIDDEN_REFERENCE = /&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]));/gi;

/** All that XML itself does not know: a named HTML entity is kept for the text reader to decode. */
const BARE_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/g;

function escapeAmpersands(xml: string): string {
  const parts: string[] = [];
  const lastClose = xml.lastIndexOf("]]>");
  let at = 0;
  while (at < xml.length) {
    const open = xml.indexOf("<![CDATA[", at);
    parts.push(xml.slice(at, open < 0 ? xml.length : open).replace(BARE_AMPERSAND, "&amp;"));
    if (open < 0) break;
    const close = open < lastClose ? xml.indexOf("]]>", open) : -1;
    // A section without an end ends with the field that it stands in.
    const itemEnd = close < 0 ? xml.indexOf("</item>", open) : -1;
    const fieldEnd = itemEnd < 0 ? xml.length : Math.max(open + 9, xml.lastIndexOf("</", itemEnd - 1));
    const end = close < 0 ? fieldEnd : close + 3;
    parts.push(xml.slice(open, end), close < 0 ? "]]>" : "");
    at = end;
  }
  return parts.join("");
}

/** A feed whose end is missing is closed after its last whole item. */
function closeCutOff(xml: string): string {
  const end = xml.trimEnd();
  if (/<\/(?:rss|(?:\w{1,20}:)?feed|rdf:RDF)\s*>$/i.test(end.slice(-60))) return xml;
  const endOfItems = /<rdf:RDF/i.test(xml.slice(0, 5000)) ? "</rdf:RDF>" : "</channel></rss>";
  for (const [tag, closing] of [["</item>", endOfItems] as const, ["</entry>", "</feed>"] as const]) {
    const last = xml.lastIndexOf(tag);
    if (last > 0) return xml.slice(0, last + tag.length) + closing;
  }
  return xml;
}
