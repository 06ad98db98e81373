import type { ArticleText } from "../article.ts";
import { countriesNamed, stemIn } from "../gazetteer/context.ts";
import type { Place } from "../gazetteer/place.ts";
import type { ArticleFacts, ResolvedName, WeighedReading } from "../gazetteer/place-sense.ts";
import { articleEvent } from "./article-event.ts";
import { borderMentions } from "./border-mention.ts";
import { decideWatchlist } from "./decide-watchlist.ts";
import type { Decision, Mention, PlaceMention, TermMention } from "./decision.ts";
import type { Locus, Lowering, Position, Sign } from "./happening.ts";
import { locate, mainHappenings, takenToBorder, worthOfTitle } from "./happening.ts";
import { loweringsIn } from "./lowering.ts";
import { isOriginOf } from "./origin.ts";
import { precisionOf } from "./precision.ts";
import { type ReadField, spanOf } from "./read-article.ts";
import { readNames } from "./read-names.ts";
import type { Indexed, Rulebook } from "./rulebook.ts";
import type { TermHit } from "./term-index.ts";
import type { ArticleSource, Concept } from "./watchlist.ts";

/** What is known of an article besides its text. */
export interface MatchFacts extends ArticleFacts {
  readonly source?: ArticleSource | undefined;
  /** ISO 8601; tells which actor a name means that changed hands. */
  readonly publishedAt?: string | undefined;
}

/** Decides what every watchlist makes of an article. Pure and deterministic; watchlists with `none` are listed too. */
export function matchArticle(article: ArticleText, rulebook: Rulebook, facts: MatchFacts = {}): Decision {
  const { fields, hits, names } = readNames(article, rulebook, facts);
  const places = names.map((name) => foundName(name, fields[name.candidate.fieldIndex]!));
  const terms = fields.flatMap((field, i) => {
    const isExcepted = exceptedIn(hits[i]!);
    return distinctTerms(hits[i]!.flatMap((hit) => foundTerm(hit, field, i, facts, isExcepted)));
  });
  const found = [...places, ...terms.filter((term) => !isPartOfPlace(term, places))].toSorted(
    (a, b) => a.position.field - b.position.field || a.mention.start - b.mention.start || a.mention.end - b.mention.end,
  );

  const texts = fields.map(({ words }) => words);
  const countries = countriesNamed(texts, rulebook.context);
  const lociOfPlaces = found.flatMap((one, i) => locusOf(one, i, fields, rulebook));
  const loci = [...lociOfPlaces, ...borderLoci(fields, countries, rulebook)];
  const loweringsOf = loweringsIn(fields, hits, rulebook, facts.publishedAt);
  const signs = found.flatMap((one, i) => signOf(one, i, loweringsOf, rulebook));
  const happenings = [...locate(signs, loci), ...takenToBorder(signs, loci)];
  const main = mainHappenings(happenings);
  const located = {
    signs,
    loci,
    happenings,
    main,
    isFigurative: signs.some((one) => one.position.isTitle && rulebook.relevance.isFigurative(one.concept ?? "")),
    isEvent: signs.some(({ worth, position }) => worth === "alert" && position.isLead),
    worthOfTitle: worthOfTitle(signs),
    countries,
    borders: new Set(loci.flatMap(({ pair }) => pair ?? [])),
    source: facts.source ?? {},
  };
  return {
    mentions: found.map(({ mention }) => mention),
    event: articleEvent({ happenings, main, signs, fields, publishedAt: facts.publishedAt }),
    matches: rulebook.watchlists.map((watchlist) => decideWatchlist(watchlist, located)),
  };
}

/** A word that is a place here (نصيب) is no event here. */
function isPartOfPlace({ mention: { field, start, end } }: Found, names: readonly Found[]): boolean {
  return names.some(
    ({ mention: name }) =>
      name.kind === "place" && name.sense === "place" && name.field === field && start >= name.start && end <= name.end,
  );
}

/** A mention with where it stands, and what it is for the decision. */
interface Found {
  readonly mention: Mention;
  readonly position: Position;
  readonly identity?: string;
  readonly name?: ResolvedName;
}

function placeOf({ reading }: WeighedReading): Place | undefined {
  return reading.sense === "place" ? reading.place : undefined;
}

function foundName(name: ResolvedName, field: ReadField): Found {
  const { fieldIndex, from, to, toponym } = name.candidate;
  const [best, second] = name.readings;
  const { reading, confidence, because } = best!;
  const { id: placeId = null, lat = null, lon = null, country = null } = placeOf(best!) ?? {};
  const meant = { name: toponym.name, sense: reading.sense, placeId, lat, lon, country, confidence, because };
  const mention: PlaceMention = { kind: "place", ...spanOf(field, from, to), ...meant };
  const position = positionOf(field, fieldIndex, from);
  if (!second) return { mention, position, name };
  const runnerUp = { sense: second.reading.sense, placeId: placeOf(second)?.id, confidence: second.confidence };
  return { mention: { ...mention, runnerUp }, position, name };
}

