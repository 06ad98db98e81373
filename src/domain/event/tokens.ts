import { type Context, stemIn } from "../gazetteer/context.ts";
import { countryName } from "../gazetteer/country-name.ts";
import type { Mention } from "../matcher/decision.ts";
import { type ReadField, spanOf } from "../matcher/read-article.ts";
import type { Rulebook } from "../matcher/rulebook.ts";

/** A word of a sentence, or a name of several, as words[from, to). */
export interface Token {
  /** As constructions read it: @ an actor, % a country (both after و of "and"), # a place, ! before an event's word. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** An actor of the lexicon, or a country. */
  readonly party?: { readonly title: string; readonly english: string } | undefined;
}

const WA = "\u0648";
const AL = "\u0627\u0644";
/** Longer sentences are lists. */
const MOST_TOKENS = 150;

/** Reads words as tokens; what parts two clauses is a token of no words. */
export function tokensOf(read: ReadField, mentions: readonly Mention[], { context, actorById }: Rulebook): Token[] {
  const { words, folded } = read;
  const starts = words.map((_, at) => spanOf(read, at, at + 1).start);
  const tokens: Token[] = [];
  for (let from = 0, to = 1; from < words.length && tokens.length < MOST_TOKENS; from = to, to = from + 1) {
    const { text } = words[from]!;
    const here = mentions.filter(({ field, start }) => field === read.field && start === starts[from]);
    const named = here.toSorted((a, b) => b.end - a.end).find((one) => (one.kind === "term" ? one.actor : one.placeId));
    if (named) to = starts.findLastIndex((start) => start < named.end) + 1;
    const actor = named?.kind === "term" ? actorById.get(named.actor!) : undefined;
    const party = actor ?? countryAt(read, from, context);
    const isEvent = here.some((one) => one.kind === "term" && one.concept) && !text.startsWith(AL);
    const sign = party ? `${text.startsWith(WA) ? WA : ""}${actor ? "@" : "%"}` : named ? "#" : `${isEvent ? "!" : ""}${text}`;
    tokens.push({ text: sign, from, to, party });
    const last = words[to - 1]!;
    if (last.gap === "clause") tokens.push({ text: folded.text[last.end] === ":" ? ":" : ",", from: to, to });
  }
  return tokens;
}

function countryAt({ words }: ReadField, at: number, { countryOfName }: Context): Token["party"] {
  const code = countryOfName.get(stemIn(words[at], countryOfName) ?? "");
  return code ? { title: countryName(code, "ar"), english: countryName(code, "en") } : undefined;
}
