import { borderName } from "./country-name.ts";
import type { Language } from "./language.ts";

/** What each reason has to be told with. A reason is an id with these; the tables below word it. */
interface ReasonParameters {
  // Which place a name means (domain/gazetteer).
  readonly locative: object;
  readonly preposition: object;
  readonly unannounced: object;
  readonly "event-nearby": object;
  readonly "stands-before": { readonly word: string };
  readonly follows: { readonly word: string };
  readonly near: { readonly words: readonly string[] };
  readonly announces: { readonly word: string };
  readonly "announces-other-kind": { readonly word: string; readonly kind: string };
  readonly "person-before": { readonly word: string };
  readonly "given-name-before": { readonly word: string };
  readonly "name-after": { readonly word: string };
  readonly "organisation-before": { readonly word: string };
  readonly "sport-nearby": { readonly word: string };
  readonly agrees: { readonly word: string };
  readonly "distinctive-name": { readonly name: string };
  readonly "long-name": object;
  readonly "article-added": object;
  readonly uncurated: object;
  readonly "article-names": { readonly words: readonly string[] };
  readonly "own-country": object;
  readonly "other-countries": object;
  readonly "source-country": object;
  readonly "place-in-country": { readonly name: string };
  readonly "near-place": { readonly name: string; readonly km: number };
  readonly "far-place": object;
  readonly unsupported: object;
  readonly "clear-elsewhere": object;
  // How an event and a place are joined (domain/reading).
  readonly "same-sentence": { readonly word: string };
  readonly "same-paragraph": { readonly word: string };
  readonly "by-title": { readonly word: string };
  readonly "by-lead": { readonly word: string };
  readonly "no-place-told": { readonly word: string };
  readonly "taken-to-border": { readonly word: string };
  // What a watchlist makes of it (domain/watchlists).
  readonly "source-not-asked": object;
  readonly vetoed: { readonly word: string };
  readonly "no-place": object;
  readonly "nothing-happens": object;
  readonly "when-fails": object;
  readonly "when-holds": { readonly word: string };
  readonly "place-named": { readonly word: string; readonly name: string; readonly latin: string };
  readonly "place-in-band": {
    readonly word: string;
    readonly name: string;
    readonly latin: string;
    readonly km: number;
    readonly border: string;
  };
  readonly "border-in-band": { readonly word: string };
  readonly "names-border": { readonly word: string };
  readonly worth: { readonly concept: string; readonly title: string; readonly worth: "nothing" | "review" | "alert" };
  readonly lowered: { readonly by: Reason };
  // What lowers it.
  readonly "policy-word": { readonly english: string; readonly arabic?: string | undefined; readonly word: string };
  readonly "background-sentence": { readonly word: string };
  readonly "recalled-year": { readonly year: string };
  readonly figurative: object;
  readonly "title-tells-cause": object;
  readonly "title-of-something-else": object;
  readonly "article-of-elsewhere": object;
  readonly "title-tells-no-more": object;
  readonly "no-event-in-title-or-lead": object;
  readonly "own-place-untold": object;
  readonly "beyond-band": object;
  readonly "place-uncertain": object;
  readonly "band-ends-close-by": object;
  readonly "third-country": object;
  readonly "nearer-border": { readonly border: string };
  // Which story an article tells (domain/stories).
  readonly "common-words": object;
  readonly "same-text": object;
  readonly "same-place": object;
  readonly "places-apart": object;
  readonly "titles-apart": object;
  readonly "same-event": object;
  readonly "other-event": object;
  readonly "same-figure": object;
  readonly "follow-up": object;
  readonly "another-event": object;
  readonly "hours-apart": object;
  readonly "repeats-rejected": object;
  readonly "new-figure": { readonly kind: string; readonly value: number };
  readonly "new-turn": { readonly concept: string };
  readonly "new-truce": object;
  readonly "follows-up": object;
  // How the text was had.
  readonly "text-from-page": object;
}

export type ReasonId = keyof ReasonParameters;

/** Why something was decided, as an id with parameters: plain data, worded where a person reads it. */
export type Reason = {
  readonly [Id in ReasonId]: {
    readonly id: Id;
    /** It speaks against what was decided. */
    readonly against?: true | undefined;
  } & ReasonParameters[Id];
}[ReasonId];

type ReasonTable = { readonly [Id in ReasonId]: (given: ReasonParameters[Id]) => string };

const quoted = (words: readonly string[]) => words.map((word) => `"${word}"`).join(", ");

