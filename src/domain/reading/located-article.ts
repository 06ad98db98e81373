import { type ArticleText, FIELDS } from "../article.ts";
import type { Place } from "../gazetteer/place.ts";
import type { ResolvedName, WeighedReading } from "../gazetteer/place-sense.ts";
import type { Worth } from "./concept.ts";
import {
  type Happening,
  type Locus,
  locate,
  mainHappenings,
  type Sign,
  takenToBorder,
  worthOfTitle,
} from "./happening.ts";
import { borderLoci, placeLocus } from "./loci.ts";
import { type Lowering, loweringsIn } from "./lowering.ts";
import type { Mention, PlaceMention } from "./mention.ts";
import type { Position } from "./position.ts";
import { type ReadField, readNames, spanOf } from "./read-article.ts";
import type { ReadingRules } from "./reading-rules.ts";
import { signsIn } from "./signs.ts";

/** What an article says, whoever asks: its names, the signs of events in it, and where each of them happened. */
export interface LocatedArticle {
  readonly fields: readonly ReadField[];
  readonly names: readonly ResolvedName[];
  /** Places and terms, in reading order. */
  readonly mentions: readonly Mention[];
  readonly signs: readonly Sign[];
  readonly loci: readonly Locus[];
  readonly happenings: readonly Happening[];
  /** The happenings that the article is about. */
  readonly main: readonly Happening[];
  /** Its title tells of a match or the like, where words of fighting are figures of speech. */
  readonly isFigurative: boolean;
  /** Its title or lead tells something worth an alert. */
  readonly isEvent: boolean;
  readonly worthOfTitle: Worth | undefined;
  /** What lowers an event that is told there. */
  loweringsAt(position: Position): readonly Lowering[];
  /** Ids of the borders it names. */
  readonly borders: ReadonlySet<string>;
}

/** Reads an article and settles where each event in it happened. `publishedAt`: ISO 8601; `sourceCountry`: ISO code. */
export function locateArticle(
  article: ArticleText,
  rules: ReadingRules,
  publishedAt: string | undefined,
  sourceCountry: string | undefined,
): LocatedArticle {
  const { fields, hits, countries, names } = readNames(article, rules, sourceCountry);
  const places = names.map((name) => placeMention(name, fields[name.candidate.fieldIndex]!));
  const signs = fields
    .flatMap((field, i) => signsIn(field, hits[i]!, places, publishedAt))
    .toSorted((a, b) => inReadingOrder(a.mention, b.mention));
  const lociOfPlaces = names.flatMap(({ candidate: { fieldIndex, from }, readings }, i) => {
    const place = placeOf(readings[0]!);
    return place ? placeLocus(places[i]!, place, fields[fieldIndex]!, from, rules.relevance.origin) : [];
  });
  const loci = [...lociOfPlaces, ...fields.flatMap((field) => borderLoci(field, countries, rules))];
  const happenings = [...locate(signs, loci), ...takenToBorder(signs, loci)];
  return {
    fields,
    names,
    mentions: [...places, ...signs.map(({ mention }) => mention)].toSorted(inReadingOrder),
    signs,
    loci,
    happenings,
    main: mainHappenings(happenings),
    isFigurative: signs.some(({ concept, position }) => position.isTitle && concept?.isFigurative),
    isEvent: signs.some(({ worth, position }) => worth === "alert" && position.isLead),
    worthOfTitle: worthOfTitle(signs),
    loweringsAt: loweringsIn(fields, hits, rules, publishedAt),
    borders: new Set(loci.flatMap(({ border }) => border ?? [])),
  };
}

function inReadingOrder(a: Mention, b: Mention): number {
  return FIELDS.indexOf(a.field) - FIELDS.indexOf(b.field) || a.start - b.start || a.end - b.end;
}

function placeOf({ reading }: WeighedReading): Place | undefined {
  return reading.sense === "place" ? reading.place : undefined;
}

function placeMention({ candidate: { from, to, toponym }, readings }: ResolvedName, field: ReadField): PlaceMention {
  const [best, second] = readings;
  const { reading, confidence, because } = best!;
  const { id: placeId = null, lat = null, lon = null, country = null } = placeOf(best!) ?? {};
  const meant = { name: toponym.name, sense: reading.sense, placeId, lat, lon, country, confidence, because };
  const runnerUp = second && {
    sense: second.reading.sense,
    placeId: placeOf(second)?.id,
    confidence: second.confidence,
  };
  return { kind: "place", ...spanOf(field, from, to), ...meant, ...(runnerUp && { runnerUp }) };
}
