import { wordReasons } from "../domain/language/reasons.ts";
import type { Mention } from "../domain/reading/mention.ts";
import type { Decision, Match } from "../domain/watchlists/decision.ts";

/** A decision as a line of JSON (docs/command-line.md has the contract); reasons in English. */
export function decisionLine(id: string, { mentions, event }: Decision, matches: readonly Match[]): string {
  return JSON.stringify({
    id,
    mentions: mentions.map(mentionForPrograms),
    event,
    matches: matches.map((match) => ({ ...match, because: wordReasons(match.because, "en") })),
  });
}

function mentionForPrograms(mention: Mention): object {
  return mention.kind === "place" ? { ...mention, because: wordReasons(mention.because, "en") } : mention;
}
