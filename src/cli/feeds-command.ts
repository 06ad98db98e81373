import { cleanLine, isolate, shorten } from "../domain/event/safe-text.ts";
import { createFeedParser } from "../feeds/deadline-thread.ts";
import { createGuardedFetch } from "../feeds/guarded-fetch.ts";
import { httpFeedSource } from "../feeds/http-feed-source.ts";
import type { FeedAnswer } from "../pipeline/ports.ts";
import { feedRequest, fetchLimits } from "../settings/fetch-settings.ts";
import type { ConfiguredFeed, Settings } from "../settings/settings.ts";
import { CommandError, EXIT, paint, print } from "./output.ts";
import { settingsOrFail } from "./settings-option.ts";

interface Checked {
  readonly feed: ConfiguredFeed;
  readonly answer: FeedAnswer;
}

const AT_ONCE = 8;

/**
 * Asks feeds once and tells what each of them gives; nothing is queued or remembered. `propose` also asks those that
 * are off, and says which could be switched on. Sets the exit code.
 */
export async function feedsCheckCommand(
  ids: readonly string[],
  options: { readonly config?: string; readonly propose?: boolean; readonly json?: boolean },
): Promise<void> {
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
  if (checked.some(({ feed, answer }) => feed.enabled && answer.outcome === "failed")) process.exitCode = EXIT.problem;
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
  const requestFor = (id: string) => feedRequest(byId.get(id)!, limits);
  const source = httpFeedSource({ fetch, parser, maxItems: polling.maxItems, now: () => new Date(), requestFor });
  const waiting = [...feeds];
  const checked: Checked[] = [];
  const signal = new AbortController().signal;
  async function worker(): Promise<void> {
    for (let feed = waiting.shift(); feed; feed = waiting.shift()) {
      const one = { feed, answer: await source.ask(feed, undefined, signal) };
      checked.push(one);
      onAnswer(one);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await parser.close();
  await fetch.close();
  return checked;
}

function facts({ feed: { id, enabled }, answer }: Checked) {
  return { id, enabled, ...(answer.outcome === "items" ? itemFacts(answer) : answer) };
}

function itemFacts({ outcome, items, stage, charset, leftOut, movedTo }: Extract<FeedAnswer, { outcome: "items" }>) {
  return {
    outcome,
    items: items.length,
    leftOut,
    newest: items.map(({ publishedAt }) => publishedAt).reduce((a, b) => (a > b ? a : b), "") || undefined,
    withId: items.filter(({ guid }) => guid !== "").length,
    withDate: items.filter(({ publishedAt }) => publishedAt !== "").length,
    charset,
    stage,
    movedTo,
  };
}

function line({ feed, answer }: Checked): string {
  const name = feed.id.padEnd(28);
  if (answer.outcome === "failed") return `${paint("red", "✗")} ${name} ${answer.code}: ${answer.why}`;
  if (answer.outcome === "unchanged") return `${paint("green", "✓")} ${name} unchanged`;
  const { items, newest = "undated", withId, withDate, charset, stage, movedTo } = itemFacts(answer);
  const sample = answer.items[0]?.title;
  const counts = `${items} items, newest ${newest.slice(0, 16)}, ${withId} with id, ${withDate} dated`;
  const moved = movedTo ? `\n    moved for good to ${movedTo}: correct it in feeds.yaml` : "";
  const quote = sample ? `\n    ${isolate(shorten(cleanLine(sample), 90))}` : "";
  return `${items > 0 ? paint("green", "✓") : paint("yellow", "?")} ${name} ${counts}, ${charset}, ${stage}${moved}${quote}`;
}

function printSummary(checked: readonly Checked[], propose: boolean): void {
  const works = ({ answer }: Checked) => answer.outcome === "items" && answer.items.length > 0;
  print(`\n${checked.filter(works).length} of ${checked.length} feeds give articles.`);
  if (!propose) return;
  const ready = checked.filter((one) => !one.feed.enabled && works(one));
  const some = "These are off and could be switched on; in your own feeds.yaml:\n\nfeeds:";
  print(ready.length > 0 ? some : "None of the feeds that are off could be switched on.");
  for (const { feed } of ready) print(`  - id: ${feed.id}\n    enabled: true`);
}
