import type { Word } from "../arabic/words.ts";
import { type Context, stemIn, stemsOf } from "./context.ts";
import type { Cues, NameReading } from "./place.ts";

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
  if (before !== undefined) found.push({ weight: 4, because: `"${before}" stands before it` });
  const after = cues.after.find((cue) => beginsWith(at.words, at.to, cue));
  if (after !== undefined) found.push({ weight: 4, because: `"${after}" follows it` });
  const near = cues.near.filter((cue) => standsNear(at, cue)).slice(0, 3);
  if (near.length > 0) found.push({ weight: 1.5 + 0.5 * near.length, because: `near ${quoted(near)}` });
  return found;
}

function placeEvidence(at: NamePosition, kind: string, country: string, context: Context): Evidence[] {
  const found: Evidence[] = [];
  const head = headBefore(at, context);
  if (head) {
    const kinds = context.headKinds.get(head)!;
    if (kinds.has("any") || kinds.has(kind)) found.push({ weight: 4, because: `"${head}" announces it` });
    else if (kinds.has("quarter") || kind === "quarter")
      found.push({ weight: -3, because: `"${head}" announces another kind of place than a ${kind}` });
    else found.push({ weight: 2, because: `"${head}" announces a place` });
  } else if (stemIn(at.words[at.from - 1], context.weakHeads) && isJoined(at.words, at.from)) {
    found.push({ weight: 2, because: `"${at.words[at.from - 1]!.text}" stands before it` });
  }
  if (stemIn(at.words[at.from - 1], context.locatives))
    found.push({ weight: 0.5, because: "a preposition of place before it" });
  else if (at.preposition) found.push({ weight: 1, because: "bi- or li- is joined to it" });
  const next = at.words[at.to];
  if (next && at.words[at.to - 1]!.gap === "joined") {
    if (context.afterPlace.has(next.text)) found.push({ weight: 2, because: `"${next.text}" follows it` });
    const adjective = stemIn(next, context.countryOfAdjective);
    const of = adjective && next.text.startsWith(AL) ? context.countryOfAdjective.get(adjective) : undefined;
    if (of === country) found.push({ weight: 2, because: `"${next.text}" follows it` });
    else if (of) found.push({ weight: -2, because: `"${next.text}" follows it, and it lies elsewhere` });
  }
  const person = personEvidence(at, context)[0];
  if (person) found.push({ weight: -4, because: person.because });
  const adjective = adjectiveEvidence(at, context)[0];
  if (adjective) found.push({ weight: -3, because: adjective.because });
  return found;
}

/** A head noun before the name, also across the names it is coordinated with: مدينتي "البوكمال" و"الميادين". */
function headBefore(at: NamePosition, context: Context): string | undefined {
  const direct = isJoined(at.words, at.from) ? stemIn(at.words[at.from - 1], context.headKinds) : undefined;
  if (direct) return direct;
  if (!at.words[at.from]?.text.startsWith(WA)) return undefined;
  for (let back = 2; back <= COORDINATION_WORDS; back++) {
    const word = at.words[at.from - back];
    if (!word || word.sentence !== at.words[at.from]!.sentence) return undefined;
    const head = stemIn(word, context.headKinds);
    if (head) return head;
  }
  return undefined;
}

function personEvidence(at: NamePosition, context: Context): Evidence[] {
  const before = at.words[at.from - 1];
  if (!before || !isJoined(at.words, at.from)) return [];
  // Looked up as written: with "wa-" taken off, "and from the tribe" would turn into a title.
  if (context.beforePerson.has(before.text))
    return [{ weight: 4, because: `"${before.text}" makes it a person's or family's name` }];
  if (context.givenNames.has(before.text) && !before.endsInMaqsura && !at.preposition)
    return [{ weight: 3.5, because: `"${before.text}" before it is a given name` }];
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
  return [{ weight: 3, because: `it agrees with "${before.text}" before it, as an adjective does` }];
}

function isJoined(words: readonly Word[], from: number): boolean {
  return from > 0 && words[from - 1]!.gap === "joined";
}

function standsNear(at: NamePosition, cue: string): boolean {
  const first = cue.split(" ")[0]!;
  const last = Math.min(at.words.length, at.to + NEARBY_WORDS);
  for (let i = Math.max(0, at.from - NEARBY_WORDS); i < last; i++) {
    if (i >= at.from && i < at.to) continue;
    if (at.words[i]!.text.includes(first) && beginsWith(at.words, i, cue)) return true;
  }
  return false;
}

/** Whether the words from `from` on are the folded phrase `cue`, proclitics on its first word allowed. */
export function beginsWith(words: readonly Word[], from: number, cue: string): boolean {
  const parts = cue.split(" ");
  return parts.every((part, i) => {
    const word = words[from + i];
    return word !== undefined && (i === 0 ? stemsOf(word).includes(part) : word.text === part);
  });
}

function endsWith(words: readonly Word[], to: number, cue: string): boolean {
  const length = cue.split(" ").length;
  return (
    to >= length &&
    words[to - 1]!.gap !== "sentence" &&
    words[to - 1]!.gap !== "paragraph" &&
    beginsWith(words, to - length, cue)
  );
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(", ");
}
