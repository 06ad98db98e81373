import type { ArticleText } from "../article.ts";
import { countriesNamed, stemIn } from "../gazetteer/context.ts";
import type { ArticleFacts, ResolvedName } from "../gazetteer/place-sense.ts";
import { articleEvent } from "./article-event.ts";
import { borderMentions } from "./border-mention.ts";
import { type ArticleSource, decideWatchlist } from "./decide-watchlist.ts";
import type { Decision, Mention, PlaceMention, TermMention } from "./decision.ts";
import {
  type Locus,
  type Lowering,
  locate,
  mainHappenings,
  type Position,
  type Sign,
  takenToBorder,
  worthOfTitle,
} from "./happening.ts";
import { loweringsIn } from "./lowering.ts";
import { isOriginOf } from "./origin.ts";
import { precisionOf } from "./precision.ts";
import { type ReadField, spanOf } from "./read-article.ts";
import { readNames } from "./read-names.ts";
import type { Indexed, Rulebook } from "./rulebook.ts";
import type { TermHit } from "./term-index.ts";
import type { Concept } from "./watchlist.ts";

/** What is known of an article besides its text. */
export interface MatchFacts extends ArticleFacts {
  readonly source?: ArticleSource | undefined;
  /** ISO 8601; tells which actor a name means that changed hands. */
  readonly publishedAt?: string | undefined;
}

/** Decides what every watchlist makes of an article. Pure and deterministic; watchlists with `none` are listed too. */
export function matchArticle(article: ArticleText, rulebook: Rulebook, facts: MatchFacts = {}): Decision {
  const read = readNames(article, rulebook, facts);
  const { fields, hits } = read;
  const found = [
    ...read.names.map((name) => foundName(name, fields[name.candidate.fieldIndex]!)),
    ...fields.flatMap((field, i) =>
      distinctTerms(hits[i]!.flatMap((hit) => foundTerm(hit, field, i, facts, exceptedIn(hits[i]!)))),
    ),
  ]
    .filter((one, _, all) => one.name !== undefined || !isPartOfPlace(one, all))
    .toSorted(
      (a, b) =>
        a.position.field - b.position.field || a.mention.start - b.mention.start || a.mention.end - b.mention.end,
    );

  const countries = countriesNamed(
    fields.map((field) => field.words),
    rulebook.context,
  );
  const loci = [
    ...found.flatMap((one, i) => locusOf(one, i, fields, rulebook)),
    ...borderLoci(fields, countries, rulebook),
  ];
  const loweringsOf = loweringsIn(fields, hits, rulebook, facts.publishedAt);
  const signs = found.flatMap((one, i) => signOf(one, i, loweringsOf, rulebook));
  const happenings = [...locate(signs, loci), ...takenToBorder(signs, loci)];
  const main = mainHappenings(happenings);
  const located = {
    signs,
    loci,
    happenings,
    main,
    isFigurative: signs.some(
      ({ concept, position }) => position.isTitle && concept && rulebook.relevance.isFigurative(concept),
    ),
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
function isPartOfPlace({ mention, position }: Found, all: readonly Found[]): boolean {
  return all.some(
    (other) =>
      other.mention.kind === "place" &&
      other.mention.sense === "place" &&
      other.position.field === position.field &&
      mention.start >= other.mention.start &&
      mention.end <= other.mention.end,
  );
}

/** A mention with where it stands, and what it is for the decision. */
interface Found {
  readonly mention: Mention;
  readonly position: Position;
  readonly identity?: string;
  readonly name?: ResolvedName;
}

function foundName(name: ResolvedName, field: ReadField): Found {
  const { candidate, readings } = name;
  const { fieldIndex, from, to, toponym } = candidate;
  const best = readings[0]!;
  const place = best.reading.sense === "place" ? best.reading.place : undefined;
  const second = readings[1];
  const mention: PlaceMention = {
    kind: "place",
    ...spanOf(field, from, to),
    name: toponym.name,
    sense: best.reading.sense,
    placeId: place?.id ?? null,
    lat: place?.lat ?? null,
    lon: place?.lon ?? null,
    country: place?.country ?? null,
    confidence: best.confidence,
    because: best.because,
    ...(second && {
      runnerUp: {
        sense: second.reading.sense,
        placeId: second.reading.sense === "place" ? second.reading.place.id : undefined,
        confidence: second.confidence,
      },
    }),
  };
  return { mention, position: positionOf(field, fieldIndex, from), name };
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
  const excepted = hits.filter(({ payload }) => payload.kind === "except");
  return (concept, from, to) =>
    excepted.some(
      (hit) => hit.payload.kind === "except" && hit.payload.concept === concept && hit.from <= from && to <= hit.to,
    );
}

/** Whether one of these words stands in the sentence, outside the term itself. */
function standsBeside(wanted: ReadonlySet<string>, { words }: ReadField, from: number, to: number): boolean {
  const { sentence } = words[from]!;
  return words.some(
    (word, i) => word.sentence === sentence && (i < from || i >= to) && stemIn(word, wanted) !== undefined,
  );
}

/** A word may be read with and without a proclitic and so be found twice as the same thing; the longer one is kept. */
function distinctTerms(found: readonly Found[]): Found[] {
  const longestFirst = found.toSorted((a, b) => b.mention.end - b.mention.start - (a.mention.end - a.mention.start));
  const kept: Found[] = [];
  for (const one of longestFirst) {
    const isTwin = kept.some(
      (other) =>
        other.identity === one.identity &&
        one.mention.start < other.mention.end &&
        other.mention.start < one.mention.end,
    );
    if (!isTwin) kept.push(one);
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

function locusOf(
  { mention, position, name }: Found,
  index: number,
  fields: readonly ReadField[],
  rulebook: Rulebook,
): Locus[] {
  if (mention.kind !== "place" || !name) return [];
  const { reading } = name.readings[0]!;
  if (reading.sense !== "place") return [];
  const { words, datelineLength } = fields[position.field]!;
  const isOrigin = mention.start < datelineLength || isOriginOf(words, position.wordInField, rulebook.relevance.origin);
  return [
    {
      mention: index,
      surface: mention.surface,
      place: reading.place,
      confidence: mention.confidence,
      isOrigin,
      precision: precisionOf(reading.place, words, position.wordInField),
      position,
    },
  ];
}

const EXPLICIT_BORDER = 0.9;
const IMPLIED_BORDER = 0.5;

function borderLoci(fields: readonly ReadField[], countries: ReadonlySet<string>, rulebook: Rulebook): Locus[] {
  return fields.flatMap((field, i) =>
    borderMentions(field.words, rulebook.borders, countries, rulebook.context).map(
      ({ from, to, pair, isExplicit }) => ({
        surface: spanOf(field, from, to).surface,
        pair,
        confidence: isExplicit ? EXPLICIT_BORDER : IMPLIED_BORDER,
        isOrigin: false,
        position: positionOf(field, i, from),
      }),
    ),
  );
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
