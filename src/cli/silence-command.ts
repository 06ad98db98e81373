import { randomBytes } from "node:crypto";
import { userInfo } from "node:os";
import { SILENCED, type Silence } from "../domain/alerts/silence.ts";
import { cleanLine } from "../domain/safe-text.ts";
import { redisSilences } from "../redis/silences.ts";
import { duration } from "../settings/units.ts";
import { CommandError, EXIT, oneOf, print } from "./output.ts";
import { withRunningRedis } from "./redis-option.ts";
import { dataDirectory, settingsOrFail } from "./settings-option.ts";

type SilenceOptions = Partial<
  Record<(typeof SILENCED)[number] | "config" | "data" | "for" | "by" | "reason", string> & { json: boolean }
>;

/** Lists, adds or ends what is not to be told for a while. */
export async function silenceCommand(action: string, ids: readonly string[], options: SilenceOptions): Promise<void> {
  oneOf(["list", "add", "drop"], action, "silence");
  const added = action === "add" ? silenceOf(options) : undefined;
  await withRunningRedis(dataDirectory(options.data), async (redis) => {
    const silences = redisSilences(redis, () => new Date());
    if (added) {
      await silences.add(added);
      print(lineOf(added));
    } else if (action === "drop") {
      if (ids.length === 0) throw new CommandError("silence drop: name a silence by its id", EXIT.usage);
      for (const id of ids) print((await silences.drop(id)) ? `ended ${id}` : `no silence ${id}`);
    } else {
      const all = await silences.all();
      if (all.length === 0 && !options.json) print("No silences.");
      for (const one of all) print(options.json ? JSON.stringify(one) : lineOf(one));
    }
  });
}

function silenceOf(options: SilenceOptions): Silence {
  const refuse = (why: string) => new CommandError(why, EXIT.usage);
  const length = duration("1m", "90d").safeParse(options.for);
  if (!length.success) throw refuse(`--for: ${length.error.issues[0]?.message}`);
  if (!options.reason) throw refuse("silence add: say why with --reason");
  const named = SILENCED.filter((what) => options[what] !== undefined);
  if (named.length === 0) throw refuse(`silence add: say what: ${SILENCED.map((what) => `--${what}`).join(", ")}`);
  const { watchlists, channels, feeds, places, concepts } = settingsOrFail(options.config);
  const entries = channels.map(({ entry }) => entry);
  const known = { watchlist: watchlists, place: places, concept: concepts, feed: feeds, channel: entries };
  const unknown = named.find((what) => !known[what].some(({ id }) => id === options[what]));
  if (unknown) throw refuse(`--${unknown} ${options[unknown]}: there is none with this id`);
  return {
    ...Object.fromEntries(named.map((what) => [what, options[what]])),
    id: randomBytes(4).toString("hex"),
    by: cleanLine(options.by ?? userInfo().username),
    reason: cleanLine(options.reason),
    until: new Date(Date.now() + length.data).toISOString(),
  };
}

function lineOf(silence: Silence): string {
  const what = SILENCED.flatMap((one) => (silence[one] === undefined ? [] : [`${one} ${silence[one]}`])).join(", ");
  const ended = Date.parse(silence.until) <= Date.now() ? "ended" : "until";
  return `${silence.id}  ${ended} ${silence.until.slice(0, 16)}  ${what}  (${silence.by}: ${silence.reason})`;
}
