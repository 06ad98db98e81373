import type { Redis } from "ioredis";
import type { Alert } from "../domain/alerts/alert.ts";
import { cleanLine } from "../domain/safe-text.ts";
import type { DeadLetter } from "../pipeline/dead-letter.ts";
import type { ArticleBatch } from "../pipeline/poll-ports.ts";
import { shortHash } from "../process/short-hash.ts";
import { openAlertQueues } from "../queues/alert-queue.ts";
import { openArticleQueue } from "../queues/article-queue.ts";
import { redisDeadLetters } from "../redis/dead-letters.ts";
import { CommandError, EXIT, oneOf, print } from "./output.ts";
import { withRunningRedis } from "./redis-option.ts";
import { dataDirectory, settingsOrFail } from "./settings-option.ts";

/** Lists, shows, queues again or drops the jobs that could not be done. */
export async function deadCommand(
  action: string,
  ids: readonly string[],
  { config, data, all, json }: { config?: string; data?: string; all?: boolean; json?: boolean },
): Promise<void> {
  oneOf(["list", "show", "replay", "drop"], action, "dead");
  const { deadLetters } = settingsOrFail(config).rasid.retention;
  await withRunningRedis(dataDirectory(data), async (redis) => {
    const letters = redisDeadLetters(redis, deadLetters);
    const known = await letters.list();
    if (action === "list") {
      if (known.length === 0 && !json) print("No dead letters.");
      for (const letter of known) print(json ? JSON.stringify(letter) : lineOf(letter));
      return;
    }
    if (ids.length === 0 && !all)
      throw new CommandError(`dead ${action}: name a letter by its id, or all with --all`, EXIT.usage);
    const missing = ids.find((id) => !all && !known.some((letter) => letter.id === id));
    if (missing !== undefined) throw new CommandError(`no dead letter ${missing}: see \`rasid dead list\``);
    const chosen = all ? known : ids.map((id) => known.find((letter) => letter.id === id)!);
    if (action === "show") for (const letter of chosen) print(JSON.stringify(letter, null, 2));
    else if (action === "drop")
      for (const { id } of chosen) print((await letters.drop(id)) ? `dropped ${id}` : `${id} was gone`);
    else await replay(redis, chosen, letters.drop);
  });
}

function lineOf({ id, at, about, reason }: DeadLetter): string {
  return `${id}  ${at.slice(0, 16)}  ${cleanLine(about)}\n    ${cleanLine(reason)}`;
}

/** Queues first and drops after, so that a crash in between repeats a letter and loses none. */
async function replay(redis: Redis, letters: readonly DeadLetter[], drop: (id: string) => Promise<unknown>) {
  const ignore = () => undefined;
  // The old job's id may still be known to the queue, which would then ignore the new one.
  const again = Date.now().toString(36);
  const articles = openArticleQueue(redis, (text) => shortHash(`${text}\n${again}`), ignore);
  const alerts = openAlertQueues(redis, ignore, again);
  for (const { id, queue, payload } of letters) {
    if (queue === "articles") await articles.enqueue(payload as ArticleBatch);
    else await alerts.enqueue({ ...(payload as Alert), decidedAt: new Date().toISOString() }, false);
    await drop(id);
    print(`queued ${id} again`);
  }
  await Promise.all([articles.queue.close(), alerts.close()]);
}
