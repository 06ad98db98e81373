import { AL, WA, YA } from "../arabic/letters.ts";
import type { Word } from "../arabic/words.ts";
import type { Findings } from "../weighing.ts";
import { type Context, stemIn, stemsOf } from "./context.ts";
import type { Cue, NameReading, Place, Toponym } from "./place.ts";
import type { SenseFeature } from "./sense-features.ts";

/** A name found in one field of an article: words[from, to). */
export interface Candidate {
  readonly toponym: Toponym;
  readonly words: readonly Word[];
  readonly from: number;
  readonly to: number;
  /** bi-, li- or ka- is joined to its front. */
  readonly preposition: boolean;
  readonly articleAdded: boolean;
  /** Position among the fields of the article, from 0. */
  readonly fieldIndex: number;
  readonly inTitle: boolean;
}

/** How many words count as "nearby". */
const NEARBY_WORDS = 12;
const COORDINATION_WORDS = 4;
const ANNOUNCED = /head|-after$|^(?:after-place|place-cue-before)$/;

/** Adds what the words directly around a name say about one of its readings. */
export function addLocalEvidence(
  at: Candidate,
  reading: NameReading,
  context: Context,
  found: Findings<SenseFeature>,
): void {
  addCues(at, reading, found);
  const isPlace = reading.sense === "place";
  if (isPlace) addPlaceEvidence(at, reading.place, context, found);
  if (isPlace || reading.sense === "person") addPerson(at, context, found, isPlace);
  if (isPlace || reading.sense === "other-name") addOrganisation(at, context, found, isPlace);
  if (isPlace || reading.sense === "word") addAdjective(at, context, found, isPlace);
}

function addPlaceEvidence(
  at: Candidate,
  { kind, country }: Place,
  context: Context,
  found: Findings<SenseFeature>,
): void {
  addHead(at, kind, context, found);
  addFollower(at, country, context, found);
  const isUnannounced = /[CD]/.test(at.toponym.commonness) && !found.has(ANNOUNCED);
  // As written: with the article taken off, الآلي would be إلى.
  const before = at.words[at.from - 1]?.text ?? "";
  if ([before, before.replace(/^[\u0648\u0641]/, "")].some((text) => context.locatives.has(text)))
    found.add("locative", { id: "locative" });
  else if (at.preposition) found.add("preposition", { id: "preposition" });
  if (isUnannounced) found.add("no-announcement", { id: "unannounced" });
  if (wordNearby(at, context.eventWords)) found.add("event-nearby", { id: "event-nearby" });
}

function addCues(at: Candidate, { cues, sense }: NameReading, found: Findings<SenseFeature>): void {
  const kind = sense === "place" ? "place" : "word";
  const before = cues.before.find((cue) => endsWith(at.words, at.from, cue));
  if (before) found.add(`${kind}-cue-before`, { id: "stands-before", word: before.written });
  const after = cues.after.find((cue) => beginsWith(at.words, at.to, cue));
  if (after) found.add(`${kind}-cue-after`, { id: "follows", word: after.written });
  const near = cues.near.filter((cue) => nearby(at, (i) => beginsWith(at.words, i, cue))).slice(0, 3);
  if (near.length > 0)
    found.add(`${kind}-cue-near`, { id: "near", words: near.map(({ written }) => written) }, near.length);
}

function addHead(at: Candidate, kind: string, context: Context, found: Findings<SenseFeature>): void {
  const before = joinedBefore(at);
  const head = stemIn(before, context.headKinds) ? before : headOfCoordination(at, context);
  if (!head) {
    if (before && stemIn(before, context.weakHeads))
      found.add("weak-head", { id: "stands-before", word: before.written });
    return;
  }
  const kinds = context.headKinds.get(stemIn(head, context.headKinds)!)!;
  const word = head.written;
  if (kinds.has(kind)) found.add("head-of-kind", { id: "announces", word });
  else if (kinds.has("any")) found.add("head-of-any", { id: "announces", word });
  else {
    const isConflict = kinds.has("quarter") || kind === "quarter";
    found.add(isConflict ? "head-conflict" : "head-of-other-kind", { id: "announces-other-kind", word, kind });
  }
}

function addFollower(at: Candidate, country: string, context: Context, found: Findings<SenseFeature>): void {
  const next = joinedAfter(at);
  if (!next) return;
  const because = { id: "follows", word: next.written } as const;
  const adjective = next.text.startsWith(AL) && stemIn(next, context.countryOfAdjective);
  const isOwn = adjective && context.countryOfAdjective.get(adjective) === country;
  if (context.afterPlace.has(next.text)) found.add("after-place", because);
  else if (adjective) found.add(isOwn ? "own-country-after" : "other-country-after", because);
}

