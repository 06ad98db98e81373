import { wordReasons } from "../domain/language/reasons.ts";
import { isOpen, placeInStory, type Story } from "../domain/stories/story.ts";
import { sketchOf } from "../domain/stories/story-sketch.ts";
import { matchArticle } from "../domain/watchlists/match-article.ts";
import { bandWatchlist } from "../domain/watchlists/watchlist.ts";
import { rulebookOf } from "../settings/rulebook-of.ts";
import { decisionLine } from "./decision-line.ts";
import { CommandError, EXIT, print } from "./output.ts";
import { readArticles } from "./read-lines.ts";
import { borderOption, settingsOrFail, withGazetteers, withinKmOption } from "./settings-option.ts";

/** Articles in, decisions out, in the same order. Adds a watchlist for each --border: any event in that band. */
export async function matchCommand(
  file: string,
  options: { config?: string; gazetteer: string[]; border: string[]; within: string[]; all?: boolean },
): Promise<void> {
  const settings = withGazetteers(settingsOrFail(options.config), options.gazetteer);
  const { border, within } = options;
  const counts = `${border.length} --border and ${within.length} --within`;
  if (within.length > 1 && within.length !== border.length)
    throw new CommandError(`${counts}: give one --within for all, or one for each`, EXIT.usage);
  const bands = border.map((pair, i) => {
    const text = (within.length === 1 ? within[0] : within[i]) ?? "50km";
    return bandWatchlist(`${pair}@${text}`, borderOption(pair, settings), withinKmOption(text));
  });
  const rulebook = rulebookOf(settings, [...settings.watchlists, ...bands]);
  for await (const article of readArticles(file)) {
    const decided = matchArticle(article, rulebook, { publishedAt: article.publishedAt });
    const told = options.all ? decided.matches : decided.matches.filter(({ decision }) => decision !== "none");
    print(decisionLine(article.id, decided, told));
  }
}

/** Articles in, in the order of time; out, which story each belongs to and how. */
export async function storiesCommand(file: string, options: { config?: string }): Promise<void> {
  const rulebook = rulebookOf(settingsOrFail(options.config));
  let open: Story[] = [];
  for await (const article of readArticles(file)) {
    const { id, publishedAt } = article;
    const at = Date.parse(publishedAt ?? "");
    const noTime = `${file}: article ${id}: \`publishedAt\` is no time: write it like 2026-11-22T10:00:00Z`;
    if (Number.isNaN(at)) throw new CommandError(noTime);
    const sketch = sketchOf(id, article, matchArticle(article, rulebook, { publishedAt }), rulebook, at);
    const { story, placement } = placeInStory(sketch, open, rulebook.stories);
    const { storyId, relation, changes } = placement;
    const because = wordReasons(placement.because, "en");
    print(JSON.stringify({ id, story: storyId, relation, material: changes.length > 0, because }));
    open = [...open.filter((one) => one.id !== story.id && isOpen(one, { ...sketch, isFollowUp: true })), story];
  }
}
