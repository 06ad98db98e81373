import { readFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import fc from "fast-check";
import { loadSettings } from "../../src/app/load-settings.ts";
import type { FeedItem } from "../../src/domain/feed-item.ts";
import { matchArticle } from "../../src/domain/watchlists/match-article.ts";
import { rulebookOf } from "../../src/settings/rulebook-of.ts";
import { createFeedParser } from "../../src/sources/feed/feed-parser.ts";
import { NotAFeed, parseFeed } from "../../src/sources/feed/parse-feed.ts";
import { FIELD_LIMITS } from "../../src/sources/plain-text.ts";
import { hostileTitles } from "./hostile-titles.ts";
import { manifest } from "./lying-feeds.ts";
import { feedOf, hasShared, news, SHARED } from "./news.ts";
import type { Random } from "./random.ts";
import { figure, type Scenario } from "./scenario.ts";

const TOKENS = [
  "<",
  ">",
  "&",
  "]]>",
  "<![CDATA[",
  "<!--",
  "</item>",
  "<item>",
  "</rss>",
  "<title>",
  "&#0;",
  "&x;",
  '"',
  "'",
  "<?xml",
  "\u0000",
  "\ufffe",
  "<!DOCTYPE r [",
  "{",
  "[",
  "<entry>",
  "=",
  "1e999",
];

/** A document with a few of its bytes changed, dropped, doubled, moved or followed by a token. */
function mutate(bytes: Buffer, random: Random): Buffer {
  let mutated = Buffer.from(bytes);
  for (let change = random.int(1, 8); change > 0; change--) {
    const at = random.int(0, Math.max(0, mutated.length - 1));
    const to = Math.min(mutated.length, at + random.int(1, 200));
    const [head, middle, tail] = [mutated.subarray(0, at), mutated.subarray(at, to), mutated.subarray(to)];
    switch (random.int(0, 5)) {
      case 0:
        mutated[at] = random.int(0, 255);
        break;
      case 1:
        mutated = Buffer.concat([head, tail]);
        break;
      case 2:
        mutated = Buffer.concat([head, middle, middle, tail]);
        break;
      case 3:
        mutated = Buffer.concat([head, Buffer.from(random.pick(TOKENS).repeat(random.int(1, 20))), middle, tail]);
        break;
      case 4:
        mutated = Buffer.concat([tail, middle, head]);
        break;
      default:
        mutated = Buffer.from(head);
    }
  }
  return mutated;
}

function isSound(item: FeedItem): boolean {
  return Object.entries(item).every(
    ([name, value]) =>
      typeof value === "string" && value.length <= (FIELD_LIMITS[name as keyof typeof FIELD_LIMITS] ?? 40),
  );
}

const readerFuzz: Scenario = {
  number: 35,
  name: "fuzzing the feed reader: real feeds, mutated, and texts of any kind",
  bar: "20,000 mutated inputs in the long run (2,000 here): 0 crashes, 0 hangs, 0 unsound fields, no leak",
  short: true,
  withinSeconds: 240,
  async run(context) {
    const { random, scale } = context;
    const count = { short: 100, full: 2000, long: 20_000 }[scale];
    const parser = createFeedParser(10_000);
    context.closing(() => parser.close());
    const paths = hasShared ? manifest().map(({ path }) => join(SHARED, "feeds", path)) : [];
    const own = Buffer.from(feedOf(news(20, 4, random)));
    let late = 0;
    let hangs = 0;
    let crashes = 0;
    let unsound = 0;
    let readable = 0;
    let warm = 0;
    for (let input = 0; input < count; input++) {
      const base =
        paths.length > 0 && random.next() < 0.95 ? readFileSync(random.pick(paths)).subarray(0, 60_000) : own;
      const bytes = mutate(base, random);
      const read = () => parser.parse({ bytes, httpCharset: undefined, base: "https://example.org/", maxItems: 500 });
      let answer = await read();
      // What hangs a parser does so again; what a busy machine held up does not.
      if (!answer.ok && /took longer/.test(answer.why)) {
        late++;
        answer = await read();
      }
      if (answer.ok) {
        readable++;
        unsound += answer.feed.items.filter((item) => !isSound(item)).length;
      } else if (/took longer/.test(answer.why)) hangs++;
      else if (/the parser (?:failed|stopped)/.test(answer.why)) crashes++;
      if (input === Math.floor(count / 2)) {
        globalThis.gc?.();
        warm = process.memoryUsage().rss;
      }
    }
    globalThis.gc?.();
    const growth = (process.memoryUsage().rss - warm) / 1e6;
    const properties = fc.check(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(fc.constantFrom(...TOKENS, "قصف", "a"), { maxLength: 60 }).map((parts) => parts.join("")),
          fc.json(),
        ),
        async (text) => {
          try {
            return (await parseFeed(text, "https://example.org/", 50)).items.every(isSound);
          } catch (error) {
            return error instanceof NotAFeed;
          }
        },
      ),
      { seed: context.seed, numRuns: count },
    );
    const { failed, counterexample } = await properties;
    return figure(
      {
        inputs: count,
        readable,
        hangs,
        "late once": late,
        crashes,
        unsound,
        "RSS +MB": growth,
        properties: failed ? `broken by ${JSON.stringify(counterexample)}` : `${count} hold`,
      },
      // When next to nothing can be read, nothing was tried.
      hangs + crashes + unsound === 0 && readable > count / 10 && growth < 60 && !failed,
    );
  },
};

