import { precisionPercent, verdictCountsText } from "../domain/alerts/verdict.ts";
import { alertQueueName } from "../queues/alert-queue.ts";
import { ARTICLE_QUEUE } from "../queues/article-queue.ts";
import { openQueue } from "../queues/bullmq-queue.ts";
import { redisDeadLetters } from "../redis/dead-letters.ts";
import { redisFeedStates } from "../redis/feed-states.ts";
import { redisVerdictBook } from "../redis/verdict-book.ts";
import { paint, print } from "./output.ts";
import { withRunningRedis } from "./redis-option.ts";
import { dataDirectory, settingsOrFail } from "./settings-option.ts";

/** Tells the state of a running Rasid: feeds, queues, dead letters, verdicts. */
export async function statusCommand(options: {
  readonly config?: string;
  readonly data?: string;
  readonly json?: boolean;
}): Promise<void> {
  const settings = settingsOrFail(options.config);
  await withRunningRedis(dataDirectory(options.data), async (redis) => {
    const states = await redisFeedStates(redis).all();
    const names = [ARTICLE_QUEUE, ...settings.channels.map(({ entry }) => alertQueueName(entry.id))];
    const queues = names.map((name) => openQueue(name, redis, () => undefined));
    const depths = await Promise.all(queues.map(async (queue) => ({ queue: queue.name, ...(await queue.depth()) })));
    await Promise.all(queues.map((queue) => queue.close()));
    const deadLetters = await redisDeadLetters(redis, settings.rasid.retention.deadLetters).count();
    const feeds = settings.feeds
      .filter(({ enabled }) => enabled)
      .map(({ id }) => ({ id, ...(states.get(id) ?? { failures: 0, items: 0 }) }));
    const counts = await redisVerdictBook(redis, settings.rasid.retention.sent).counts();
    if (options.json) {
      const judged = [...counts].map(([of, one]) => [of, { ...one, precision: precisionPercent(one) }]);
      const verdicts = Object.fromEntries(judged);
      return print(JSON.stringify({ feeds, queues: depths, deadLetters, verdicts }, null, 2));
    }

    for (const { id, askedAt, okAt, failures, lastError, items } of feeds) {
      const mark = failures > 0 ? paint("red", "✗") : askedAt ? paint("green", "✓") : " ";
      const gave = askedAt ? `${items} items, ${okAt?.slice(0, 16)}` : "not asked yet";
      const told = failures > 0 ? `${failures} failures, ${lastError}` : gave;
      print(`${mark} ${id.padEnd(28)} ${told}`);
    }
    print("");
    for (const { queue, waiting, delayed, active } of depths)
      print(`${queue.padEnd(30)} ${waiting} waiting, ${active} in work, ${delayed} put off`);
    print(`${"dead letters".padEnd(30)} ${deadLetters}${deadLetters > 0 ? "; see `rasid dead list`" : ""}`);
    for (const { id } of settings.watchlists)
      if (counts.has(id)) print(`${id.padEnd(30)} ${verdictCountsText(counts.get(id)!, "en")}`);
  });
}
