import { fold } from "../domain/arabic/fold.ts";
import { matchArticle } from "../domain/matcher/match-article.ts";
import type { Watchlist } from "../domain/matcher/watchlist.ts";
import { readLargeGazetteer } from "../settings/large-gazetteer.ts";
import { rulebookOf } from "../settings/rulebook-of.ts";
import type { Settings } from "../settings/settings.ts";
import { BORDERS } from "../settings/watchlist-file.ts";
import { readArticles } from "./article-lines.ts";
import { CommandError, EXIT } from "./exit-codes.ts";
import { print } from "./output.ts";
import { settingsOrFail } from "./settings-option.ts";

export interface MatchOptions {
  readonly config?: string;
  readonly border: readonly string[];
  readonly within: readonly string[];
  readonly gazetteer: readonly string[];
  readonly all?: boolean;
}

/** Articles as JSON Lines in, decisions as JSON Lines out, in the same order. */
export async function matchCommand(file: string, options: MatchOptions): Promise<void> {
  const settings = withGazetteers(settingsOrFail(options.config), options.gazetteer);
  const rulebook = rulebookOf(settings, [...settings.watchlists, ...adHocWatchlists(options)]);
  for await (const article of readArticles(file)) {
    const { mentions, event, matches } = matchArticle(article, rulebook, {
      publishedAt: article.publishedAt,
    });
    const told = options.all ? matches : matches.filter(({ decision }) => decision !== "none");
    print(JSON.stringify({ id: article.id, mentions, event, matches: told }));
  }
}

/** The settings with the places of large gazetteers beside the curated ones. */
export function withGazetteers(settings: Settings, files: readonly string[]): Settings {
  let { places, senses } = settings;
  const { heads, weakHeads, organisations, givenNames, sportWords, eventWords, countries } = settings.context;
  const notPlaces = [
    ...settings.commonWords,
    ...heads.map(({ noun }) => noun),
    ...[weakHeads, organisations, givenNames, sportWords, eventWords].flat(),
    ...countries.flatMap(({ names, adjectives }) => [...names, ...adjectives]),
  ];
  for (const file of files) {
    try {
      const large = readLargeGazetteer(file, places, notPlaces);
      places = [...places, ...large.places];
      const described = new Set(senses.map(({ name }) => fold(name)));
      senses = [...senses, ...large.senses.filter(({ name }) => !described.has(name))];
    } catch (error) {
      throw new CommandError(`--gazetteer: ${(error as Error).message}`);
    }
  }
  return { ...settings, places, senses };
}

const DEFAULT_WITHIN = "50km";

/** One watchlist a --border, named like SY-IQ@50km: any event in that band. */
function adHocWatchlists({ border, within }: MatchOptions): Watchlist[] {
  if (within.length > 1 && within.length !== border.length)
    throw new CommandError(
      `${border.length} --border and ${within.length} --within: give one --within for all, or one for each`,
      EXIT.usage,
    );
  return border.map((pair, i) => {
    if (!(BORDERS as readonly string[]).includes(pair))
      throw new CommandError(`no border ${pair}: use one of ${BORDERS.join(", ")}`, EXIT.usage);
    const text = (within.length === 1 ? within[0] : within[i]) ?? DEFAULT_WITHIN;
    const found = /^(\d+(?:\.\d+)?)km$/.exec(text);
    if (!found) throw new CommandError(`--within ${text} is not a distance: write it like 50km`, EXIT.usage);
    const id = `${pair}@${text}`;
    return {
      id,
      title: id,
      severity: "medium",
      channels: [],
      places: [{ border: pair, withinKm: Number(found[1]) }],
      terms: [],
      unless: [],
      severityRules: [],
      examples: { must: [], mustNot: [] },
    };
  });
}