const matcherFuzz: Scenario = {
  number: 36,
  name: "fuzzing the matcher with the shipped rules",
  bar: "0 throws, every mention is exactly its slice of the text, the same text twice decides alike, < 10 s each (the watchdog waits 30)",
  short: true,
  withinSeconds: 120,
  async run(context) {
    const count = { short: 100, full: 500, long: 5000 }[context.scale];
    const settings = loadSettings({ shipped: "config", environment: {} });
    const rulebook = rulebookOf(settings);
    const words = [
      ...settings.places.slice(0, 300).map(({ name }) => name),
      ...settings.concepts.flatMap(({ forms }) => forms).slice(0, 300),
      ...hostileTitles(30, context.seed),
      "الحدود السورية العراقية",
      "و",
      "ب",
      "ال",
      ".",
      "\n\n",
      "،",
      "\u0640",
      "\u064b",
      "\u200c",
      "2017-07-20",
      "أمس",
      "كم",
    ];
    let longest = 0;
    let mentions = 0;
    const text = fc.oneof(
      { weight: 4, arbitrary: fc.array(fc.constantFrom(...words), { maxLength: 80 }).map((parts) => parts.join(" ")) },
      { weight: 4, arbitrary: fc.string({ unit: "binary", maxLength: 400 }) },
      {
        weight: 1,
        arbitrary: fc.tuple(fc.constantFrom(...words), fc.nat(3000)).map(([word, times]) => `${word} `.repeat(times)),
      },
    );
    const { failed, counterexample, numRuns } = fc.check(
      fc.property(text, text, text, (title, summary, body) => {
        const article = { id: "x", title, summary, body };
        const begun = performance.now();
        const decision = matchArticle(article, rulebook);
        longest = Math.max(longest, performance.now() - begun);
        mentions += decision.mentions.length;
        const sound = decision.mentions.every(
          ({ field, start, end, surface }) => article[field].slice(start, end) === surface,
        );
        return sound && JSON.stringify(matchArticle(article, rulebook)) === JSON.stringify(decision);
      }),
      {
        seed: context.seed,
        numRuns: count,
        // Less than all of them is a failure, too.
        interruptAfterTimeLimit: context.scale === "long" ? 3_600_000 : 240_000,
        markInterruptAsFailure: true,
      },
    );
    return figure(
      {
        articles: numRuns,
        mentions,
        "longest ms": longest,
        holds: failed ? `broken by ${JSON.stringify(counterexample).slice(0, 300)}` : true,
      },
      !failed && numRuns === count && mentions > numRuns && longest < 10_000,
    );
  },
};

export const FUZZ: readonly Scenario[] = [readerFuzz, matcherFuzz];
