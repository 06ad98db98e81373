import type { ArticleText } from "../article.ts";
import type { Place } from "../gazetteer/place.ts";
import {
  type ArticleFacts,
  type Candidate,
  type ResolvedName,
  resolveNames,
} from "../gazetteer/place-sense.ts";
import type { ArticleEvent, Decision, Match, Mention, PlaceMention } from "./decision.ts";
import { type ReadField, readArticle, spanOf } from "./read-article.ts";
import type { CompiledWatchlist, Indexed, Rulebook } from "./rulebook.ts";
import type { TermHit } from "./term-index.ts";

/** Above this a place is certain enough to alert; above the second, to be reviewed. */
const CERTAIN = 0.6;
const PLAUSIBLE = 0.3;

interface Found {
  readonly mention: Mention;
  readonly fieldIndex: number;
  /** Paragraphs are counted over the whole article; the title, the summary and the first paragraph are one lead. */
  readonly paragraph: number;
  readonly identity?: string;
  readonly place?: Place;
}

/** An article with every term found in it and every name resolved. */
export interface ReadNames {
  readonly fields: readonly ReadField[];
  readonly hits: readonly (readonly TermHit<Indexed>[])[];
  readonly names: readonly ResolvedName[];
}

/** Finds every term of the rulebook in an article, in one pass, and settles what each name means. */
export function readNames(article: ArticleText, rulebook: Rulebook, facts: ArticleFacts = {}): ReadNames {
  const fields = readArticle(article);
  const hits = fields.map((field) => rulebook.index.find(field.words));
  const candidates = fields.flatMap((field, i) => candidatesIn(field, i, hits[i]!));
  const words = fields.map((field) => field.words);
  return {
    fields,
    hits,
    names: resolveNames(candidates, words, rulebook.context, rulebook.senseWeights, facts),
  };
}

/** Decides what every watchlist makes of an article. Pure and deterministic; watchlists with `none` are listed too. */
export function matchArticle(article: ArticleText, rulebook: Rulebook, facts: ArticleFacts = {}): Decision {
  const { fields, hits, names } = readNames(article, rulebook, facts);

  const found = [
    ...names.map((name) => foundName(name, fields[name.candidate.fieldIndex]!)),
    ...fields.flatMap((field, i) => hits[i]!.flatMap((hit) => foundTerm(hit, field, i))),
  ].toSorted(
    (a, b) =>
      a.fieldIndex - b.fieldIndex || a.mention.start - b.mention.start || a.mention.end - b.mention.end,
  );
  const distinct = found.filter((one, i) => !found.slice(0, i).some((other) => isSameTerm(one, other)));

  return {
    mentions: distinct.map(({ mention }) => mention),
    event: eventOf(distinct),
    matches: rulebook.watchlists.map((watchlist) => matchWatchlist(watchlist, distinct)),
  };
}

/** The toponyms of a field; of overlapping ones the longest is kept (وادي الوعر, not الوعر inside it). */
function candidatesIn(field: ReadField, fieldIndex: number, hits: readonly TermHit<Indexed>[]): Candidate[] {
  const named = hits.flatMap((hit) =>
    hit.payload.kind === "toponym" ? [{ hit, toponym: hit.payload.toponym }] : [],
  );
  const longestFirst = named.toSorted(
    (a, b) =>
      b.hit.to - b.hit.from - (a.hit.to - a.hit.from) ||
      a.hit.from - b.hit.from ||
      a.hit.proclitics.length - b.hit.proclitics.length,
  );
  const kept: typeof named = [];
  for (const one of longestFirst) {
    if (!kept.some((other) => one.hit.from < other.hit.to && other.hit.from < one.hit.to)) kept.push(one);
  }
  return kept
    .toSorted((a, b) => a.hit.from - b.hit.from)
    .map(({ hit: { from, to, preposition, articleAdded }, toponym }) => {
      const { commonness } = toponym;
      return {
        words: field.words,
        from,
        to,
        preposition,
        articleAdded,
        toponym,
        commonness,
        fieldIndex,
        inTitle: field.field === "title",
      };
    });
}

function foundName({ candidate, readings }: ResolvedName, field: ReadField): Found {
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
  return { mention, fieldIndex, paragraph: paragraphOf(field, fieldIndex, from), ...(place && { place }) };
}

