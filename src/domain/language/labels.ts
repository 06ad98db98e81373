import { type CountedNoun, counted } from "./counted.ts";
import { borderName } from "./country-name.ts";
import type { Language } from "./language.ts";

/** A label for each of some keys. */
type Each<Key extends string> = Readonly<Record<Key, string>>;

/** Every label that people are shown, in one language; complete by type, so that a language is a table and no more. */
export interface Labels {
  /** Between parts of one line. */
  readonly comma: string;
  readonly severity: Each<"low" | "medium" | "high" | "critical">;
  readonly sourceKind: Each<"state" | "party" | "wire" | "independent">;
  /** What stands before a fact of an alert. */
  readonly fact: Each<
    | "where"
    | "when"
    | "who"
    | "lost"
    | "gained"
    | "howMany"
    | "accordingTo"
    | "source"
    | "outlets"
    | "published"
    | "watchlist"
    | "level"
  >;
  readonly alert: Each<
    "why" | "article" | "map" | "possibleRepeat" | "unknown" | "update" | "reminder" | "followUp" | "truce"
  >;
  readonly digest: Each<
    "digest" | "summary" | "places" | "held" | "review" | "silence" | "verdicts" | "more" | "possibleRepeat"
  >;
  readonly heldFor: Each<"quiet-hours" | "too-many" | "review" | "silence">;
  /** The button of each verdict, and what follows from it. */
  readonly verdict: Readonly<
    Record<"acknowledge" | "reject" | "wrong-place" | "mute", { readonly label: string; readonly effect: string }>
  >;
  readonly verdictAnswer: Each<"noted" | "said-before" | "forgotten">;
  readonly verdictLink: Each<"invalid" | "expired">;
  readonly map: Each<"km" | "north" | "disclaimer">;
  /** What happened, and where. */
  headline(what: string, where: string): string;
  /** So many of a kind: 3 قتلى, killed: 3. */
  count(kind: string, value: number): string;
  /** A place that is so many whole kilometres from a border. */
  fromBorder(km: number, border: string): string;
  firstTold(time: string): string;
  reports(outlets: string, count: number): string;
  alertsTogether(count: number): string;
  /** Counts by verdict, in the order of the verdicts, and the share that was right in percent. */
  verdictCounts(counts: readonly string[], percent: string): string;
}

const KILLED: CountedNoun = { one: "قتيل واحد", two: "قتيلان", few: "قتلى", many: "قتيلاً", hundred: "قتيل" };
const WOUNDED: CountedNoun = { one: "جريح واحد", two: "جريحان", few: "جرحى", many: "جريحاً", hundred: "جريح" };
const CAPTURED: CountedNoun = {
  one: "معتقل واحد",
  two: "معتقلان",
  few: "معتقلين",
  many: "معتقلاً",
  hundred: "معتقل",
};
const DISPLACED: CountedNoun = {
  one: "عائلة نازحة",
  two: "عائلتان نازحتان",
  few: "عائلات نازحة",
  many: "عائلة نازحة",
  hundred: "عائلة نازحة",
};
const REPORTS: CountedNoun = { one: "تقرير واحد", two: "تقريران", few: "تقارير", many: "تقريراً", hundred: "تقرير" };
const ALERTS: CountedNoun = {
  one: "تنبيه واحد",
  two: "تنبيهان معاً",
  few: "تنبيهات معاً",
  many: "تنبيهاً معاً",
  hundred: "تنبيه معاً",
};
const COUNTED: Readonly<Record<string, CountedNoun>> = {
  killed: KILLED,
  wounded: WOUNDED,
  captured: CAPTURED,
  displaced: DISPLACED,
};

