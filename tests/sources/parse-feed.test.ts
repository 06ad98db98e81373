import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { NotAFeed, parseFeed } from "../../src/sources/feed/parse-feed.ts";

const BASE = "https://example.org/feed";
const read = (text: string) => parseFeed(text, BASE, 100);
const rss = (items: string) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>${items}</channel></rss>`;
const titles = async (text: string) => (await read(text)).items.map((item) => item.title);

describe("reading a feed", () => {
  it.each([
    ["RSS 2.0", rss("<item><title>الوعر</title></item>")],
    ["RSS without a version", "<rss><channel><title>t</title><item><title>الوعر</title></item></channel></rss>"],
    [
      "RSS 1.0",
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/><item><title>الوعر</title></item></rdf:RDF>',
    ],
    [
      "Atom",
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>1</id><title>الوعر</title><link href="/1"/></entry></feed>',
    ],
    [
      "Atom with an xhtml title",
      '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title type="xhtml"><div>الوعر</div></title></entry></feed>',
    ],
    [
      "Atom with a date nobody can read",
      '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>الوعر</title><updated>أمس</updated></entry></feed>',
    ],
    ["JSON Feed", '{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{"id":"1","title":"الوعر"}]}'],
    ["a bare ampersand", rss("<item><title>الوعر</title><link>https://example.org/?a=1&b=2</link></item>")],
    ["text before the declaration", `\nWarning: something\n${rss("<item><title>الوعر</title></item>")}`],
    ["a forbidden character", rss("<item><title>الو\u0001عر</title></item>")],
    ["an entity that only HTML knows", rss("<item><title>الوعر</title><description>a&nbsp;b</description></item>")],
    ["a cut end", '<rss version="2.0"><channel><item><title>الوعر</title></item><item><title>نصف'],
    [
      "a CDATA section without an end",
      '<rss version="2.0"><channel><item><title>الوعر</title></item><item><title><![CDATA[نصف',
    ],
  ])("reads %s", async (_, text) => {
    expect(await titles(text)).toContain("الوعر");
  });

  it("answers for a document that rss-parser alone never answers for", async () => {
    const cut =
      '><title>t</title><item><guid>n-1</guid><title>قصف</title><link>https://example.org/1</link></item><item><link>><rss version="2.0"><channel<?xml version="1.0"?';
    await expect(parseFeed(cut, "https://example.org/", 10)).rejects.toThrow(NotAFeed);
    expect(await titles(rss("<item><title>قصف البوكمال</title></item>"))).toEqual(["قصف البوكمال"]);
  });

  it("keeps what stands inside markup in a title", async () => {
    expect(await titles(rss("<item><title>قصف <b>البوكمال</b> ليلاً</title></item>"))).toEqual(["قصف البوكمال ليلاً"]);
  });

  it("makes every field a text, also where the feed has attributes or nothing", async () => {
    const { items } = await read(
      rss('<item><title type="x">الوعر</title><guid isPermaLink="false"></guid><link/><pubDate/></item>'),
    );
    expect(items).toEqual([{ guid: "", url: "", title: "الوعر", summary: "", body: "", publishedAt: "" }]);
  });

  it("parts table cells, so that no two places become one word", async () => {
    const { items } = await read(
      rss(
        "<item><title>t</title><description>&lt;td&gt;الوعر&lt;/td&gt;&lt;td&gt;القائم&lt;/td&gt;</description></item>",
      ),
    );
    expect(items[0]!.body.split(/\s+/)).toEqual(["الوعر", "القائم"]);
  });

  it("resolves relative links and refuses other schemes", async () => {
    const { items } = await read(
      rss(
        "<item><title>a</title><link>/news/1</link></item><item><title>b</title><link>javascript:alert(1)</link></item>",
      ),
    );
    expect(items.map((item) => item.url)).toEqual(["https://example.org/news/1", ""]);
  });

  it("counts the items beyond the limit", async () => {
    const { items, leftOut } = await parseFeed(rss("<item><title>a</title></item>".repeat(7)), BASE, 5);
    expect([items.length, leftOut]).toEqual([5, 2]);
  });

  it("reads posts of a bridged channel: no titles, edited, pictures only", async () => {
    const { items } = await read(readFileSync("tests/sources/fixtures/telegram-bridge.xml", "utf8"));
    expect(items.map((item) => item.title)).toEqual([
      "عاجل: إغلاق معبر القائم أمام المسافرين",
      "[Photo]",
      "معدل غارة على",
    ]);
    expect(items[0]!.body).toBe("عاجل: إغلاق معبر القائم أمام المسافرين\nالتفاصيل لاحقاً");
    expect(items[1]!.body).toBe("");
  });

  it.each([
    ["a web page", "<!DOCTYPE html><html><body>مرحبا</body></html>", /web page/],
    ["a challenge page", "<!DOCTYPE html><html><title>Just a moment...</title></html>", /challenge/],
    ["nothing", "   ", /empty/],
    ["other JSON", '{"error":"no"}', /JSON/],
    ["entity definitions", '<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>', /entity|not a feed/],
  ])("says that %s is not a feed", async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(NotAFeed);
    await expect(read(text)).rejects.toThrow(message);
  });
});