function foundTerm(hit: TermHit<Indexed>, field: ReadField, fieldIndex: number): Found[] {
  const { payload, from, to } = hit;
  if (payload.kind === "toponym") return [];
  const paragraph = paragraphOf(field, fieldIndex, from);
  const span = spanOf(field, from, to);
  if (payload.kind === "concept") {
    const { id, title } = payload.concept;
    return [
      {
        mention: { kind: "term", ...span, name: title, concept: id },
        fieldIndex,
        paragraph,
        identity: `concept:${id}`,
      },
    ];
  }
  const { fields, text } = payload.term;
  if (fields && !fields.includes(field.field)) return [];
  return [{ mention: { kind: "term", ...span, name: text }, fieldIndex, paragraph, identity: payload.key }];
}

const LEAD = 0;

function paragraphOf(field: ReadField, fieldIndex: number, from: number): number {
  const { paragraph } = field.words[from]!;
  return field.field !== "body" || paragraph === 0 ? LEAD : fieldIndex * 10_000 + paragraph;
}

/** A word may be read with and without a proclitic and so be found twice as the same thing. */
function isSameTerm(a: Found, b: Found): boolean {
  return (
    a.mention.kind === "term" &&
    b.mention.kind === "term" &&
    a.identity === b.identity &&
    a.fieldIndex === b.fieldIndex &&
    a.mention.start < b.mention.end &&
    b.mention.start < a.mention.end
  );
}

function eventOf(found: readonly Found[]): ArticleEvent {
  const concepts = new Set(
    found.flatMap(({ mention }) => (mention.kind === "term" && mention.concept ? [mention.concept] : [])),
  );
  const lead = found.find(
    ({ place, mention }) => place && mention.kind === "place" && mention.confidence >= CERTAIN,
  );
  return { concepts: [...concepts], ...(lead?.place && { placeId: lead.place.id }) };
}

function matchWatchlist(compiled: CompiledWatchlist, found: readonly Found[]): Match {
  const { watchlist } = compiled;
  const answer = (
    decision: Match["decision"],
    score: number,
    evidence: number[],
    because: string[],
  ): Match => {
    return { watchlist: watchlist.id, decision, severity: watchlist.severity, score, evidence, because };
  };

  const veto = found.findIndex((one) => one.identity !== undefined && compiled.unless.has(one.identity));
  if (veto >= 0) return answer("none", 0, [veto], [`"${found[veto]!.mention.surface}" is under \`unless\``]);

  const places = found.flatMap((one, i) => {
    const reason = one.place && compiled.placeReason(one.place);
    return reason && one.mention.kind === "place"
      ? [{ one, i, reason, confidence: one.mention.confidence }]
      : [];
  });
  if (places.length === 0) return answer("none", 0, [], ["no place of the watchlist"]);

  const wantsAny = compiled.wanted.size === 0;
  const terms = found.flatMap((one, i) => {
    const wanted =
      one.identity !== undefined &&
      (wantsAny ? one.identity.startsWith("concept:") : compiled.wanted.has(one.identity));
    return wanted ? [{ one, i }] : [];
  });
  const pairs = places.flatMap((place) => {
    const beside = terms.filter(({ one }) => one.paragraph === place.one.paragraph);
    return beside.map((term) => ({ place, term }));
  });
  const best = pairs.toSorted((a, b) => b.place.confidence - a.place.confidence || a.place.i - b.place.i)[0];
  if (!best) {
    const evidence = places.map(({ i }) => i);
    return answer("none", 0, evidence, [
      wantsAny ? "nothing happens in its paragraph" : "no term of the watchlist in the same paragraph",
    ]);
  }

  const { place, term } = best;
  const { confidence } = place;
  const decision = confidence >= CERTAIN ? "alert" : confidence >= PLAUSIBLE ? "review" : "none";
  const evidence = [...new Set([place.i, term.i, ...pairs.flatMap((pair) => [pair.place.i, pair.term.i])])];
  const because = [
    `"${place.one.mention.surface}" is ${place.one.place!.latin}: ${place.reason}`,
    ...(place.one.mention.kind === "place" ? place.one.mention.because : []),
    `"${term.one.mention.surface}" in the same paragraph`,
  ];
  return answer(decision, confidence, evidence, because);
}
