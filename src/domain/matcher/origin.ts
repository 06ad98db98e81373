import type { Word } from "../arabic/words.ts";
import type { Cue } from "../gazetteer/place.ts";
import { beginsWith } from "../gazetteer/place-evidence.ts";

const FROM = "\u0645\u0646";
/** Words that may stand between a verb of origin and its "from": ينحدر الضحايا من. */
const BETWEEN = 4;
const WA = "\u0648";

/** Whether the words before a place make it somebody's or something's origin, also across names joined by "and". */
export function isOriginOf(words: readonly Word[], at: number, origin: readonly Cue[]): boolean {
  const isAfter = (cue: Cue) => {
    const { length } = cue.words;
    if (at >= length && beginsWith(words, at - length, cue)) return true;
    if (length !== 2 || cue.words[1] !== FROM || words[at - 1]?.text !== FROM) return false;
    const verb = { words: cue.words.slice(0, 1), written: cue.written };
    for (let back = 3; back <= BETWEEN + 2; back++) if (beginsWith(words, at - back, verb)) return true;
    return false;
  };
  if (origin.some(isAfter)) return true;
  return (
    words[at]!.text.startsWith(WA) && words[at - 1]?.gap === "joined" && at > 1 && isOriginOf(words, at - 1, origin)
  );
}
