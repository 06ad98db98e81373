import type { Word } from "../arabic/words.ts";
import { type Context, stemIn, stemsOf } from "./context.ts";
import type { Commonness, Cue, Cues, NameReading, Place } from "./place.ts";
import { type Evidence, evidenceOf, type SenseFeature } from "./sense-features.ts";

/** A name found in one field of an article: words[from, to). */
export interface NamePosition {
  readonly words: readonly Word[];
  readonly from: number;
  readonly to: number;
  readonly commonness: Commonness;
  /** bi-, li- or ka- is joined to its front. */
  readonly preposition: boolean;
  readonly articleAdded: boolean;
}

/** How many words count as "nearby". */
const NEARBY_WORDS = 12;
const COORDINATION_WORDS = 4;
const WA = "\u0648";
const YA = "\u064A";
const AL = "\u0627\u0644";

/** What the words directly around a name say about one of its readings. */
export function localEvidence(at: NamePosition, reading: NameReading, context: Context): Evidence[] {
  const own = cueEvidence(at, reading.cues, reading.sense === "place" ? "place" : "word");
  if (reading.sense === "place") return [...own, ...placeEvidence(at, reading.place, own, context)];
  if (reading.sense === "person")
    return [...own, ...personEvidence(at, context, "person-announced", "given-name-announced", "name-after")];
  if (reading.sense === "word") return [...own, ...adjectiveEvidence(at, context, "adjective-agrees")];
  return [...own, ...organisationEvidence(at, context, "organisation-before", "sport-nearby")];
}

function cueEvidence(at: NamePosition, cues: Cues, kind: "place" | "word"): Evidence[] {
  const before = cues.before.find((cue) => endsWith(at.words, at.from, cue));
  const after = cues.after.find((cue) => beginsWith(at.words, at.to, cue));
  const near = cues.near.filter((cue) => nearby(at, (i) => beginsWith(at.words, i, cue))).slice(0, 3);
  return [
    ...(before ? [evidenceOf(`${kind}-cue-before`, `"${before.written}" stands before it`)] : []),
    ...(after ? [evidenceOf(`${kind}-cue-after`, `"${after.written}" follows it`)] : []),
    ...(near.length > 0 ? [evidenceOf(`${kind}-cue-near`, `near ${quotedCues(near)}`, near.length)] : []),
  ];
}

function placeEvidence(at: NamePosition, place: Place, own: readonly Evidence[], context: Context): Evidence[] {
  const found = [...headEvidence(at, place.kind, context), ...followers(at, place.country, context)];
  const isAnnounced = found.length > 0 || own.some(({ feature }) => feature !== "place-cue-near");
  if (isLocative(at.words[at.from - 1], context))
    found.push(evidenceOf("locative", "a preposition of place before it"));
  else if (at.preposition) found.push(evidenceOf("preposition", "a preposition is joined to it"));
  if (!isAnnounced && isWordToo(at)) found.push(evidenceOf("no-announcement", "nothing beside it announces a place"));
  if (wordNearby(at, context.eventWords))
    found.push(evidenceOf("event-nearby", "words of an event or a border nearby"));
  return [
    ...found,
    ...personEvidence(at, context, "person-before", "given-name-before", "name-after-place"),
    ...organisationEvidence(at, context, "organisation-before-place", "sport-nearby-place"),
    ...adjectiveEvidence(at, context, "adjective-not-place"),
  ];
}

function isWordToo({ commonness }: NamePosition): boolean {
  return commonness === "C" || commonness === "D";
}

/** With the article taken off, الآلي would be إلى. */
function isLocative(word: Word | undefined, { locatives }: Context): boolean {
  return word !== undefined && (locatives.has(word.text) || locatives.has(word.text.replace(/^[\u0648\u0641]/, "")));
}

function headEvidence(at: NamePosition, kind: string, context: Context): Evidence[] {
  const head = headBefore(at, context);
  const before = joinedBefore(at);
  if (!head)
    return before && stemIn(before, context.weakHeads)
      ? [evidenceOf("weak-head", `"${before.written}" stands before it`)]
      : [];
  const kinds = context.headKinds.get(stemIn(head, context.headKinds)!)!;
  const because = `"${head.written}" announces it`;
  if (kinds.has(kind)) return [evidenceOf("head-of-kind", because)];
  if (kinds.has("any")) return [evidenceOf("head-of-any", because)];
  const isConflict = kinds.has("quarter") || kind === "quarter";
  const against = `"${head.written}" announces another kind of place than a ${kind}`;
  return [evidenceOf(isConflict ? "head-conflict" : "head-of-other-kind", against)];
}

