import type { Redis } from "ioredis";
import type { Alert } from "../domain/event/alert.ts";
import { cleanLine } from "../domain/event/safe-text.ts";
import type { ArticleBatch, DeadLetter } from "../pipeline/ports.ts";
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
  options: { readonly config?: string; readonly data?: string; readonly all?: boolean; readonly json?: boolean },
): Promise<void> {
  oneOf(["list", "show", "replay", "drop"], action, "dead");
  const settings = settingsOrFail(options.config);
  await withRunningRedis(dataDirectory(options.data), async (redis) => {
    const letters = redisDeadLetters(redis, settings.rasid.retention.deadLetters);
    const all = await letters.list();
    if (action === "list") return list(all, options.json ?? false);
    const chosen = options.all ? all : ids.map((id) => find(all, id));
    if (chosen.length === 0 && !options.all)
      throw new CommandError(`dead ${action}: name a letter by its id, or all with --all`, EXIT.usage);
    if (action === "show") for (const letter of chosen) print(JSON.stringify(letter, null, 2));
    else if (action === "drop")
      for (const { id } of chosen) print((await letters.drop(id)) ? `dropped ${id}` : `${id} was gone`);
    else await replay(redis, chosen, letters.drop);
  });
}

function list(letters: readonly DeadLetter[], json: boolean): void {
  if (json) for (const letter of letters) print(JSON.stringify(letter));
  else if (letters.length === 0) print("No dead letters.");
  else
    for (const { id, at, about, reason } of letters)
      print(`${id}  ${at.slice(0, 16)}  ${cleanLine(about)}\n    ${cleanLine(reason)}`);
}

function find(letters: readonly DeadLetter[], id: string): DeadLetter {
  const found = letters.find((letter) => letter.id === id);
  if (!found) throw new CommandError(`no dead letter ${id}: see \`rasid dead list\``);
  return found;
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
