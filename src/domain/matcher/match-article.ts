import { type ArticleText, FIELDS } from "../article.ts";
import { eventDateIn } from "../event/event-date.ts";
import { stemIn } from "../gazetteer/context.ts";
import type { Place } from "../gazetteer/place.ts";
import type { ResolvedName, WeighedReading } from "../gazetteer/place-sense.ts";
import { decideWatchlist } from "./decide-watchlist.ts";
import type { ArticleEvent, Decision, Mention, PlaceMention, TermMention } from "./decision.ts";
import { type Happening, locate, mainHappenings, type Sign, takenToBorder, worthOfTitle } from "./happening.ts";
import { borderLoci, placeLocus } from "./loci.ts";
import { loweringsIn } from "./lowering.ts";
import { positionOf, type ReadField, readNames, spanOf } from "./read-article.ts";
import { compareWorth } from "./relevance.ts";
import type { Indexed, Rulebook } from "./rulebook.ts";
import type { TermHit } from "./term-index.ts";
import { type ArticleSource, termIdentity } from "./watchlist.ts";

/** What is known of an article besides its text. */
export interface MatchFacts {
  readonly source?: ArticleSource | undefined;
  /** ISO 8601; tells which actor a name means that changed hands. */
  readonly publishedAt?: string | undefined;
}

/** Decides what every watchlist makes of an article. Pure and deterministic; watchlists with `none` are listed too. */
export function matchArticle(article: ArticleText, rulebook: Rulebook, facts: MatchFacts = {}): Decision {
  const located = locateArticle(article, rulebook, facts);
  const event = eventOf(located, facts.publishedAt);
  const matches = rulebook.watchlists.map((watchlist) => decideWatchlist(watchlist, located));
  return { mentions: located.mentions, event, matches };
}

/** An article as far as watchlists need it. */
export type LocatedArticle = Readonly<ReturnType<typeof locateArticle>>;

function locateArticle(article: ArticleText, rulebook: Rulebook, { source = {}, publishedAt }: MatchFacts) {
  const { relevance } = rulebook;
  const { fields, hits, countries, names } = readNames(article, rulebook, source.country);
  const places = names.map((name) => placeMention(name, fields[name.candidate.fieldIndex]!));
  const signs = fields
    .flatMap((field, i) => distinct(hits[i]!.flatMap((hit) => signOf(hit, field, hits[i]!, rulebook, publishedAt))))
    .filter(({ mention }) => !isPartOfPlace(mention, places))
    .toSorted((a, b) => inReadingOrder(a.mention, b.mention));

  const lociOfPlaces = names.flatMap(({ candidate: { fieldIndex, from }, readings }, i) => {
    const place = placeOf(readings[0]!);
    return place ? placeLocus(places[i]!, place, fields[fieldIndex]!, from, relevance.origin) : [];
  });
  const loci = [...lociOfPlaces, ...fields.flatMap((field) => borderLoci(field, countries, rulebook))];
  const happenings = [...locate(signs, loci), ...takenToBorder(signs, loci)];
  const mentions = [...places, ...signs.map(({ mention }) => mention)].toSorted(inReadingOrder);
  return {
    fields,
    mentions,
    /** The position of each mention. */
    numberOf: new Map<Mention, number>(mentions.map((mention, i) => [mention, i])),
    signs,
    loci,
    happenings,
    /** The happenings that the article is about. */
    main: mainHappenings(happenings),
    /** Its title tells of a match or the like, where words of fighting are figures of speech. */
    isFigurative: signs.some((one) => one.position.isTitle && relevance.figurative.includes(one.mention.concept ?? "")),
    /** Its title or lead tells something worth an alert. */
    isEvent: signs.some(({ worth, position }) => worth === "alert" && position.isLead),
    worthOfTitle: worthOfTitle(signs),
    loweringsAt: loweringsIn(fields, hits, rulebook, publishedAt),
    borders: new Set(loci.flatMap(({ pair }) => pair ?? [])),
    source,
  };
}

/** The event that an article is about. What the text does not say is absent. */
function eventOf({ signs, happenings, main, fields }: LocatedArticle, publishedAt: string | undefined): ArticleEvent {
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

function inReadingOrder(a: Mention, b: Mention): number {
  return FIELDS.indexOf(a.field) - FIELDS.indexOf(b.field) || a.start - b.start || a.end - b.end;
}

/** A word that is a place here (نصيب) is no event here. */
function isPartOfPlace({ field, start, end }: TermMention, places: readonly PlaceMention[]): boolean {
  return places.some(
    (name) => name.sense === "place" && name.field === field && start >= name.start && end <= name.end,
  );
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

/** What a term that was found means here, if anything. */
function signOf(
  hit: TermHit<Indexed>,
  field: ReadField,
  hits: readonly TermHit<Indexed>[],
  { relevance }: Rulebook,
  publishedAt: string | undefined,
): Sign[] {
  const { payload, from, to } = hit;
  const told = (identity: string, named: Pick<TermMention, "name" | "concept" | "actor">) => {
    const mention: TermMention = { kind: "term", ...spanOf(field, from, to), ...named };
    const worth = named.concept === undefined ? "nothing" : relevance.worthOf(named.concept);
    const isConsequence = relevance.consequences.includes(named.concept ?? "");
    return [{ mention, worth, identity, isConsequence, position: positionOf(field, from) }];
  };
  if (payload.kind === "concept") {
    const { id: concept, title: name } = payload.concept;
    const isMeant = !isExcepted(hit, hits) && standsBeside(payload.beside, field, from, to);
    return isMeant ? told(termIdentity({ concept }), { name, concept }) : [];
  }
  if (payload.kind === "actor") {
    const { id: actor, title: name, from: since = "", to: until = "9999" } = payload.actor;
    const day = publishedAt?.slice(0, 10);
    return day !== undefined && (day < since || day >= until) ? [] : told(termIdentity({ actor }), { name, actor });
  }
  if (payload.kind !== "term") return [];
  const { fields, text: name } = payload.term;
  return fields && !fields.includes(field.field) ? [] : told(payload.key, { name });
}

const KA = "\u0643";

/** Whether words of a concept are no event: something is likened to it, or its `except` lists the phrase (تحت السيطرة). */
function isExcepted({ payload, from, to, proclitics }: TermHit<Indexed>, hits: readonly TermHit<Indexed>[]): boolean {
  if (payload.kind !== "concept" || proclitics.includes(KA)) return true;
  const isPhrase = (other: Indexed) => other.kind === "except" && other.concept === payload.concept;
  return hits.some((one) => one.from <= from && to <= one.to && isPhrase(one.payload));
}

/** Whether one of these words stands in the sentence, outside the term itself; none are asked for when it is empty. */
function standsBeside(wanted: ReadonlySet<string>, { words }: ReadField, from: number, to: number): boolean {
  const { sentence } = words[from]!;
  const isWanted = (i: number) => words[i]!.sentence === sentence && (i < from || i >= to) && stemIn(words[i], wanted);
  return wanted.size === 0 || words.some((_, i) => isWanted(i));
}

/** A word may be read with and without a proclitic and so be found twice as the same thing; the longer one is kept. */
function distinct(signs: readonly Sign[]): Sign[] {
  const length = ({ mention: { start, end } }: Sign) => end - start;
  const kept: Sign[] = [];
  for (const one of signs.toSorted((a, b) => length(b) - length(a))) {
    const { start, end } = one.mention;
    const twins = kept.filter(({ identity }) => identity === one.identity);
    if (!twins.some(({ mention }) => start < mention.end && mention.start < end)) kept.push(one);
  }
  return kept;
}
