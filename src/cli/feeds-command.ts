import { cleanLine, isolate, shorten } from "../domain/safe-text.ts";
import type { FeedAnswer } from "../pipeline/poll-ports.ts";
import { feedRequest, fetchLimits } from "../settings/fetch-settings.ts";
import { createFeedParser } from "../sources/feed/feed-parser.ts";
import { httpFeedSource } from "../sources/feed/http-feed-source.ts";
import { createGuardedFetch } from "../sources/guarded-fetch.ts";
import { CommandError, EXIT, paint, print } from "./output.ts";
import { settingsOrFail } from "./settings-option.ts";

const AT_ONCE = 8;
const PROPOSAL = "These are off and could be switched on; in your own feeds.yaml:\n\nfeeds:";

/** Asks feeds once, queues nothing, tells what each gives; `propose`: also those that are off. Sets the exit code. */
export async function feedsCheckCommand(
  ids: readonly string[],
  { config, propose, json }: { config?: string; propose?: boolean; json?: boolean },
): Promise<void> {
  const { feeds, rasid } = settingsOrFail(config);
  const unknown = ids.find((id) => !feeds.some((feed) => feed.id === id));
  if (unknown !== undefined) throw new CommandError(`no feed ${unknown} in feeds.yaml`, EXIT.usage);
  const fetch = createGuardedFetch(fetchLimits(rasid.fetch));
  const parser = createFeedParser(rasid.fetch.parseTimeout);
  const requestFor = (asked: string) => feedRequest(feeds.find(({ id }) => id === asked)!, rasid.fetch);
  const { maxItems } = rasid.polling;
  const source = httpFeedSource({ fetch, parser, maxItems, now: () => new Date(), requestFor });
  const signal = new AbortController().signal;

  const works: { readonly id: string; readonly enabled: boolean }[] = [];
  const chosen = feeds.filter(({ id, enabled }) => (ids.length > 0 ? ids.includes(id) : enabled || propose));
  const waiting = [...chosen];
  async function worker(): Promise<void> {
    for (let feed = waiting.shift(); feed; feed = waiting.shift()) {
      const answer = await source.ask(feed, undefined, signal);
      const { id, enabled } = feed;
      if (answer.outcome === "items" && answer.items.length > 0) works.push(feed);
      if (answer.outcome === "failed" && enabled) process.exitCode = EXIT.problem;
      const facts = answer.outcome === "items" ? itemFacts(answer) : answer;
      print(json ? JSON.stringify({ id, enabled, ...facts }) : line(id, answer));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await parser.close();
  await fetch.close();
  if (json) return;
  print(`\n${works.length} of ${chosen.length} feeds give articles.`);
  if (!propose) return;
  const ready = works.filter(({ enabled }) => !enabled);
  print(ready.length > 0 ? PROPOSAL : "None of the feeds that are off could be switched on.");
  for (const { id } of ready) print(`  - id: ${id}\n    enabled: true`);
}

function itemFacts({ outcome, items, stage, charset, leftOut, movedTo }: Extract<FeedAnswer, { outcome: "items" }>) {
  const dates = items.flatMap(({ publishedAt }) => publishedAt || []).toSorted();
  const withId = items.filter(({ guid }) => guid !== "").length;
  const counts = { items: items.length, leftOut, newest: dates.at(-1), withId, withDate: dates.length };
  return { outcome, ...counts, charset, stage, movedTo };
}

function line(id: string, answer: FeedAnswer): string {
  const name = id.padEnd(28);
  if (answer.outcome === "failed") return `${paint("red", "✗")} ${name} ${answer.code}: ${answer.why}`;
  if (answer.outcome === "unchanged") return `${paint("green", "✓")} ${name} unchanged`;
  const { items, newest = "undated", withId, withDate, charset, stage, movedTo } = itemFacts(answer);
  const sample = answer.items[0]?.title;
  const counts = `${items} items, newest ${newest.slice(0, 16)}, ${withId} with id, ${withDate} dated`;
  const moved = movedTo ? `\n    moved for good to ${movedTo}: correct it in feeds.yaml` : "";
  const quote = sample ? `\n    ${isolate(shorten(cleanLine(sample), 90))}` : "";
  return `${items > 0 ? paint("green", "✓") : paint("yellow", "?")} ${name} ${counts}, ${charset}, ${stage}${moved}${quote}`;
}