const ARABIC: Labels = {
  comma: "، ",
  severity: { low: "منخفضة", medium: "متوسطة", high: "عالية", critical: "حرجة" },
  sourceKind: { state: "رسمي", party: "حزبي", wire: "وكالة", independent: "مستقل" },
  fact: {
    where: "المكان",
    when: "وقت الحدث",
    who: "الأطراف",
    lost: "خسر أرضاً",
    gained: "كسب أرضاً",
    howMany: "الحصيلة",
    accordingTo: "بحسب",
    source: "المصدر",
    outlets: "المصادر حتى الآن",
    published: "وقت النشر",
    watchlist: "قائمة المراقبة",
    level: "الأهمية",
  },
  alert: {
    why: "سبب التنبيه",
    article: "الخبر",
    map: "الخريطة",
    possibleRepeat: "تنبيه ربما سبق إرساله",
    unknown: "غير معروف",
    update: "تحديث",
    reminder: "لم يردّ أحد بعد",
    followUp: "حصيلة جديدة أو متابعة",
    truce: "وقف لإطلاق النار",
  },
  digest: {
    digest: "موجز راصد",
    summary: "الخلاصة",
    places: "أكثر الأماكن ذكراً",
    held: "لم تُرسل في حينها",
    review: "للمراجعة",
    silence: "مسكتة",
    verdicts: "دقة قوائم المراقبة",
    more: "أخرى",
    possibleRepeat: "ربما سبق إرساله",
  },
  heldFor: {
    "quiet-hours": "ساعات الهدوء",
    "too-many": "تجاوز الحد",
    review: "للمراجعة",
    silence: "مسكتة",
  },
  verdict: {
    acknowledge: { label: "تأكيد", effect: "يُحسب التنبيه صحيحاً." },
    reject: { label: "رفض", effect: "لن يصل هذا الخبر إلى أحد مرة أخرى." },
    "wrong-place": { label: "المكان خاطئ", effect: "يُحسب المكان خطأً، ولن يصل هذا الخبر إلى أحد مرة أخرى." },
    mute: { label: "كتم", effect: "لن يصل جديد هذا الحدث إلى هذه القناة." },
  },
  verdictAnswer: {
    noted: "سُجّل رأيك.",
    "said-before": "سبق أن سُجّل هذا الرأي.",
    forgotten: "لم يعد هذا التنبيه محفوظاً لدينا.",
  },
  verdictLink: { invalid: "هذا الرابط غير صحيح.", expired: "انتهت صلاحية هذا الرابط." },
  map: { km: "كم", north: "شمال", disclaimer: "حدود تقريبية، غير رسمية" },
  headline: (what, where) => `${what} في ${where}`,
  count: (kind, value) => (COUNTED[kind] ? counted(value, COUNTED[kind]) : `رقم جديد: ${value}`),
  fromBorder: (km, border) =>
    km < 1 ? `على ${borderName(border, "ar")}` : `على بعد ${km} كم من ${borderName(border, "ar")}`,
  firstTold: (time) => `أول تنبيه: ${time}`,
  reports: (outlets, count) => `${outlets} (${counted(count, REPORTS)})`,
  alertsTogether: (count) => counted(count, ALERTS),
  verdictCounts: (counts, percent) => `${counts.join("، ")}؛ الدقة ${percent}`,
};

const ENGLISH: Labels = {
  comma: ", ",
  severity: { low: "low", medium: "medium", high: "high", critical: "critical" },
  sourceKind: { state: "state", party: "party", wire: "wire", independent: "independent" },
  fact: {
    where: "Where",
    when: "When",
    who: "Who",
    lost: "Lost ground",
    gained: "Gained ground",
    howMany: "How many",
    accordingTo: "According to",
    source: "Source",
    outlets: "Reported by so far",
    published: "Published",
    watchlist: "Watchlist",
    level: "Severity",
  },
  alert: {
    why: "Why you are told",
    article: "Article",
    map: "Map",
    possibleRepeat: "This alert may be a repeat",
    unknown: "unknown",
    update: "Update",
    reminder: "Nobody answered yet",
    followUp: "a new count or a follow-up",
    truce: "a truce",
  },
  digest: {
    digest: "Rasid digest",
    summary: "In short",
    places: "Most named places",
    held: "Held back",
    review: "to be looked at",
    silence: "silenced",
    verdicts: "How right the watchlists were",
    more: "more",
    possibleRepeat: "may be a repeat",
  },
  heldFor: {
    "quiet-hours": "quiet hours",
    "too-many": "over the rate",
    review: "to be looked at",
    silence: "silenced",
  },
  verdict: {
    acknowledge: { label: "Acknowledge", effect: "The alert counts as right." },
    reject: { label: "Reject", effect: "Nobody will be told of this again." },
    "wrong-place": {
      label: "Wrong place",
      effect: "The place counts as wrong, and nobody will be told of this again.",
    },
    mute: { label: "Mute", effect: "This channel will be told nothing more of this event." },
  },
  verdictAnswer: {
    noted: "Noted.",
    "said-before": "You said so before.",
    forgotten: "That alert is not kept any more.",
  },
  verdictLink: {
    invalid: "This link is not one of ours, or not whole.",
    expired: "This link has expired.",
  },
  map: {
    km: "km",
    north: "N",
    disclaimer: "Borders are approximate, not authoritative · Natural Earth, GeoNames",
  },
  headline: (what, where) => `${what} in ${where}`,
  count: (kind, value) => `${kind === "other" ? "new figure" : kind}: ${value}`,
  fromBorder: (km, border) => `${km} km from ${borderName(border, "en")}`,
  firstTold: (time) => `first told: ${time}`,
  reports: (outlets, count) => `${outlets} (reports: ${count})`,
  alertsTogether: (count) => `${count} alerts together`,
  verdictCounts: (counts, percent) => `${counts.join(", ")}; precision ${percent}`,
};

const TABLES: Readonly<Record<Language, Labels>> = { ar: ARABIC, en: ENGLISH };

/** The labels of a language. */
export function labelsIn(language: Language): Labels {
  return TABLES[language];
}