function followers(at: NamePosition, country: string, context: Context): Evidence[] {
  const next = joinedAfter(at);
  if (!next) return [];
  const because = `"${next.written}" follows it`;
  if (context.afterPlace.has(next.text)) return [evidenceOf("after-place", because)];
  const adjective = next.text.startsWith(AL) ? stemIn(next, context.countryOfAdjective) : undefined;
  if (!adjective) return [];
  const isOwn = context.countryOfAdjective.get(adjective) === country;
  return [evidenceOf(isOwn ? "own-country-after" : "other-country-after", because)];
}

/** A head noun before the name, also across the names it is coordinated with: مدينتي "البوكمال" و"الميادين". */
function headBefore(at: NamePosition, { headKinds }: Context): Word | undefined {
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

function personEvidence(
  at: NamePosition,
  context: Context,
  ...[title, given, after]: readonly [SenseFeature, SenseFeature, SenseFeature]
): Evidence[] {
  const found: Evidence[] = [];
  const before = joinedBefore(at);
  // Looked up as written: with "wa-" taken off, "and from the tribe" would turn into a title.
  if (before && context.beforePerson.has(before.text))
    found.push(evidenceOf(title, `"${before.written}" makes it a person's or family's name`));
  else if (before && isGivenName(before, context) && !at.preposition)
    found.push(evidenceOf(given, `"${before.written}" before it is a given name`));
  const next = joinedAfter(at);
  if (next && (SON.has(next.text) || isGivenName(next, context)))
    found.push(evidenceOf(after, `"${next.written}" after it belongs to a person's name`));
  return found;
}

const SON = new Set(["\u0628\u0646", "\u0627\u0628\u0646", "\u0628\u0646\u062A"]);

function isGivenName(word: Word, context: Context): boolean {
  return context.givenNames.has(word.text) && !word.endsInMaqsura;
}

function organisationEvidence(
  at: NamePosition,
  context: Context,
  ...[before, sport]: readonly [SenseFeature, SenseFeature]
): Evidence[] {
  const head = joinedBefore(at);
  const ofSport = wordNearby(at, context.sportWords);
  return [
    ...(stemIn(head, context.organisations)
      ? [evidenceOf(before, `"${head!.written}" before it names something else`)]
      : []),
    ...(ofSport ? [evidenceOf(sport, `"${ofSport.written}" nearby is of sport`)] : []),
  ];
}

/** A noun before a name that agrees with it makes the name its adjective: الطريق الوعر, أجهزة حديثة. */
function adjectiveEvidence(at: NamePosition, context: Context, feature: SenseFeature): Evidence[] {
  const before = joinedBefore(at);
  const name = at.words[at.from]!;
  if (!before || at.to - at.from > 1 || at.articleAdded || at.preposition) return [];
  const isDefinite = stemsOf(before).some((stem) => stem.startsWith(AL) && stem.length > 4);
  const isBare = isWordToo(at) && !name.text.startsWith(WA) && FEMININE.test(name.text) && FEMININE.test(before.text);
  const agrees = name.text.startsWith(AL) ? isDefinite : isBare && !isDefinite;
  if (!agrees || context.locatives.has(before.text)) return [];
  if ([context.headKinds, context.countryOfName, context.beforePerson].some((words) => stemIn(before, words)))
    return [];
  return [evidenceOf(feature, `it agrees with "${before.written}" before it, as an adjective does`)];
}

const FEMININE = /(?:\u0647|\u0627\u062A)$/;

/** The first word nearby, outside the name, at whose position something holds. */
function nearby(at: NamePosition, holds: (position: number) => boolean): Word | undefined {
  const last = Math.min(at.words.length, at.to + NEARBY_WORDS);
  for (let i = Math.max(0, at.from - NEARBY_WORDS); i < last; i++)
    if ((i < at.from || i >= at.to) && holds(i)) return at.words[i];
  return undefined;
}

function wordNearby(at: NamePosition, wanted: ReadonlySet<string>): Word | undefined {
  return nearby(at, (i) => stemIn(at.words[i], wanted) !== undefined);
}

/** The word directly before a name, in one phrase with it. */
function joinedBefore({ words, from }: NamePosition): Word | undefined {
  const before = words[from - 1];
  return before?.gap === "joined" ? before : undefined;
}

function joinedAfter({ words, to }: NamePosition): Word | undefined {
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
