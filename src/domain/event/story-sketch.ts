import { fold, foldText } from "../arabic/fold.ts";
import { type Word, wordsOf } from "../arabic/words.ts";
import type { ArticleText } from "../article.ts";
import { stemIn, stemsOf } from "../gazetteer/context.ts";
import type { Decision } from "../matcher/decision.ts";
import { type FigureKind, figuresIn } from "./figures.ts";

/** What is kept of an article to tell whether another one tells the same event. Plain data: it goes through Redis. */
export interface StorySketch {
  readonly articleId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Stems of the title and of the first sentences, without wire credits and common words. */
  readonly words: readonly string[];
  readonly places: readonly { readonly id: string; readonly lat: number; readonly lon: number }[];
  readonly concepts: readonly string[];
  readonly actors: readonly string[];
  readonly figures: readonly { readonly kind: FigureKind; readonly value: number }[];
  /** The title counts again: ارتفاع حصيلة, تمديد. */
  readonly isFollowUp: boolean;
  /** It tells of another event than the one before it: غداة, مجددا, ضربة ثانية. */
  readonly isAnother: boolean;
  /** It sums up a week or a month. */
  readonly isRoundUp: boolean;
}

/** News tells its event in its first sentences; what follows is often the same under every report of an outlet. */
const LEAD_SENTENCES = 2;
const MOST_WORDS = 80;
const CREDIT = /^[^.\n]{0,40}?(?:\)\s*[-:]|\s[-\u2013:]|\/[^/\n]{0,12}\/|\/|:)\s*/;
const folded = (words: string) => new Set(words.split(" ").map(fold));
const STOP = folded(
  "في من على إلى عن مع بعد قبل أن إن التي الذي هذا هذه ذلك بين قرب عند حتى ما لا لم لن قد كان كانت وقال قال قالت أعلن أعلنت أفاد أكد مصدر مصادر اليوم أمس صباح مساء فجر ظهر ليل كما بين إثر جراء وفق بحسب حيث أدى الذين عدد دون منذ خلال نحو عبر ضد تم",
);
const FOLLOW_UP = folded("ارتفاع ارتفعت ارتفع ترتفع لترتفع حصيلة تمديد يرتفع الحصيلة");
const ANOTHER = folded("غداة مجددا متجدد تجدد جديدة ثانية الثانية التالي");
const ROUND_UP = folded("حصاد حصيلة_الأسبوع موجز أبرز");

/** The sketch of an article whose decision is known; `publishedAt` as milliseconds. */
export function sketchOf(articleId: string, text: ArticleText, decision: Decision, publishedAt: number): StorySketch {
  const title = wordsOf(foldText(text.title));
  const bodyField = text.body === "" ? "summary" : "body";
  const body = foldText(text[bodyField]);
  const lead = wordsOf(body).filter(({ sentence }) => sentence < LEAD_SENTENCES);
  const leadEnd = lead.length > 0 ? body.sourceSpan(0, lead.at(-1)!.end).end : 0;
  const mentions = decision.mentions.filter(
    ({ field, start }) => field === "title" || (field === bodyField && start < leadEnd),
  );
  const creditEnd = CREDIT.exec(text[bodyField])?.[0].length ?? 0;
  const told = lead.filter(({ start }) => body.sourceSpan(start, start + 1).start >= creditEnd);
  const all = [...title, ...told];
  const any = (words: readonly Word[], wanted: ReadonlySet<string>) => words.some((word) => stemIn(word, wanted));
  return {
    articleId,
    at: publishedAt,
    words: [...new Set(all.flatMap(contentStem))].slice(0, MOST_WORDS),
    places: [
      ...new Map(
        mentions.flatMap((one) =>
          one.kind === "place" && one.placeId !== null && one.lat !== null && one.lon !== null
            ? [[one.placeId, { id: one.placeId, lat: one.lat, lon: one.lon }] as const]
            : [],
        ),
      ).values(),
    ],
    concepts: [...new Set(mentions.flatMap((one) => (one.kind === "term" && one.concept ? [one.concept] : [])))],
    actors: [...new Set(mentions.flatMap((one) => (one.kind === "term" && one.actor ? [one.actor] : [])))],
    figures: [...figuresIn(title), ...figuresIn(told)].map(({ kind, value }) => ({ kind, value })),
    isFollowUp: any(title, FOLLOW_UP),
    isAnother: any(all, ANOTHER),
    isRoundUp: any(title, ROUND_UP),
  };
}

/** A word without what is joined to its front, if it says anything. */
function contentStem(word: Word): string[] {
  const stems = stemsOf(word);
  const stem = stems.find((one, i) => i > 0 && one.length > 3 && !one.startsWith("ال")) ?? word.text;
  if (STOP.has(word.text) || STOP.has(stem) || stem.length < 3) return [];
  return [stem];
}
