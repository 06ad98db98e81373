import { foldedWords } from "../arabic/fold.ts";
import { MUNDHU } from "../arabic/letters.ts";
import { monthBefore } from "../arabic/months.ts";
import type { Word } from "../arabic/words.ts";
import { stemIn } from "../gazetteer/context.ts";
import { beginsWith } from "../gazetteer/place-evidence.ts";
import type { Reason } from "../language/reasons.ts";
import type { Position } from "./position.ts";
import type { ReadField } from "./read-article.ts";
import type { Indexed, ReadingRules } from "./reading-rules.ts";
import type { LoweringKind } from "./relevance.ts";
import type { TermHit } from "./term-index.ts";

/** A reason why something is worth less than its concept says. */
export interface Lowering {
  readonly why: Reason;
  readonly to: LoweringKind;
  /** It speaks against a look as well, not only against an alert. */
  readonly endsReview?: boolean | undefined;
  /** It is about the article, not about the event: a watchlist that asks for the very word does not mind. */
  readonly isAside?: boolean | undefined;
}

/** A lowering with where in its sentence it holds. */
interface NotedLowering extends Lowering {
  /** The word that it has to follow; -1 for any. */
  readonly after: number;
}

/** What lowers an event: words of the policy, background (وكانت…), a year gone by. `publishedAt`: ISO 8601. */
export function loweringsIn(
  fields: readonly ReadField[],
  hits: readonly (readonly TermHit<Indexed>[])[],
  { relevance }: ReadingRules,
  publishedAt: string | undefined,
): (position: Position) => readonly Lowering[] {
  const bySentence = new Map<string, NotedLowering[]>();
  const note = (field: number, { sentence }: Word, lowering: Lowering, after = -1) => {
    const key = `${field}/${sentence}`;
    bySentence.set(key, [...(bySentence.get(key) ?? []), { ...lowering, after }]);
  };
  fields.forEach(({ words }, field) => {
    for (const { payload, from } of hits[field]!) {
      if (payload.kind !== "lowering") continue;
      const { why: english, title: arabic, to, onlyAfter } = payload.lowering;
      const why = { id: "policy-word", english, arabic, word: words[from]!.written } as const;
      note(field, words[from]!, { why, to }, onlyAfter ? from : -1);
    }
    for (const [at, word] of words.entries()) {
      const isFirst = at === 0 || words[at - 1]!.sentence !== word.sentence;
      if (isFirst && relevance.background.some((cue) => beginsWith(words, at, cue)))
        note(field, word, { why: { id: "background-sentence", word: word.written }, to: "review" });
      if (isPastYear(words, at, publishedAt))
        note(field, word, { why: { id: "recalled-year", year: word.written }, to: "background" });
    }
  });
  const ofTitle = [...bySentence].filter(([key]) => fields[0]?.field === "title" && key.startsWith("0/"));
  const titleWide = ofTitle.flatMap(([, noted]) => noted.filter(({ after }) => after === -1));
  return ({ sentence, isTitle, word }) => {
    const noted = bySentence.get(sentence) ?? [];
    return [...noted.filter(({ after }) => word > after && !(isTitle && after === -1)), ...titleWide];
  };
}

const BEFORE_YEAR = foldedWords("عام العام سنة السنة في منذ مطلع أوائل منتصف أواخر نهاية بداية خريف شتاء صيف ربيع");
/** News of January still tells the events of December. */
const EARLY_MONTHS = 2;

/** A year before the one of publication, unless something has lasted since then. */
function isPastYear(words: readonly Word[], at: number, publishedAt: string | undefined): boolean {
  const { text } = words[at]!;
  if (publishedAt === undefined || !/^(?:19|20)\d\d$/.test(text)) return false;
  const before = words[at - 1];
  // Any number of four digits may look like a year.
  if (!stemIn(before, BEFORE_YEAR) && !monthBefore(words, at)) return false;
  if (before?.text === MUNDHU || words[at - 2]?.text === MUNDHU) return false;
  const age = Number(publishedAt.slice(0, 4)) - Number(text);
  return age > 1 || (age === 1 && Number(publishedAt.slice(5, 7)) > EARLY_MONTHS);
}
