import { eventDateIn } from "../event/event-date.ts";
import type { ArticleEvent } from "./decision.ts";
import { type Happening, type Sign, worthiest } from "./happening.ts";
import { type ReadField, spanOf } from "./read-article.ts";

interface EventParts {
  readonly happenings: readonly Happening[];
  /** Those that the article is about. */
  readonly main: readonly Happening[];
  readonly signs: readonly Sign[];
  readonly fields: readonly ReadField[];
  readonly publishedAt?: string | undefined;
}

/** The event that an article is about. What the text does not say is absent. */
export function articleEvent({ happenings, main: ofArticle, signs, fields, publishedAt }: EventParts): ArticleEvent {
  const concepts = new Set(signs.flatMap(({ concept, worth }) => (concept && worth !== "nothing" ? [concept] : [])));
  const main = worthiest(ofArticle);
  const place = main?.locus?.place;
  return {
    concepts: [...concepts],
    ...(publishedAt !== undefined && main && dateOf(main, happenings, fields, publishedAt)),
    ...(place && { placeId: place.id, precision: main.locus!.precision }),
  };
}

/** The date of the main happening's sentence, else of the first sentence that tells the same place's events with a date. */
function dateOf(
  main: Happening,
  happenings: readonly Happening[],
  fields: readonly ReadField[],
  publishedAt: string,
): Pick<ArticleEvent, "date" | "dateBasis" | "dateSpan"> {
  const placeId = main.locus?.place?.id;
  const samePlace = happenings.filter(
    ({ sign, locus }) => sign.worth === "alert" && placeId !== undefined && locus?.place?.id === placeId,
  );
  for (const { sign } of [main, ...samePlace]) {
    const field = fields[sign.position.field]!;
    const { sentence } = field.words[sign.position.wordInField]!;
    const from = field.words.findIndex((word) => word.sentence === sentence);
    const to = field.words.findLastIndex((word) => word.sentence === sentence) + 1;
    const found = eventDateIn(field.words, from, to, publishedAt);
    if (!found) continue;
    const dateSpan = spanOf(field, found.from, found.to);
    return { date: found.date, dateBasis: dateSpan.surface, dateSpan };
  }
  return {};
}
