import type { Word } from "../arabic/words.ts";
import { type Context, stemIn, stemsOf } from "./context.ts";
import type { Cue, Cues, NameReading } from "./place.ts";

/** Something in the text that speaks for (or, negative, against) a reading, in words an analyst understands. */
export interface Evidence {
  readonly weight: number;
  readonly because: string;
}

/** A name found in one field of an article: words[from, to). */
export interface NamePosition {
  readonly words: readonly Word[];
  readonly from: number;
  readonly to: number;
  /** bi-, li- or ka- is joined to its front. */
  readonly preposition: boolean;
  readonly articleAdded: boolean;
}

/** How many words count as "nearby". */
const NEARBY_WORDS = 12;
const COORDINATION_WORDS = 4;
const WA = "\u0648";
const AL = "\u0627\u0644";

/** What the words directly around a name say about one of its readings. */
export function localEvidence(at: NamePosition, reading: NameReading, context: Context): Evidence[] {
  const found = cueEvidence(at, reading.cues);
  const generic =
    reading.sense === "place" ? placeEvidence(at, reading.place.kind, reading.place.country, context) : [];
  if (reading.sense === "person") generic.push(...personEvidence(at, context));
  if (reading.sense === "word") generic.push(...adjectiveEvidence(at, context));
  return [...found, ...generic];
}

function cueEvidence(at: NamePosition, cues: Cues): Evidence[] {
  const found: Evidence[] = [];
  const before = cues.before.find((cue) => endsWith(at.words, at.from, cue));
  if (before !== undefined) found.push({ weight: 4, because: `"${before.written}" stands before it` });
  const after = cues.after.find((cue) => beginsWith(at.words, at.to, cue));
  if (after !== undefined) found.push({ weight: 4, because: `"${after.written}" follows it` });
  const near = cues.near.filter((cue) => standsNear(at, cue)).slice(0, 3);
  if (near.length > 0) found.push({ weight: 1.5 + 0.5 * near.length, because: `near ${quotedCues(near)}` });
  return found;
}

function placeEvidence(at: NamePosition, kind: string, country: string, context: Context): Evidence[] {
  const found: Evidence[] = [];
  const head = headBefore(at, context);
  if (head) {
    const { kinds } = head;
    if (kinds.has("any") || kinds.has(kind))
      found.push({ weight: 4, because: `"${head.written}" announces it` });
    else if (kinds.has("quarter") || kind === "quarter")
      found.push({ weight: -3, because: `"${head.written}" announces another kind of place than a ${kind}` });
    else found.push({ weight: 2, because: `"${head.written}" announces a place` });
  } else if (stemIn(at.words[at.from - 1], context.weakHeads) && isJoined(at.words, at.from)) {
    found.push({ weight: 2, because: `"${at.words[at.from - 1]!.written}" stands before it` });
  }
  if (stemIn(at.words[at.from - 1], context.locatives))
    found.push({ weight: 0.5, because: "a preposition of place before it" });
  else if (at.preposition) found.push({ weight: 1, because: "bi- or li- is joined to it" });
  const next = at.words[at.to];
  if (next && at.words[at.to - 1]!.gap === "joined") {
    if (context.afterPlace.has(next.text)) found.push({ weight: 2, because: `"${next.written}" follows it` });
    const adjective = stemIn(next, context.countryOfAdjective);
    const of = adjective && next.text.startsWith(AL) ? context.countryOfAdjective.get(adjective) : undefined;
    if (of === country) found.push({ weight: 2, because: `"${next.written}" follows it` });
    else if (of) found.push({ weight: -2, because: `"${next.written}" follows it, and it lies elsewhere` });
  }
  const person = personEvidence(at, context)[0];
  if (person) found.push({ weight: -4, because: person.because });
  const adjective = adjectiveEvidence(at, context)[0];
  if (adjective) found.push({ weight: -3, because: adjective.because });
  return found;
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

function personEvidence(at: NamePosition, context: Context): Evidence[] {
  const before = at.words[at.from - 1];
  if (!before || !isJoined(at.words, at.from)) return [];
  // Looked up as written: with "wa-" taken off, "and from the tribe" would turn into a title.
  if (context.beforePerson.has(before.text))
    return [{ weight: 4, because: `"${before.written}" makes it a person's or family's name` }];
  if (context.givenNames.has(before.text) && !before.endsInMaqsura && !at.preposition)
    return [{ weight: 3.5, because: `"${before.written}" before it is a given name` }];
  return [];
}

/** A definite noun before a definite name makes the name its adjective (الطريق الوعر). */
function adjectiveEvidence(at: NamePosition, context: Context): Evidence[] {
  const before = at.words[at.from - 1];
  const name = at.words[at.from];
  if (!before || !name || at.to - at.from > 1 || !isJoined(at.words, at.from)) return [];
  if (!name.text.startsWith(AL) || at.articleAdded) return [];
  const definite = stemsOf(before).some((stem) => stem.startsWith(AL) && stem.length > 4);
  if (!definite || context.locatives.has(before.text) || stemIn(before, context.countryOfName)) return [];
  if (stemIn(before, context.beforePerson)) return [];
  return [{ weight: 3, because: `it agrees with "${before.written}" before it, as an adjective does` }];
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
