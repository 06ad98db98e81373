import { eventDateIn } from "../event/event-date.ts";
import type { LocatedArticle } from "./decide-watchlist.ts";
import type { ArticleEvent } from "./decision.ts";
import { type Happening, worthiest } from "./happening.ts";
import { type ReadField, spanOf } from "./read-article.ts";

/** The event that an article is about. What the text does not say is absent. */
export function articleEvent(
  { signs, happenings, main }: LocatedArticle,
  fields: readonly ReadField[],
  publishedAt: string | undefined,
): ArticleEvent {
  const worthwhile = signs.filter(({ worth }) => worth !== "nothing");
  const best = worthiest(main);
  const { place, precision } = best?.locus ?? {};
  return {
    concepts: [...new Set(worthwhile.flatMap(({ mention }) => mention.concept ?? []))],
    ...(publishedAt !== undefined && best && dateOf(best, happenings, fields, publishedAt)),
    ...(place && { placeId: place.id, precision }),
  };
}

/** The date of the main happening's sentence, else of the first sentence that tells the same place's events with a date. */
function dateOf(main: Happening, happenings: readonly Happening[], fields: readonly ReadField[], publishedAt: string) {
  const placeId = main.locus?.place?.id;
  const samePlace = happenings.filter(
    ({ sign, locus }) => sign.worth === "alert" && placeId !== undefined && locus?.place?.id === placeId,
  );
  for (const { sign } of [main, ...samePlace]) {
    const field = fields[sign.position.field]!;
    const { sentence } = field.words[sign.position.word]!;
    const from = field.words.findIndex((word) => word.sentence === sentence);
    const to = field.words.findLastIndex((word) => word.sentence === sentence) + 1;
    const found = eventDateIn(field.words, from, to, publishedAt);
    if (found) return { date: found.date, dateBasis: spanOf(field, found.from, found.to).surface };
  }
  return {};
}
