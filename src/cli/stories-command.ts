import { isOpen, placeInStory, type Story } from "../domain/event/story.ts";
import { sketchOf } from "../domain/event/story-sketch.ts";
import { matchArticle } from "../domain/matcher/match-article.ts";
import { rulebookOf } from "../settings/rulebook-of.ts";
import { CommandError, print } from "./output.ts";
import { readArticles } from "./read-lines.ts";
import { settingsOrFail } from "./settings-option.ts";

/** Articles as JSON Lines in, in the order of time; out, which story each belongs to and how. */
export async function storiesCommand(file: string, options: { readonly config?: string }): Promise<void> {
  const rulebook = rulebookOf(settingsOrFail(options.config));
  let open: Story[] = [];
  for await (const article of readArticles(file)) {
    const { id, publishedAt } = article;
    const at = Date.parse(publishedAt ?? "");
    const noTime = `${file}: article ${id}: \`publishedAt\` is no time: write it like 2026-11-22T10:00:00Z`;
    if (Number.isNaN(at)) throw new CommandError(noTime);
    const decision = matchArticle(article, rulebook, { publishedAt });
    const sketch = sketchOf(id, article, decision, rulebook, at);
    const { story, placement } = placeInStory(sketch, open, rulebook.storyWeights);
    const { storyId, relation, changes, because } = placement;
    print(JSON.stringify({ id, story: storyId, relation, material: changes.length > 0, because }));
    open = [...open.filter((one) => one.id !== story.id && isOpen(one, { ...sketch, isFollowUp: true })), story];
  }
}
