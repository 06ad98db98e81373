import { fold, foldedWords, foldText } from "../arabic/fold.ts";
import { type Word, wordsOf } from "../arabic/words.ts";
import type { ArticleText, Field } from "../article.ts";
import { stemIn, stemsOf } from "../gazetteer/context.ts";
import { type FigureKind, figuresIn } from "../reading/figures.ts";
import { precisionOf } from "../reading/loci.ts";
import type { Mention } from "../reading/mention.ts";
import type { ReadingRules } from "../reading/reading-rules.ts";

/** What is kept of an article to tell whether another one tells the same event. Plain data: it goes through Redis. */
export interface StorySketch {
  readonly articleId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Stems of the title and of the first sentence, without wire credits and common words. */
  readonly words: readonly string[];
  /** Of the first sentences, those of the title first; provinces only where nothing closer is named. */
  readonly places: readonly SketchedPlace[];
  readonly concepts: readonly string[];
  readonly figures: readonly { readonly kind: FigureKind; readonly value: number }[];
  /** The title counts again: ارتفاع حصيلة, تمديد. */
  readonly isFollowUp: boolean;
  /** It tells of another event than the one before it: غداة, مجددا, ضربة ثانية. */
  readonly isAnother: boolean;
  /** It sums up a week or a month. */
  readonly isRoundUp: boolean;
  readonly isTruce: boolean;
}

export interface SketchedPlace {
  readonly id: string;
  readonly lat: number;
  readonly lon: number;
  readonly isTitle: boolean;
}

/** News tells its event in its first sentences; what follows is often the same under every report of an outlet. */
const LEAD_SENTENCES = 2;
const MOST_WORDS = 80;
const CREDIT = /^[^.\n]{0,40}?(?:\)\s*[-:]|\s[-\u2013:]|\/[^/\n]{0,12}\/|\/|:)\s*/;
const STOP = foldedWords(
  "في من على إلى عن مع بعد قبل أن إن التي الذي هذا هذه ذلك بين قرب عند حتى ما لا لم لن قد كان كانت وقال قال قالت أعلن أعلنت أفاد أكد مصدر مصادر اليوم أمس صباح مساء فجر ظهر ليل كما بين إثر جراء وفق بحسب حيث أدى الذين عدد دون منذ خلال نحو عبر ضد تم",
);
const FOLLOW_UP = foldedWords("ارتفاع ارتفعت ارتفع ترتفع لترتفع حصيلة تمديد يرتفع الحصيلة");
const ANOTHER = foldedWords("غداة مجددا متجدد تجدد جديدة ثانية الثانية التالي");
const ROUND_UP = foldedWords("حصاد موجز أبرز");
const TRUCE = foldedWords("هدنة الهدنة");
const CEASE = foldedWords("وقف وقفا");
const FIRE = foldedWords("النار");

/** The sketch of an article whose mentions are known; `publishedAt`: milliseconds since 1970. */
export function sketchOf(
  articleId: string,
  text: ArticleText,
  read: { readonly mentions: readonly Mention[] },
  rules: Pick<ReadingRules, "gazetteer" | "context">,
  publishedAt: number,
): StorySketch {
  const field = text.body === "" ? "summary" : "body";
  const creditEnd = CREDIT.exec(text[field])?.[0].length ?? 0;
  const title = readOpening("title", text.title, 0);
  const lead = readOpening(field, text[field], creditEnd);
  const first = lead.words.filter(({ sentence }) => sentence === 0);
  const openings = [title, lead];
  const isRead = ({ field, start }: Mention) => openings.some((one) => one.field === field && one.starts.has(start));
  const mentions = read.mentions.filter(isRead);
  const all = openings.flatMap(({ words }) => words);
  const any = (words: readonly Word[], wanted: ReadonlySet<string>) => words.some((word) => stemIn(word, wanted));
  const ofLead = figuresIn(lead.words).filter(({ kind }) => kind !== "other");
  const figures = [...figuresIn(title.words), ...figuresIn(first), ...ofLead];
  return {
    articleId,
    at: publishedAt,
    words: [...new Set([...title.words, ...first].flatMap(contentStem))].slice(0, MOST_WORDS),
    places: placesOf(mentions, openings, rules),
    concepts: [...new Set(mentions.flatMap((one) => (one.kind === "term" && one.concept ? [one.concept] : [])))],
    figures: figures.map(({ kind, value }) => ({ kind, value })),
    isFollowUp: any(title.words, FOLLOW_UP),
    isAnother: any(all, ANOTHER),
    isRoundUp: any(title.words, ROUND_UP),
    // Without the first of its words, وقف إطلاق النار is a shooting.
    isTruce:
      any(all, TRUCE) ||
      all.some((word, i) => stemIn(word, FIRE) && [all[i - 1], all[i - 2]].some((one) => stemIn(one, CEASE))),
  };
}

/** The first sentences of a field without its credit; `starts`: source offset of each word, with its position. */
interface Opening {
  readonly field: Field;
  readonly words: readonly Word[];
  readonly starts: ReadonlyMap<number, number>;
}

function readOpening(field: Field, text: string, from: number): Opening {
  const folded = foldText(text);
  const sourceOf = ({ start, end }: Word) => folded.sourceSpan(start, end).start;
  const words = wordsOf(folded).filter((word) => word.sentence < LEAD_SENTENCES && sourceOf(word) >= from);
  return { field, words, starts: new Map(words.map((word, at) => [sourceOf(word), at])) };
}

/** Where it happened, as far as one can say: no capital far away (it only acts), no country, no "east of". */
function placesOf(
  mentions: readonly Mention[],
  openings: readonly Opening[],
  { gazetteer, context }: Pick<ReadingRules, "gazetteer" | "context">,
): SketchedPlace[] {
  const named = mentions.flatMap((one) => {
    const place = one.kind === "place" && one.placeId !== null ? gazetteer.places.get(one.placeId) : undefined;
    if (!place || Object.keys(place.kmToBorder).length === 0 || context.countryOfName.has(fold(place.name))) return [];
    const { words, starts } = openings.find(({ field }) => field === one.field)!;
    const precision = precisionOf(place, words, starts.get(one.start)!);
    const rank = precision === "exact" ? 2 : precision === "province" ? 0 : 1;
    const isTitle = one.field === "title" && (precision === "exact" || precision === "near");
    return [{ id: place.id, lat: place.lat, lon: place.lon, isTitle, rank }];
  });
  const closest = Math.max(...named.map(({ rank }) => rank));
  const told = named.filter(({ rank }) => rank === closest).map(({ rank: _, ...place }) => place);
  return told.filter(({ id }, i) => told.findIndex((one) => one.id === id) === i);
}

/** A word without what is joined to its front, if it says anything. */
function contentStem(word: Word): string[] {
  const stems = stemsOf(word);
  const stem = stems.find((one, i) => i > 0 && one.length > 3 && !one.startsWith("ال")) ?? word.text;
  return STOP.has(word.text) || STOP.has(stem) || stem.length < 3 ? [] : [stem];
}