const ENGLISH: ReasonTable = {
  locative: () => "a preposition of place before it",
  preposition: () => "a preposition is joined to it",
  unannounced: () => "nothing beside it announces a place",
  "event-nearby": () => "words of an event or a border nearby",
  "stands-before": ({ word }) => `"${word}" stands before it`,
  follows: ({ word }) => `"${word}" follows it`,
  near: ({ words }) => `near ${quoted(words)}`,
  announces: ({ word }) => `"${word}" announces it`,
  "announces-other-kind": ({ word, kind }) => `"${word}" announces another kind of place than a ${kind}`,
  "person-before": ({ word }) => `"${word}" makes it a person's or family's name`,
  "given-name-before": ({ word }) => `"${word}" before it is a given name`,
  "name-after": ({ word }) => `"${word}" after it belongs to a person's name`,
  "organisation-before": ({ word }) => `"${word}" before it names something else`,
  "sport-nearby": ({ word }) => `"${word}" nearby is of sport`,
  agrees: ({ word }) => `it agrees with "${word}" before it, as an adjective does`,
  "distinctive-name": ({ name }) => `"${name}" is a distinctive name`,
  "long-name": () => "a name of several words",
  "article-added": () => "the article was added to a name that has none",
  uncurated: () => "only a large table knows it",
  "article-names": ({ words }) => `the article names ${quoted(words)}`,
  "own-country": () => "the article names its country",
  "other-countries": () => "the article names other countries only",
  "source-country": () => "the source sits in its country",
  "place-in-country": ({ name }) => `the article names "${name}" in its country`,
  "near-place": ({ km, name }) => `${km} km from "${name}", which the article names`,
  "far-place": () => "far from every other place of the article",
  unsupported: () => "nothing else in the article has to do with that place",
  "clear-elsewhere": () => "clearly so elsewhere in the article",
  "same-sentence": ({ word }) => `"${word}" in the same sentence`,
  "same-paragraph": ({ word }) => `"${word}" in the same paragraph`,
  "by-title": ({ word }) => `"${word}" in an article whose title names the place`,
  "by-lead": ({ word }) => `"${word}" in an article that begins with the place`,
  "no-place-told": ({ word }) => `"${word}" with no place`,
  "taken-to-border": ({ word }) => `the text takes "${word}" to the border`,
  "source-not-asked": () => "its source is not one that the watchlist looks at",
  vetoed: ({ word }) => `"${word}" is under \`unless\``,
  "no-place": () => "no place of the watchlist",
  "nothing-happens": () => "nothing that it asks for happens there",
  "when-fails": () => "what `when` asks for does not hold",
  "when-holds": ({ word }) => `"${word}" stands where \`when\` asks for it`,
  "place-named": ({ word, latin }) => `"${word}" is ${latin}: the watchlist names it`,
  "place-in-band": ({ word, latin, km, border }) => `"${word}" is ${latin}: ${km} km from the ${border} border`,
  "border-in-band": ({ word }) => `"${word}" is the border: the border itself`,
  "names-border": ({ word }) => `"${word}" names the border`,
  worth: ({ concept, worth }) => `concepts.yaml: ${concept} is worth ${worth}`,
  lowered: ({ by }) => `lowered: ${wordReason(by, "en")}`,
  "policy-word": ({ english, word }) => `${english} ("${word}")`,
  "background-sentence": ({ word }) => `background ("${word}")`,
  "recalled-year": ({ year }) => `recalled past (${year})`,
  figurative: () => "the title makes it a figure of speech",
  "title-tells-cause": () => "the title tells what brought it",
  "title-of-something-else": () => "the title is about something else",
  "article-of-elsewhere": () => "the article is about something elsewhere",
  "title-tells-no-more": () => "the title tells nothing more",
  "no-event-in-title-or-lead": () => "neither the title nor the lead tells an event",
  "own-place-untold": () => "its own place is not told",
  "beyond-band": () => "a little beyond the band",
  "place-uncertain": () => "the place is not certain",
  "band-ends-close-by": () => "where in it is not told, and the band ends close by",
  "third-country": () => "it lies in a third country",
  "nearer-border": ({ border }) => `nearer to the ${border} border, and the article does not name this one`,
  "common-words": () => "the share of words that title and lead have in common with a report of the story",
  "same-text": () => "most of the words are the same",
  "same-place": () => "both name a place within 3 km",
  "places-apart": () => "the places are farther apart than 25 km",
  "titles-apart": () => "their titles name places more than 8 km apart",
  "same-event": () => "both tell the same kind of event",
  "other-event": () => "they tell different kinds of events",
  "same-figure": () => "both give the same figure",
  "follow-up": () => "the title counts again or extends",
  "another-event": () => "it says that it is another event",
  "hours-apart": () => "hours since the story's last report, up to a day",
  "repeats-rejected": () => "it repeats what was rejected",
  "new-figure": ({ value, kind }) => `new figure: ${value} ${kind}`,
  "new-turn": ({ concept }) => `new: ${concept}`,
  "new-truce": () => "new: a truce",
  "follows-up": () => "its title says that it follows up",
  "text-from-page": () => "full text from the page",
};

