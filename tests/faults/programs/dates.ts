// Prints how dates of every kind are read and shown, in the time zone that TZ says.
import { parseFeed } from "../../../src/sources/feed/parse-feed.ts";
import { rss } from "../news.ts";

const dates = JSON.parse(process.env.DATES ?? "[]") as string[];
const items = dates.map((date, i) => `<item><guid>${i}</guid><title>${i}</title><pubDate>${date}</pubDate></item>`);
const { items: read } = await parseFeed(rss(items.join("")), "https://example.org/", 100);
process.stdout.write(JSON.stringify(read.map(({ publishedAt }) => publishedAt)));
