import { cleanLine, isolate, shorten } from "../domain/event/safe-text.ts";
import type { FeedItem } from "../domain/feed-item.ts";
import { createFeedParser } from "../feeds/deadline-thread.ts";
import { createGuardedFetch } from "../feeds/guarded-fetch.ts";
import { httpFeedSource } from "../feeds/http-feed-source.ts";
import type { FeedAnswer } from "../pipeline/ports.ts";
import { feedRequest, fetchLimits } from "../settings/fetch-settings.ts";
import type { ConfiguredFeed, Settings } from "../settings/settings.ts";
import { CommandError, EXIT } from "./exit-codes.ts";
import { paint, print } from "./output.ts";
import { settingsOrFail } from "./settings-option.ts";

export interface FeedsCheckOptions {
  readonly config?: string;
  /** Also ask those that are off, and say which could be switched on. */
  readonly propose?: boolean;
  readonly json?: boolean;
}

interface Checked {
  readonly feed: ConfiguredFeed;
  readonly answer: FeedAnswer;
}

const AT_ONCE = 8;

/** Asks feeds once and tells what each of them gives; nothing is queued or remembered. Returns the exit code. */
export async function feedsCheckCommand(ids: readonly string[], options: FeedsCheckOptions): Promise<number> {
  const settings = settingsOrFail(options.config);
  const unknown = ids.find((id) => !settings.feeds.some((feed) => feed.id === id));
  if (unknown !== undefined) throw new CommandError(`no feed ${unknown} in feeds.yaml`, EXIT.usage);
  const chosen = settings.feeds.filter((feed) =>
    ids.length > 0 ? ids.includes(feed.id) : feed.enabled || options.propose,
  );
  const checked = await askAll(chosen, settings, (one) => {
    if (!options.json) print(line(one));
  });
  if (options.json) for (const one of checked) print(JSON.stringify(facts(one)));
  else printSummary(checked, options.propose ?? false);
  return checked.some(({ feed, answer }) => feed.enabled && answer.outcome === "failed") ? EXIT.problem : EXIT.ok;
}

async function askAll(
  feeds: readonly ConfiguredFeed[],
  settings: Settings,
  onAnswer: (checked: Checked) => void,
): Promise<Checked[]> {
  const { fetch: limits, polling } = settings.rasid;
  const fetch = createGuardedFetch(fetchLimits(limits));
  const parser = createFeedParser(limits.parseTimeout);
  const byId = new Map(feeds.map((feed) => [feed.id, feed]));
  const source = httpFeedSource({
    fetch,
    parser,
    maxItems: polling.maxItems,
    now: () => new Date(),
    requestFor(id) {
      const feed = byId.get(id);
      return feed && feedRequest(feed, limits);
    },
  });
  const waiting = [...feeds];
  const checked: Checked[] = [];
  const signal = new AbortController().signal;
  async function worker(): Promise<void> {
    for (let feed = waiting.shift(); feed; feed = waiting.shift()) {
      const one = {
        feed,
        answer: await source.ask({ id: feed.id, title: feed.title, source: feed.source }, undefined, signal),
      };
      checked.push(one);
      onAnswer(one);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await parser.close();
  await fetch.close();
  return checked;
}

function facts({ feed, answer }: Checked) {
  const found = answer.outcome === "items" ? itemFacts(answer) : answer;
  return { id: feed.id, enabled: feed.enabled, ...found };
}

function itemFacts({ outcome, items, stage, charset, leftOut, movedTo }: Extract<FeedAnswer, { outcome: "items" }>) {
  return {
    outcome,
    items: items.length,
    leftOut,
    newest: newest(items),
    withId: items.filter(({ guid }) => guid !== "").length,
    withDate: items.filter(({ publishedAt }) => publishedAt !== "").length,
    charset,
    stage,
    movedTo,
  };
}

function newest(items: readonly FeedItem[]): string | undefined {
  return (
    items
      .map(({ publishedAt }) => publishedAt)
      .toSorted()
      .at(-1) || undefined
  );
}

function line({ feed, answer }: Checked): string {
  const name = feed.id.padEnd(28);
  if (answer.outcome === "failed") return `${paint("red", "✗")} ${name} ${answer.code}: ${answer.why}`;
  if (answer.outcome === "unchanged") return `${paint("green", "✓")} ${name} unchanged`;
  const { items, newest: date, withId, withDate, charset, stage, movedTo } = itemFacts(answer);
  const sample = answer.items[0]?.title;
  const parts = [
    `${items} items`,
    `newest ${date?.slice(0, 16) ?? "undated"}`,
    `${withId} with id`,
    `${withDate} dated`,
    charset,
    stage,
  ];
  const moved = movedTo ? `\n    moved for good to ${movedTo}: correct it in feeds.yaml` : "";
  const quote = sample ? `\n    ${isolate(shorten(cleanLine(sample), 90))}` : "";
  return `${items > 0 ? paint("green", "✓") : paint("yellow", "?")} ${name} ${parts.join(", ")}${moved}${quote}`;
}

function printSummary(checked: readonly Checked[], propose: boolean): void {
  const works = ({ answer }: Checked) => answer.outcome === "items" && answer.items.length > 0;
  print(`\n${checked.filter(works).length} of ${checked.length} feeds give articles.`);
  if (!propose) return;
  const ready = checked.filter((one) => !one.feed.enabled && works(one));
  if (ready.length === 0) {
    print("None of the feeds that are off could be switched on.");
    return;
  }
  print("These are off and could be switched on; in your own feeds.yaml:\n\nfeeds:");
  for (const { feed } of ready) print(`  - id: ${feed.id}\n    enabled: true`);
}
