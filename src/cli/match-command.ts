import { matchArticle } from "../domain/matcher/match-article.ts";
import { bandWatchlist, type Watchlist } from "../domain/matcher/watchlist.ts";
import { rulebookOf } from "../settings/rulebook-of.ts";
import { CommandError, EXIT, print } from "./output.ts";
import { borderOption, withGazetteers, withinKmOption } from "./place-options.ts";
import { readArticles } from "./read-lines.ts";
import { settingsOrFail } from "./settings-option.ts";

/** Articles as JSON Lines in, decisions as JSON Lines out, in the same order. */
export async function matchCommand(
  file: string,
  options: Readonly<{ config?: string; gazetteer: string[]; border: string[]; within: string[]; all?: boolean }>,
): Promise<void> {
  const settings = withGazetteers(settingsOrFail(options.config), options.gazetteer);
  const rulebook = rulebookOf(settings, [...settings.watchlists, ...adHocWatchlists(options.border, options.within)]);
  for await (const article of readArticles(file)) {
    const { mentions, event, matches } = matchArticle(article, rulebook, { publishedAt: article.publishedAt });
    const told = options.all ? matches : matches.filter(({ decision }) => decision !== "none");
    print(JSON.stringify({ id: article.id, mentions, event, matches: told }));
  }
}

/** One watchlist a --border, named like SY-IQ@50km: any event in that band. */
function adHocWatchlists(border: readonly string[], within: readonly string[]): Watchlist[] {
  const counts = `${border.length} --border and ${within.length} --within`;
  if (within.length > 1 && within.length !== border.length)
    throw new CommandError(`${counts}: give one --within for all, or one for each`, EXIT.usage);
  return border.map((pair, i) => {
    const text = (within.length === 1 ? within[0] : within[i]) ?? "50km";
    return bandWatchlist(`${pair}@${text}`, borderOption(pair), withinKmOption(text));
  });
}
