import { randomBytes } from "node:crypto";
import { userInfo } from "node:os";
import { cleanLine } from "../domain/event/safe-text.ts";
import type { Silence } from "../domain/event/silence.ts";
import { redisSilences } from "../redis/silences.ts";
import { duration } from "../settings/units.ts";
import { CommandError, EXIT, oneOf, print } from "./output.ts";
import { withRunningRedis } from "./redis-option.ts";
import { dataDirectory, settingsOrFail } from "./settings-option.ts";

const NAMED = ["watchlist", "place", "concept", "channel", "feed"] as const;

export interface SilenceOptions extends Partial<Record<(typeof NAMED)[number], string>> {
  readonly config?: string;
  readonly data?: string;
  readonly for?: string;
  readonly by?: string;
  readonly reason?: string;
  readonly json?: boolean;
}

/** Lists, adds or ends what is not to be told for a while. */
export async function silenceCommand(action: string, ids: readonly string[], options: SilenceOptions): Promise<void> {
  oneOf(["list", "add", "drop"], action, "silence");
  const added = action === "add" ? silenceOf(options) : undefined;
  await withRunningRedis(dataDirectory(options.data), async (redis) => {
    const silences = redisSilences(redis, () => new Date());
    if (added) {
      await silences.add(added);
      return print(lineOf(added));
    }
    if (action === "drop") {
      if (ids.length === 0) throw new CommandError("silence drop: name a silence by its id", EXIT.usage);
      for (const id of ids) print((await silences.drop(id)) ? `ended ${id}` : `no silence ${id}`);
      return;
    }
    const all = await silences.all();
    for (const one of all) print(options.json ? JSON.stringify(one) : lineOf(one));
    if (all.length === 0 && !options.json) print("No silences.");
  });
}

function silenceOf(options: SilenceOptions): Silence {
  const { watchlist, place, concept, channel, feed, by = userInfo().username, reason = "" } = options;
  const what = { watchlist, place, concept, channel, feed };
  if (Object.values(what).every((one) => one === undefined))
    throw new CommandError(`silence add: say what: ${NAMED.map((name) => `--${name}`).join(", ")}`, EXIT.usage);
  if (reason === "") throw new CommandError("silence add: say why with --reason", EXIT.usage);
  const length = duration("1m", "90d").safeParse(options.for);
  if (!length.success) throw new CommandError(`--for: ${length.error.issues[0]?.message}`, EXIT.usage);
  const { watchlists, channels, feeds, places, concepts } = settingsOrFail(options.config);
  const known = {
    watchlist: watchlists,
    place: places,
    concept: concepts,
    feed: feeds,
    channel: channels.map(({ entry }) => entry),
  };
  for (const name of NAMED)
    if (what[name] !== undefined && !known[name].some(({ id }) => id === what[name]))
      throw new CommandError(`--${name} ${what[name]}: there is none with this id`, EXIT.usage);
  const until = new Date(Date.now() + length.data).toISOString();
  return { id: randomBytes(4).toString("hex"), ...what, by: cleanLine(by), reason: cleanLine(reason), until };
}

function lineOf(silence: Silence): string {
  const what = NAMED.flatMap((name) => (silence[name] === undefined ? [] : [`${name} ${silence[name]}`])).join(", ");
  const ended = Date.parse(silence.until) <= Date.now() ? "ended" : "until";
  return `${silence.id}  ${ended} ${silence.until.slice(0, 16)}  ${what}  (${silence.by}: ${silence.reason})`;
}
