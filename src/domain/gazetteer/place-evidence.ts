import type { Word } from "../arabic/words.ts";
import { type Context, stemIn, stemsOf } from "./context.ts";
import type { Commonness, Cue, Cues, NameReading } from "./place.ts";
import type { Evidence, SenseFeature } from "./sense-features.ts";

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
  if (reading.sense === "place")
    return [...own, ...placeEvidence(at, reading.place.kind, reading.place.country, own, context)];
  if (reading.sense === "person")
    return [...own, ...personEvidence(at, context, "person-announced", "given-name-announced", "name-after")];
  if (reading.sense === "other-name")
    return [...own, ...organisationEvidence(at, context, "organisation-before", "sport-nearby")];
  if (reading.sense === "word") return [...own, ...adjectiveEvidence(at, context, "adjective-agrees")];
  return own;
}

function cueEvidence(at: NamePosition, cues: Cues, kind: "place" | "word"): Evidence[] {
  const found: Evidence[] = [];
  const before = cues.before.find((cue) => endsWith(at.words, at.from, cue));
  if (before) found.push({ feature: `${kind}-cue-before`, amount: 1, because: `"${before.written}" stands before it` });
  const after = cues.after.find((cue) => beginsWith(at.words, at.to, cue));
  if (after) found.push({ feature: `${kind}-cue-after`, amount: 1, because: `"${after.written}" follows it` });
  const near = cues.near.filter((cue) => standsNear(at, cue)).slice(0, 3);
  if (near.length > 0)
    found.push({ feature: `${kind}-cue-near`, amount: near.length, because: `near ${quotedCues(near)}` });
  return found;
}

function placeEvidence(
  at: NamePosition,
  kind: string,
  country: string,
  own: readonly Evidence[],
  context: Context,
): Evidence[] {
  const found = [...headEvidence(at, kind, context), ...followers(at, country, context)];
  const isAnnounced = found.length > 0 || own.some(({ feature }) => feature !== "place-cue-near");
  if (isLocative(at.words[at.from - 1], context))
    found.push({ feature: "locative", amount: 1, because: "a preposition of place before it" });
  else if (at.preposition) found.push({ feature: "preposition", amount: 1, because: "a preposition is joined to it" });
  if (!isAnnounced && (at.commonness === "C" || at.commonness === "D"))
    found.push({ feature: "no-announcement", amount: 1, because: "nothing beside it announces a place" });
  if (wordNearby(at, context.eventWords))
    found.push({ feature: "event-nearby", amount: 1, because: "words of an event or a border nearby" });
  return [
    ...found,
    ...personEvidence(at, context, "person-before", "given-name-before", "name-after-place"),
    ...organisationEvidence(at, context, "organisation-before-place", "sport-nearby-place"),
    ...adjectiveEvidence(at, context, "adjective-not-place"),
  ];
}

/** With the article taken off, الآلي would be إلى. */
function isLocative(word: Word | undefined, { locatives }: Context): boolean {
  return (
    word !== undefined &&
    (locatives.has(word.text) || (/^[\u0648\u0641]/.test(word.text) && locatives.has(word.text.slice(1))))
  );
}

function headEvidence(at: NamePosition, kind: string, context: Context): Evidence[] {
  const head = headBefore(at, context);
  if (head) {
    const { kinds, written } = head;
    const because = `"${written}" announces it`;
    if (kinds.has(kind)) return [{ feature: "head-of-kind", amount: 1, because }];
    if (kinds.has("any")) return [{ feature: "head-of-any", amount: 1, because }];
    const conflict = kinds.has("quarter") || kind === "quarter";
    const against = `"${written}" announces another kind of place than a ${kind}`;
    return [{ feature: conflict ? "head-conflict" : "head-of-other-kind", amount: 1, because: against }];
  }
  const before = at.words[at.from - 1];
  if (!before || !isJoined(at.words, at.from) || !stemIn(before, context.weakHeads)) return [];
  return [{ feature: "weak-head", amount: 1, because: `"${before.written}" stands before it` }];
}

function followers(at: NamePosition, country: string, context: Context): Evidence[] {
  const next = at.words[at.to];
  if (!next || at.words[at.to - 1]!.gap !== "joined") return [];
  const because = `"${next.written}" follows it`;
  if (context.afterPlace.has(next.text)) return [{ feature: "after-place", amount: 1, because }];
  const adjective = next.text.startsWith(AL) ? stemIn(next, context.countryOfAdjective) : undefined;
  if (!adjective) return [];
  const feature = context.countryOfAdjective.get(adjective) === country ? "own-country-after" : "other-country-after";
  return [{ feature, amount: 1, because }];
}

interface Head {
  readonly written: string;
  readonly kinds: ReadonlySet<string>;
}

