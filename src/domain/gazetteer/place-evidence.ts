import type { Word } from "../arabic/words.ts";
import { type Context, stemIn, stemsOf } from "./context.ts";
import type { Cue, NameReading, Place, Toponym } from "./place.ts";
import type { Findings, SenseFeature } from "./sense-features.ts";

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
const WA = "\u0648";
const YA = "\u064A";
const AL = "\u0627\u0644";
const ANNOUNCED = /head|-after$|^(?:after-place|place-cue-before)$/;

/** Adds what the words directly around a name say about one of its readings. */
export function addLocalEvidence(at: Candidate, reading: NameReading, context: Context, found: Findings): void {
  addCues(at, reading, found);
  if (reading.sense === "place") addPlaceEvidence(at, reading.place, context, found);
  else if (reading.sense === "person")
    addPerson(at, context, found, "person-announced", "given-name-announced", "name-after");
  else if (reading.sense === "word") addAdjective(at, context, found, "adjective-agrees");
  else addOrganisation(at, context, found, "organisation-before", "sport-nearby");
}

function addPlaceEvidence(at: Candidate, { kind, country }: Place, context: Context, found: Findings): void {
  addHead(at, kind, context, found);
  addFollower(at, country, context, found);
  const isUnannounced = isWordToo(at) && !found.has(ANNOUNCED);
  if (isLocative(at.words[at.from - 1], context)) found.add("locative", "a preposition of place before it");
  else if (at.preposition) found.add("preposition", "a preposition is joined to it");
  if (isUnannounced) found.add("no-announcement", "nothing beside it announces a place");
  if (wordNearby(at, context.eventWords)) found.add("event-nearby", "words of an event or a border nearby");
  addPerson(at, context, found, "person-before", "given-name-before", "name-after-place");
  addOrganisation(at, context, found, "organisation-before-place", "sport-nearby-place");
  addAdjective(at, context, found, "adjective-not-place");
}

function addCues(at: Candidate, { cues, sense }: NameReading, found: Findings): void {
  const kind = sense === "place" ? "place" : "word";
  const before = cues.before.find((cue) => endsWith(at.words, at.from, cue));
  if (before) found.add(`${kind}-cue-before`, `"${before.written}" stands before it`);
  const after = cues.after.find((cue) => beginsWith(at.words, at.to, cue));
  if (after) found.add(`${kind}-cue-after`, `"${after.written}" follows it`);
  const near = cues.near.filter((cue) => nearby(at, (i) => beginsWith(at.words, i, cue))).slice(0, 3);
  if (near.length > 0) found.add(`${kind}-cue-near`, `near ${quotedCues(near)}`, near.length);
}

function isWordToo({ toponym: { commonness } }: Candidate): boolean {
  return commonness === "C" || commonness === "D";
}

/** With the article taken off, الآلي would be إلى. */
function isLocative(word: Word | undefined, { locatives }: Context): boolean {
  return word !== undefined && (locatives.has(word.text) || locatives.has(word.text.replace(/^[\u0648\u0641]/, "")));
}

function addHead(at: Candidate, kind: string, context: Context, found: Findings): void {
  const head = headBefore(at, context);
  const before = joinedBefore(at);
  if (!head) {
    if (before && stemIn(before, context.weakHeads)) found.add("weak-head", `"${before.written}" stands before it`);
    return;
  }
  const kinds = context.headKinds.get(stemIn(head, context.headKinds)!)!;
  const because = `"${head.written}" announces it`;
  const isConflict = kinds.has("quarter") || kind === "quarter";
  if (kinds.has(kind)) found.add("head-of-kind", because);
  else if (kinds.has("any")) found.add("head-of-any", because);
  else
    found.add(
      isConflict ? "head-conflict" : "head-of-other-kind",
      `"${head.written}" announces another kind of place than a ${kind}`,
    );
}

