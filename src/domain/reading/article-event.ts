import { compareWorth } from "./concept.ts";
import { eventDateIn } from "./event-date.ts";
import type { Happening, Precision } from "./happening.ts";
import type { LocatedArticle } from "./located-article.ts";
import type { Span } from "./mention.ts";
import type { ReadField } from "./read-article.ts";
import { spanOf } from "./read-article.ts";

/** What happened, when and where, as far as the article says. */
export interface ArticleEvent {
  readonly concepts: readonly string[];
  readonly date?: string | undefined; // "2017-07-19"
  readonly dateBasis?: string | undefined; // the words that say so
  readonly dateSpan?: Span | undefined; // and where they stand
  readonly placeId?: string | undefined;
  readonly precision?: Precision | undefined;
}

/** The event that an article is about. What the text does not say is absent. */
export function eventOf(
  { signs, happenings, main, fields }: LocatedArticle,
  publishedAt: string | undefined,
): ArticleEvent {
  const worthwhile = signs.filter(({ worth }) => worth !== "nothing");
  const best = main.toSorted((a, b) => compareWorth(b.sign.worth, a.sign.worth))[0];
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
    if (!found) continue;
    const dateSpan = spanOf(field, found.from, found.to);
    return { date: found.date, dateBasis: dateSpan.surface, dateSpan };
  }
  return {};
}