const KINDS: Readonly<Record<string, string>> = {
  city: "مدينة",
  town: "بلدة",
  village: "قرية",
  quarter: "حي",
  crossing: "معبر",
  wadi: "وادٍ",
  mountain: "جبل",
  area: "منطقة",
  base: "قاعدة",
  camp: "مخيم",
  station: "محطة",
  "oil-field": "حقل نفط",
  dam: "سد",
  lake: "بحيرة",
  island: "جزيرة",
  road: "طريق",
  well: "بئر",
  district: "قضاء",
  province: "محافظة",
};
const WORTHS = { alert: "تنبيهاً", review: "مراجعةً", nothing: "لا شيء" } as const;
const FIGURES: Readonly<Record<string, string>> = {
  killed: "قتلى",
  wounded: "جرحى",
  captured: "معتقلون",
  displaced: "نازحون",
  other: "رقم آخر",
};
const inGuillemets = (words: readonly string[]) => words.map((word) => `«${word}»`).join(" و");

const ARABIC: ReasonTable = {
  locative: () => "يسبقه حرف جر أو ظرف مكان",
  preposition: () => "يتصل به حرف جر",
  unannounced: () => "لا شيء بجوار الاسم يدل على أنه مكان",
  "event-nearby": () => "بجواره كلمات تدل على حدث أو على حدود",
  "stands-before": ({ word }) => `يسبقه «${word}»`,
  follows: ({ word }) => `يليه «${word}»`,
  near: ({ words }) => `بجواره ${inGuillemets(words)}`,
  announces: ({ word }) => `كلمة «${word}» قبله تدل عليه`,
  "announces-other-kind": ({ word, kind }) =>
    `كلمة «${word}» قبله تدل على مكان من نوع آخر (المعروف بهذا الاسم: ${KINDS[kind] ?? kind})`,
  "person-before": ({ word }) => `كلمة «${word}» قبله تجعله اسم شخص أو عائلة`,
  "given-name-before": ({ word }) => `«${word}» قبله اسم شخص`,
  "name-after": ({ word }) => `«${word}» بعده من اسم شخص`,
  "organisation-before": ({ word }) => `كلمة «${word}» قبله تدل على غير المكان`,
  "sport-nearby": ({ word }) => `«${word}» بجواره من كلام الرياضة`,
  agrees: ({ word }) => `يطابق «${word}» قبله كما تطابق الصفةُ الموصوف`,
  "distinctive-name": ({ name }) => `«${name}» اسم لا يلتبس بغيره`,
  "long-name": () => "اسم من عدة كلمات",
  "article-added": () => "كُتب بأل التعريف وهو في الأصل بلا أل",
  uncurated: () => "لا يعرفه إلا جدول كبير لم يراجعه أحد",
  "article-names": ({ words }) => `يذكر الخبر ${inGuillemets(words)}`,
  "own-country": () => "يذكر الخبر البلد الذي يقع فيه",
  "other-countries": () => "لا يذكر الخبر إلا بلداناً أخرى",
  "source-country": () => "مقر المصدر في البلد نفسه",
  "place-in-country": ({ name }) => `يذكر الخبر «${name}» في البلد نفسه`,
  "near-place": ({ km, name }) => `على بعد ${km} كم من «${name}» المذكور في الخبر`,
  "far-place": () => "بعيد عن كل الأماكن الأخرى في الخبر",
  unsupported: () => "لا صلة لبقية الخبر بهذا المكان",
  "clear-elsewhere": () => "المعنى نفسه واضح في موضع آخر من الخبر",
  "same-sentence": ({ word }) => `«${word}» في الجملة نفسها`,
  "same-paragraph": ({ word }) => `«${word}» في الفقرة نفسها`,
  "by-title": ({ word }) => `«${word}» في خبر يذكر عنوانُه المكان`,
  "by-lead": ({ word }) => `«${word}» في خبر يبدأ بذكر المكان`,
  "no-place-told": ({ word }) => `«${word}» بلا ذكر مكان`,
  "taken-to-border": ({ word }) => `يصل النص بما يدل عليه «${word}» إلى الحدود`,
  "source-not-asked": () => "المصدر ليس من المصادر التي تنظر فيها القائمة",
  vetoed: ({ word }) => `«${word}» مما تستثنيه القائمة (unless)`,
  "no-place": () => "لا مكان فيه من أماكن القائمة",
  "nothing-happens": () => "لا يقع هناك شيء مما تطلبه القائمة",
  "when-fails": () => "لا يتحقق ما يشترطه when",
  "when-holds": ({ word }) => `«${word}» حيث يشترطه when`,
  "place-named": ({ word, name }) => `«${word}» هنا: ${name}، من الأماكن التي تسميها القائمة`,
  "place-in-band": ({ word, name, km, border }) =>
    `«${word}» هنا: ${name}، على بعد ${km} كم من ${borderName(border, "ar")}`,
  "border-in-band": ({ word }) => `«${word}» هي الحدود نفسها`,
  "names-border": ({ word }) => `«${word}» تسمّي الحدود`,
  worth: ({ title, worth }) => `يستحق حدث من نوع «${title}» ${WORTHS[worth]} (concepts.yaml)`,
  lowered: ({ by }) => `خُفّضت أهميته: ${wordReason(by, "ar")}`,
  "policy-word": ({ arabic, english, word }) => `${arabic ?? english} («${word}»)`,
  "background-sentence": ({ word }) => `الجملة من خلفية الخبر («${word}»)`,
  "recalled-year": ({ year }) => `ماضٍ يُستذكر (${year})`,
  figurative: () => "العنوان يجعله تعبيراً مجازياً",
  "title-tells-cause": () => "العنوان يذكر سببه",
  "title-of-something-else": () => "العنوان عن أمر آخر",
  "article-of-elsewhere": () => "الخبر عن مكان آخر",
  "title-tells-no-more": () => "العنوان لا يقول أكثر من ذلك",
  "no-event-in-title-or-lead": () => "لا العنوان ولا مقدمة الخبر يذكران حدثاً",
  "own-place-untold": () => "لا يُذكر المكان الذي وقع فيه",
  "beyond-band": () => "أبعد قليلاً من النطاق المطلوب",
  "place-uncertain": () => "المكان غير مؤكد",
  "band-ends-close-by": () => "لا يُذكر أين وقع منه تحديداً، والنطاق ينتهي على مقربة",
  "third-country": () => "يقع في بلد ثالث",
  "nearer-border": ({ border }) => `أقرب إلى ${borderName(border, "ar")}، والخبر لا يذكر هذه الحدود`,
  "common-words": () => "كلمات العنوان والمقدمة مشتركة مع تقرير سابق عن الحدث",
  "same-text": () => "معظم الكلمات واحدة",
  "same-place": () => "يذكر كلاهما مكاناً لا تتجاوز المسافة إليه 3 كم",
  "places-apart": () => "بين المكانين أكثر من 25 كم",
  "titles-apart": () => "يذكر العنوانان مكانين بينهما أكثر من 8 كم",
  "same-event": () => "كلاهما عن النوع نفسه من الأحداث",
  "other-event": () => "كل منهما عن نوع آخر من الأحداث",
  "same-figure": () => "يذكر كلاهما الرقم نفسه",
  "follow-up": () => "العنوان يعدّ من جديد أو يمدّد",
  "another-event": () => "يقول إنه حدث آخر",
  "hours-apart": () => "ساعات منذ آخر تقرير عن الحدث",
  "repeats-rejected": () => "يكرر ما سبق رفضه",
  "new-figure": ({ value, kind }) => `رقم جديد: ${value} (${FIGURES[kind] ?? kind})`,
  "new-turn": ({ concept }) => `جديد: ${concept}`,
  "new-truce": () => "جديد: هدنة",
  "follows-up": () => "عنوانه يقول إنه متابعة",
  "text-from-page": () => "النص الكامل من صفحة الخبر",
};

const TABLES: Readonly<Record<Language, { readonly words: ReasonTable; readonly but: string }>> = {
  ar: { words: ARABIC, but: "لكن " },
  en: { words: ENGLISH, but: "but " },
};

/**
 * A reason in words, one line, without a full stop. What the article or the gazetteer wrote is quoted as it is: clean it
 * for where it is shown. A text is given back: alerts that were queued before reasons were data hold theirs in words.
 */
export function wordReason(reason: Reason | string, language: Language): string {
  if (typeof reason === "string") return reason;
  const { words, but } = TABLES[language];
  const word = words[reason.id] as (given: Reason) => string;
  return `${reason.against ? but : ""}${word(reason)}`;
}

/** Reasons in words, in their order. */
export function wordReasons(reasons: readonly (Reason | string)[], language: Language): string[] {
  return reasons.map((reason) => wordReason(reason, language));
}