function addFollower(at: Candidate, country: string, context: Context, found: Findings): void {
  const next = joinedAfter(at);
  if (!next) return;
  const because = `"${next.written}" follows it`;
  const adjective = next.text.startsWith(AL) && stemIn(next, context.countryOfAdjective);
  const isOwn = adjective && context.countryOfAdjective.get(adjective) === country;
  if (context.afterPlace.has(next.text)) found.add("after-place", because);
  else if (adjective) found.add(isOwn ? "own-country-after" : "other-country-after", because);
}

/** A head noun before the name, also across the names it is coordinated with: مدينتي "البوكمال" و"الميادين". */
function headBefore(at: Candidate, { headKinds }: Context): Word | undefined {
  const direct = joinedBefore(at);
  if (stemIn(direct, headKinds)) return direct;
  const name = at.words[at.from]!;
  if (!name.text.startsWith(WA)) return undefined;
  for (let back = 2; back <= COORDINATION_WORDS; back++) {
    const word = at.words[at.from - back];
    if (word?.sentence !== name.sentence) return undefined;
    if (stemIn(word, headKinds)) return word;
  }
  return undefined;
}

function addPerson(
  at: Candidate,
  context: Context,
  found: Findings,
  ...[title, given, after]: readonly [SenseFeature, SenseFeature, SenseFeature]
): void {
  const before = joinedBefore(at);
  // Looked up as written: with "wa-" taken off, "and from the tribe" would turn into a title.
  if (before && context.beforePerson.has(before.text))
    found.add(title, `"${before.written}" makes it a person's or family's name`);
  else if (before && isGivenName(before, context) && !at.preposition)
    found.add(given, `"${before.written}" before it is a given name`);
  const next = joinedAfter(at);
  if (next && (SON.has(next.text) || isGivenName(next, context)))
    found.add(after, `"${next.written}" after it belongs to a person's name`);
}

const SON = new Set(["\u0628\u0646", "\u0627\u0628\u0646", "\u0628\u0646\u062A"]);

function isGivenName(word: Word, context: Context): boolean {
  return context.givenNames.has(word.text) && !word.endsInMaqsura;
}

function addOrganisation(
  at: Candidate,
  context: Context,
  found: Findings,
  ...[before, sport]: readonly [SenseFeature, SenseFeature]
): void {
  const head = joinedBefore(at);
  if (head && stemIn(head, context.organisations))
    found.add(before, `"${head.written}" before it names something else`);
  const ofSport = wordNearby(at, context.sportWords);
  if (ofSport) found.add(sport, `"${ofSport.written}" nearby is of sport`);
}

/** A noun before a name that agrees with it makes the name its adjective: الطريق الوعر, أجهزة حديثة. */
function addAdjective(at: Candidate, context: Context, found: Findings, feature: SenseFeature): void {
  const before = joinedBefore(at);
  const name = at.words[at.from]!;
  if (!before || at.to - at.from > 1 || at.articleAdded || at.preposition) return;
  const isDefinite = stemsOf(before).some((stem) => stem.startsWith(AL) && stem.length > 4);
  const isBare = isWordToo(at) && !name.text.startsWith(WA) && FEMININE.test(name.text) && FEMININE.test(before.text);
  const agrees = name.text.startsWith(AL) ? isDefinite : isBare && !isDefinite;
  if (!agrees || context.locatives.has(before.text)) return;
  const { headKinds, countryOfName, beforePerson } = context;
  if ([headKinds, countryOfName, beforePerson].some((words) => stemIn(before, words))) return;
  found.add(feature, `it agrees with "${before.written}" before it, as an adjective does`);
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
  const { length } = cue.words;
  if (to < length) return false;
  const { gap } = words[to - 1]!;
  return gap !== "sentence" && gap !== "paragraph" && beginsWith(words, to - length, cue);
}

/** Cues as people read them. */
export function quotedCues(cues: readonly Cue[]): string {
  return cues.map(({ written }) => `"${written}"`).join(", ");
}