function foundTerm(
  { payload, from, to, proclitics }: TermHit<Indexed>,
  field: ReadField,
  fieldIndex: number,
  facts: MatchFacts,
  isExcepted: (concept: Concept, from: number, to: number) => boolean,
): Found[] {
  const told = (name: string, identity: string, more: Pick<TermMention, "concept" | "actor"> = {}): Found[] => {
    const mention: TermMention = { kind: "term", ...spanOf(field, from, to), name, ...more };
    return [{ mention, position: positionOf(field, fieldIndex, from), identity }];
  };
  switch (payload.kind) {
    case "concept":
      // What is likened to an event is none.
      if (proclitics.includes(KA) || isExcepted(payload.concept, from, to)) return [];
      if (payload.beside.size > 0 && !standsBeside(payload.beside, field, from, to)) return [];
      return told(payload.concept.title, `concept:${payload.concept.id}`, { concept: payload.concept.id });
    case "actor": {
      const { id, title, from: since = "", to: until = "9999" } = payload.actor;
      const day = facts.publishedAt?.slice(0, 10);
      return day !== undefined && (day < since || day >= until) ? [] : told(title, `actor:${id}`, { actor: id });
    }
    case "term": {
      const { fields, text } = payload.term;
      return fields && !fields.includes(field.field) ? [] : told(text, payload.key);
    }
    default:
      return [];
  }
}

const KA = "\u0643";

/** Whether words of a concept stand inside a phrase that its `except` lists (تحت السيطرة). */
function exceptedIn(hits: readonly TermHit<Indexed>[]): (concept: Concept, from: number, to: number) => boolean {
  const phrases = hits.flatMap(({ payload, ...span }) => (payload.kind === "except" ? { ...payload, ...span } : []));
  return (concept, from, to) => phrases.some((one) => one.concept === concept && one.from <= from && to <= one.to);
}

/** Whether one of these words stands in the sentence, outside the term itself. */
function standsBeside(wanted: ReadonlySet<string>, { words }: ReadField, from: number, to: number): boolean {
  const { sentence } = words[from]!;
  return words.some((word, i) => word.sentence === sentence && (i < from || i >= to) && stemIn(word, wanted));
}

/** A word may be read with and without a proclitic and so be found twice as the same thing; the longer one is kept. */
function distinctTerms(found: readonly Found[]): Found[] {
  const longestFirst = found.toSorted((a, b) => b.mention.end - b.mention.start - (a.mention.end - a.mention.start));
  const kept: Found[] = [];
  for (const one of longestFirst) {
    const { start, end } = one.mention;
    const twins = kept.filter(({ identity }) => identity === one.identity);
    if (!twins.some(({ mention }) => start < mention.end && mention.start < end)) kept.push(one);
  }
  return kept;
}

function positionOf(field: ReadField, fieldIndex: number, from: number): Position {
  const { sentence, paragraph } = field.words[from]!;
  const isTitle = field.field === "title";
  return {
    field: fieldIndex,
    isTitle,
    isLead: isTitle || field.field === "summary" || (paragraph === 0 && sentence <= LEAD_SENTENCES),
    sentence: `${fieldIndex}/${sentence}`,
    paragraph: `${fieldIndex}/${paragraph}`,
    wordInField: from,
    word: fieldIndex * FIELD_APART + from,
  };
}

/** More words than any field holds. */
const FIELD_APART = 1_000_000;
/** News that comes as one long paragraph has its lead in the first sentences (counted from 0). */
const LEAD_SENTENCES = 1;

function locusOf(found: Found, index: number, fields: readonly ReadField[], rulebook: Rulebook): Locus[] {
  const { position, name } = found;
  const place = name && placeOf(name.readings[0]!);
  if (!place) return [];
  const { start, surface } = found.mention;
  const { confidence } = name.readings[0]!;
  const { words, datelineLength } = fields[position.field]!;
  const isOrigin = start < datelineLength || isOriginOf(words, position.wordInField, rulebook.relevance.origin);
  const precision = precisionOf(place, words, position.wordInField);
  return [{ mention: index, surface, place, confidence, isOrigin, precision, position }];
}

const EXPLICIT_BORDER = 0.9;
const IMPLIED_BORDER = 0.5;

function borderLoci(fields: readonly ReadField[], countries: ReadonlySet<string>, rulebook: Rulebook): Locus[] {
  return fields.flatMap((field, i) => {
    const found = borderMentions(field.words, rulebook.borders, countries, rulebook.context);
    return found.map(({ from, to, pair, isExplicit }) => {
      const confidence = isExplicit ? EXPLICIT_BORDER : IMPLIED_BORDER;
      const { surface } = spanOf(field, from, to);
      return { surface, pair, confidence, isOrigin: false, position: positionOf(field, i, from) };
    });
  });
}

function signOf(
  { mention, position, identity }: Found,
  index: number,
  loweringsOf: (position: Position) => readonly Lowering[],
  rulebook: Rulebook,
): Sign[] {
  if (mention.kind !== "term" || identity === undefined) return [];
  const { surface, concept } = mention;
  const worth = concept ? rulebook.relevance.worthOf(concept) : "nothing";
  const isConsequence = concept !== undefined && rulebook.relevance.isConsequence(concept);
  const lowerings = loweringsOf(position);
  return [{ mention: index, surface, worth, identity, concept, isConsequence, position, lowerings }];
}