/** A head noun before the names that a name is coordinated with: مدينتي "البوكمال" و"الميادين". */
function headOfCoordination({ words, from }: Candidate, { headKinds }: Context): Word | undefined {
  const { text, sentence } = words[from]!;
  if (!text.startsWith(WA)) return undefined;
  const before = words.slice(Math.max(0, from - COORDINATION_WORDS), Math.max(0, from - 1));
  return before.findLast((word) => word.sentence === sentence && stemIn(word, headKinds));
}

function addPerson(at: Candidate, context: Context, found: Findings<SenseFeature>, isPlace: boolean): void {
  const before = joinedBefore(at);
  // Looked up as written: with "wa-" taken off, "and from the tribe" would turn into a title.
  const title = isPlace ? "person-before" : "person-announced";
  if (before && context.beforePerson.has(before.text)) found.add(title, { id: "person-before", word: before.written });
  else if (before && isGivenName(before, context) && !at.preposition)
    found.add(isPlace ? "given-name-before" : "given-name-announced", {
      id: "given-name-before",
      word: before.written,
    });
  const next = joinedAfter(at);
  if (next && (SON.has(next.text) || isGivenName(next, context)))
    found.add(isPlace ? "name-after-place" : "name-after", { id: "name-after", word: next.written });
}

const SON = new Set(["\u0628\u0646", "\u0627\u0628\u0646", "\u0628\u0646\u062A"]);

function isGivenName(word: Word, context: Context): boolean {
  return context.givenNames.has(word.text) && !word.endsInMaqsura;
}

function addOrganisation(at: Candidate, context: Context, found: Findings<SenseFeature>, isPlace: boolean): void {
  const head = joinedBefore(at);
  const feature = isPlace ? "organisation-before-place" : "organisation-before";
  if (head && stemIn(head, context.organisations))
    found.add(feature, { id: "organisation-before", word: head.written });
  const ofSport = wordNearby(at, context.sportWords);
  if (ofSport)
    found.add(isPlace ? "sport-nearby-place" : "sport-nearby", { id: "sport-nearby", word: ofSport.written });
}

/** A noun before a name that agrees with it makes the name its adjective: الطريق الوعر, أجهزة حديثة. */
function addAdjective(at: Candidate, context: Context, found: Findings<SenseFeature>, isPlace: boolean): void {
  const before = joinedBefore(at);
  const name = at.words[at.from]!;
  if (!before || at.to - at.from > 1 || at.articleAdded || at.preposition) return;
  const isDefinite = stemsOf(before).some((stem) => stem.startsWith(AL) && stem.length > 4);
  const areFeminine = !name.text.startsWith(WA) && FEMININE.test(name.text) && FEMININE.test(before.text);
  const isBare = areFeminine && !isDefinite && /[CD]/.test(at.toponym.commonness);
  const agrees = name.text.startsWith(AL) ? isDefinite : isBare;
  if (!agrees || context.locatives.has(before.text)) return;
  const { headKinds, countryOfName, beforePerson } = context;
  if ([headKinds, countryOfName, beforePerson].some((words) => stemIn(before, words))) return;
  found.add(isPlace ? "adjective-not-place" : "adjective-agrees", { id: "agrees", word: before.written });
}

const FEMININE = /(?:\u0647|\u0627\u062A)$/;

/** The first word nearby, outside the name, at whose position something holds. */
function nearby(at: Candidate, holds: (position: number) => boolean): Word | undefined {
  const last = Math.min(at.words.length, at.to + NEARBY_WORDS);
  for (let i = Math.max(0, at.from - NEARBY_WORDS); i < last; i++)
    if ((i < at.from || i >= at.to) && holds(i)) return at.words[i];
  return undefined;
}

function wordNearby(at: Candidate, wanted: ReadonlySet<string>): Word | undefined {
  return nearby(at, (i) => stemIn(at.words[i], wanted) !== undefined);
}

/** The word directly before a name, in one phrase with it. */
function joinedBefore({ words, from }: Candidate): Word | undefined {
  const before = words[from - 1];
  return before?.gap === "joined" ? before : undefined;
}

function joinedAfter({ words, to }: Candidate): Word | undefined {
  return words[to - 1]!.gap === "joined" ? words[to] : undefined;
}

/** Whether the words from `from` on are a cue, proclitics on its first word allowed. */
export function beginsWith(words: readonly Word[], from: number, cue: Cue): boolean {
  const first = cue.words[0]!;
  const word = words[from];
  // Most words are ruled out without taking them apart.
  if (!word?.text.endsWith(first.slice(2)) || !stemsOf(word).includes(first)) return false;
  // على is no علي.
  if (word.endsInMaqsura && cue.written.endsWith(YA)) return false;
  return cue.words.every((part, i) => i === 0 || words[from + i]?.text === part);
}

function endsWith(words: readonly Word[], to: number, cue: Cue): boolean {
  const isApart = /sentence|paragraph/.test(words[to - 1]?.gap ?? "sentence");
  return !isApart && to >= cue.words.length && beginsWith(words, to - cue.words.length, cue);
}
