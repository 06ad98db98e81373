import { matchArticle } from "../domain/matcher/match-article.ts";
import type { Watchlist } from "../domain/matcher/watchlist.ts";
import { rulebookOf } from "../settings/rulebook-of.ts";
import { readArticles } from "./article-lines.ts";
import { borderOption, withinKmOption } from "./band-options.ts";
import { CommandError, EXIT } from "./exit-codes.ts";
import { withGazetteers } from "./gazetteer-option.ts";
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
    const { mentions, event, matches } = matchArticle(article, rulebook, { publishedAt: article.publishedAt });
    const told = options.all ? matches : matches.filter(({ decision }) => decision !== "none");
    print(JSON.stringify({ id: article.id, mentions, event, matches: told }));
  }
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
    const text = (within.length === 1 ? within[0] : within[i]) ?? DEFAULT_WITHIN;
    const id = `${pair}@${text}`;
    return {
      id,
      title: id,
      severity: "medium",
      channels: [],
      places: [{ border: borderOption(pair), withinKm: withinKmOption(text) }],
      terms: [],
      unless: [],
      severityRules: [],
      examples: { must: [], mustNot: [] },
    };
  });
}