/** A head noun before the name, also across the names it is coordinated with: مدينتي "البوكمال" و"الميادين". */
function headBefore(at: NamePosition, context: Context): Head | undefined {
  const direct = isJoined(at.words, at.from) ? headOf(at.words[at.from - 1], context) : undefined;
  if (direct) return direct;
  if (!at.words[at.from]?.text.startsWith(WA)) return undefined;
  for (let back = 2; back <= COORDINATION_WORDS; back++) {
    const word = at.words[at.from - back];
    if (!word || word.sentence !== at.words[at.from]!.sentence) return undefined;
    const head = headOf(word, context);
    if (head) return head;
  }
  return undefined;
}

function headOf(word: Word | undefined, context: Context): Head | undefined {
  const stem = stemIn(word, context.headKinds);
  return word && stem ? { written: word.written, kinds: context.headKinds.get(stem)! } : undefined;
}

function personEvidence(
  at: NamePosition,
  context: Context,
  title: SenseFeature,
  given: SenseFeature,
  after: SenseFeature,
): Evidence[] {
  const found: Evidence[] = [];
  const before = at.words[at.from - 1];
  if (before && isJoined(at.words, at.from)) {
    // Looked up as written: with "wa-" taken off, "and from the tribe" would turn into a title.
    if (context.beforePerson.has(before.text))
      found.push({ feature: title, amount: 1, because: `"${before.written}" makes it a person's or family's name` });
    else if (isGivenName(before, context) && !at.preposition)
      found.push({ feature: given, amount: 1, because: `"${before.written}" before it is a given name` });
  }
  const next = at.words[at.to];
  if (next && at.words[at.to - 1]!.gap === "joined" && (SON.has(next.text) || isGivenName(next, context)))
    found.push({ feature: after, amount: 1, because: `"${next.written}" after it belongs to a person's name` });
  return found;
}

const SON = new Set(["\u0628\u0646", "\u0627\u0628\u0646", "\u0628\u0646\u062A"]);

function isGivenName(word: Word, context: Context): boolean {
  return context.givenNames.has(word.text) && !word.endsInMaqsura;
}

function organisationEvidence(
  at: NamePosition,
  context: Context,
  before: SenseFeature,
  sport: SenseFeature,
): Evidence[] {
  const found: Evidence[] = [];
  const head = at.words[at.from - 1];
  if (head && isJoined(at.words, at.from) && stemIn(head, context.organisations))
    found.push({ feature: before, amount: 1, because: `"${head.written}" before it names something else` });
  const nearby = wordNearby(at, context.sportWords);
  if (nearby) found.push({ feature: sport, amount: 1, because: `"${nearby.written}" nearby is of sport` });
  return found;
}

/** A noun before a name that agrees with it makes the name its adjective: الطريق الوعر, أجهزة حديثة. */
function adjectiveEvidence(at: NamePosition, context: Context, feature: SenseFeature): Evidence[] {
  const before = at.words[at.from - 1];
  const name = at.words[at.from];
  if (!before || !name || at.to - at.from > 1 || !isJoined(at.words, at.from)) return [];
  if (at.articleAdded || at.preposition) return [];
  const isDefinite = stemsOf(before).some((stem) => stem.startsWith(AL) && stem.length > 4);
  const isWord = at.commonness === "C" || at.commonness === "D";
  const isBare = isWord && !name.text.startsWith(WA) && isFeminine(name) && isFeminine(before);
  const agrees = name.text.startsWith(AL) ? isDefinite : isBare && !isDefinite;
  if (
    !agrees ||
    stemIn(before, context.headKinds) ||
    context.locatives.has(before.text) ||
    stemIn(before, context.countryOfName)
  )
    return [];
  if (stemIn(before, context.beforePerson)) return [];
  return [{ feature, amount: 1, because: `it agrees with "${before.written}" before it, as an adjective does` }];
}

const FEMININE = /(?:\u0647|\u0627\u062A)$/;

function isFeminine({ text }: Word): boolean {
  return FEMININE.test(text);
}

function wordNearby(at: NamePosition, wanted: ReadonlySet<string>): Word | undefined {
  const last = Math.min(at.words.length, at.to + NEARBY_WORDS);
  for (let i = Math.max(0, at.from - NEARBY_WORDS); i < last; i++) {
    if ((i < at.from || i >= at.to) && stemIn(at.words[i], wanted)) return at.words[i];
  }
  return undefined;
}

function isJoined(words: readonly Word[], from: number): boolean {
  return from > 0 && words[from - 1]!.gap === "joined";
}

function standsNear(at: NamePosition, cue: Cue): boolean {
  const last = Math.min(at.words.length, at.to + NEARBY_WORDS);
  for (let i = Math.max(0, at.from - NEARBY_WORDS); i < last; i++) {
    if (i >= at.from && i < at.to) continue;
    if (beginsWith(at.words, i, cue)) return true;
  }
  return false;
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
