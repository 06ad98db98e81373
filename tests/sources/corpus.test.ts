import { readdirSync, readFileSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { createFeedParser } from "../../src/sources/feed/feed-parser.ts";
import { describeOnRealInput, sharedLines, sharedPath } from "../support/shared-data.ts";

const parser = createFeedParser(5000, new URL("../../dist/src/sources/feed/parser-thread.js", import.meta.url));
afterAll(() => parser.close());
const parse = (path: string, httpCharset?: string) =>
  parser.parse({ bytes: readFileSync(path), httpCharset, base: "https://example.org/", maxItems: 5000 });

interface ManifestRow {
  readonly path: string;
  readonly content_type: string | null;
  readonly oracle_items: number;
}

describeOnRealInput("real feeds", () => {
  it("are read at least as well as the bar asks: 1,713 files and 5,187 items", {
    timeout: 120_000,
  }, async () => {
    let files = 0;
    let items = 0;
    const notText: string[] = [];
    for (const row of sharedLines<ManifestRow>("feeds", "manifest.jsonl.gz")) {
      const charset = /charset=([\w-]+)/i.exec(row.content_type ?? "")?.[1];
      const answer = await parse(sharedPath("feeds", row.path), charset);
      if (!answer.ok) continue;
      notText.push(
        ...answer.feed.items.flatMap((item) => Object.values(item).filter((value) => typeof value !== "string")),
      );
      if (row.oracle_items > 0 && answer.feed.items.length > 0) files++;
      items += Math.min(answer.feed.items.length, row.oracle_items);
    }
    console.log(`real feeds: ${files} files give an item, ${items} items kept`);
    expect(notText).toEqual([]);
    expect(files).toBeGreaterThanOrEqual(1713);
    expect(items).toBeGreaterThanOrEqual(5187);
  });

  const originals = sharedPath("feeds", "derived-encodings", "originals");
  it("read the same in each of 45 encodings and lies", async () => {
    const expected = new Map<string, string>();
    for (const name of readdirSync(originals)) {
      const answer = await parse(`${originals}/${name}`);
      expected.set(name.split(".")[0]!, JSON.stringify(answer.ok && answer.feed.items));
    }
    const traps = readdirSync(sharedPath("feeds", "derived-encodings")).filter((name) => name.endsWith(".xml"));
    const wrong: string[] = [];
    for (const name of traps) {
      const answer = await parse(sharedPath("feeds", "derived-encodings", name));
      if (JSON.stringify(answer.ok && answer.feed.items) !== expected.get(name.split(".")[0]!)) wrong.push(name);
    }
    expect(traps.length).toBe(45);
    expect(wrong).toEqual([]);
  });
});

it("a document that takes too long to parse is given up, and the next one is read", {
  timeout: 20_000,
}, async () => {
  const quick = createFeedParser(300, new URL("../../dist/src/sources/feed/parser-thread.js", import.meta.url));
  const deep = `<rss version="2.0"><channel><item><title>t</title><description>${"<a>".repeat(400_000)}</description></item></channel></rss>`;
  const slow = await quick.parse({
    bytes: Buffer.from(deep),
    httpCharset: undefined,
    base: "https://example.org/",
    maxItems: 10,
  });
  const fine = "<rss version='2.0'><channel><item><title>الوعر</title></item></channel></rss>";
  const next = await quick.parse({
    bytes: Buffer.from(fine),
    httpCharset: undefined,
    base: "https://example.org/",
    maxItems: 10,
  });
  await quick.close();
  expect(slow.ok).toBe(false);
  expect(next.ok && next.feed.items[0]!.title).toBe("الوعر");
});

it.each([
  ["80 kB of <", "<".repeat(80_000)],
  ["240 kB of a<p", "a<p".repeat(80_000)],
  ["a title of 4 MB", "ا".repeat(2_000_000)],
])("%s keeps the main loop free", async (_, text) => {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  const bytes = Buffer.from(
    `<rss version="2.0"><channel><item><title>t</title><description><![CDATA[${text}]]></description></item></channel></rss>`,
  );
  const answer = await parser.parse({
    bytes,
    httpCharset: undefined,
    base: "https://example.org/",
    maxItems: 10,
  });
  clearInterval(timer);
  expect(answer.ok).toBe(true);
  expect(longest).toBeLessThan(500);
});
