import { foldedWords } from "../arabic/fold.ts";
import { WA } from "../arabic/letters.ts";
import { monthAt, monthBefore } from "../arabic/months.ts";
import { type NumberMention, numbersIn } from "../arabic/numbers.ts";
import type { Word } from "../arabic/words.ts";
import { stemIn } from "../gazetteer/context.ts";

export type FigureKind = "killed" | "wounded" | "captured" | "displaced" | "other";

/** How many, of what, and the words that say so: words[from, to). */
export interface Figure {
  readonly kind: FigureKind;
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

const KILLED = foldedWords(
  "قتل قتلت قتلوا يقتل تقتل قتيل قتيلا قتلى مقتل شهيد شهيدا شهداء استشهاد استشهد مصرع مصرعهم ضحية ضحايا قضى قضوا توفي جثة جثث ارتقى يودي أودى أودت",
);
const TELLING: readonly (readonly [FigureKind, ReadonlySet<string>])[] = [
  ["killed", KILLED],
  ["wounded", foldedWords("جريح جريحا جرحى جرح جرحوا إصابة إصابات أصيب أصيبوا مصاب مصابا مصابين")],
  ["captured", foldedWords("اعتقال اعتقل اعتقلت توقيف أسر أسرى معتقل معتقلين القبض احتجاز احتجز")],
  ["displaced", foldedWords("عائلة عائلات عوائل نزوح نازح نازحين نزح نزحت")],
];

/** Who is counted without a number: جنديان, قتيلين. */
const COUNTED = foldedWords(
  "جندي عنصر مقاتل مدني طفل شرطي شخص رجل مسلح ضابط عتال سائق قتيل جريح شهيد صياد امرأة مهرب كولبر",
);
/** Their plural ends like their dual, so only the other ending tells. */
const SOUND_PLURALS = foldedWords("مقاتل مدني مسلح مهرب سائق صياد");
const DUAL = /(?:\u0627|\u064A)\u0646$/;
const DIGITS = /^\d/;
const REACH = 5;
/** What is counted is a tally of days, a distance or a share, and no figure of the event. */
const MEASURES = foldedWords(
  "يوم أيام يوما ساعة ساعات أسبوع أسابيع شهر أشهر شهرا عام عاما أعوام سنة سنوات دقيقة كيلومتر كيلومترا كيلومترات كم متر مترا أمتار بالمئة بالمائة محاور مرة مرات",
);

/** The figures that a text gives, each with what is counted by the words around it. */
export function figuresIn(words: readonly Word[]): Figure[] {
  const numbers = [...numbersIn(words), ...dualsIn(words)].toSorted((a, b) => a.from - b.from);
  return numbers.flatMap((number) => {
    const next = words[number.to];
    const before = words[number.from - 1];
    if (number.value < 2 || stemIn(next, MEASURES) || stemIn(before, MEASURES)) return [];
    // 12 نيسان, نيسان 2017: a day or a year.
    if (monthAt(words, number.to) || monthBefore(words, number.from)) return [];
    // 12/6 is a date or a score.
    if (DIGITS.test(words[number.from]!.text) && [before, next].some((one) => DIGITS.test(one?.text ?? ""))) return [];
    return [{ kind: kindOf(words, number), ...number }];
  });
}

/** The largest figure of each kind. */
export function largestOfEach<One extends Pick<Figure, "kind" | "value">>(figures: readonly One[]): One[] {
  const byKind = new Map<FigureKind, One>();
  for (const one of figures) if (one.value > (byKind.get(one.kind)?.value ?? 0)) byKind.set(one.kind, one);
  return [...byKind.values()];
}

function kindOf(words: readonly Word[], { from, to }: NumberMention): FigureKind {
  const { sentence } = words[from]!;
  const kindAt = (at: number) => {
    const word = words[at];
    if (word?.sentence !== sentence) return undefined;
    const singular = word.text.replace(DUAL, "");
    return TELLING.find(([, telling]) => stemIn(word, telling) || telling.has(singular))?.[0];
  };
  // "مقتل خمسة وإصابة 15": what follows with "and" begins another count.
  const nextAt = (at: number) => (words[to]?.text.startsWith(WA) === false ? kindAt(at) : undefined);
  const own = kindAt(from) ?? nextAt(to) ?? kindAt(from - 1) ?? nextAt(to + 1);
  if (own) return own;
  for (let back = 2; back <= REACH; back++) {
    const kind = kindAt(from - back);
    if (kind) return kind;
  }
  return kindAt(to + 2) ?? "other";
}

function dualsIn(words: readonly Word[]): NumberMention[] {
  return words.flatMap(({ text }, from) => {
    const isDual = (ending: string) => {
      const singular = text.slice(0, -2);
      const stem = [singular, singular.slice(1), singular.slice(2)].find((one) => COUNTED.has(one));
      return text.endsWith(ending) && stem !== undefined && !(ending === "ين" && SOUND_PLURALS.has(stem));
    };
    return isDual("ان") || isDual("ين") ? [{ value: 2, from, to: from + 1 }] : [];
  });
}
