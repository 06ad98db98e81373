import type { Language } from "./wording.ts";

/** What an analyst can say of an alert. */
export const VERDICTS = ["acknowledge", "reject", "wrong-place", "mute"] as const;
export type VerdictKind = (typeof VERDICTS)[number];
/** How often each verdict was given. */
export type VerdictCounts = Readonly<Partial<Record<VerdictKind, number>>>;
/** Addresses that give a verdict on one alert. */
export type VerdictLinks = Readonly<Record<VerdictKind, string>>;

/** What an analyst said of an alert. */
export interface Verdict {
  readonly kind: VerdictKind;
  readonly alertId: string;
  readonly storyId: string;
  readonly channelId: string;
  /** Who, as the channel knows them; `link` where it knows no names. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Whether a verdict says that there was no such event: nobody is told of it again. */
export function isRejection(kind: VerdictKind): boolean {
  return kind === "reject" || kind === "wrong-place";
}

/** Whether a channel is told nothing more of a story: it was no event, or this channel has heard enough. */
export function isClosed(verdicts: readonly Verdict[], channelId: string): boolean {
  return verdicts.some((one) => isRejection(one.kind) || (one.kind === "mute" && one.channelId === channelId));
}

const MARKS = { acknowledge: "✔", reject: "✖", "wrong-place": "📍", mute: "🔕" } as const;
/** The label of each button, and what follows from it. */
const WORDS: Readonly<Record<Language, Readonly<Record<VerdictKind, readonly [string, string]>>>> = {
  ar: {
    acknowledge: ["تأكيد", "يحسب التنبيه صحيحا."],
    reject: ["رفض", "لن يصل هذا الخبر إلى أحد مرة أخرى."],
    "wrong-place": ["المكان خاطئ", "يحسب المكان خطأ، ولن يصل هذا الخبر إلى أحد مرة أخرى."],
    mute: ["كتم", "لن يصل جديد هذا الحدث إلى هذه القناة."],
  },
  en: {
    acknowledge: ["Acknowledge", "The alert counts as right."],
    reject: ["Reject", "Nobody will be told of this again."],
    "wrong-place": ["Wrong place", "The place counts as wrong, and nobody will be told of this again."],
    mute: ["Mute", "This channel will be told nothing more of this event."],
  },
};

/** A verdict in words, with a mark that needs none. */
export function verdictWords(kind: VerdictKind, language: Language) {
  const [label, effect] = WORDS[language][kind];
  return { mark: MARKS[kind], label, effect };
}

/** The share of verdicts, mutes apart, that acknowledge, in whole percent; undefined where there are none. */
export function precisionPercent({ acknowledge = 0, reject = 0, ...rest }: VerdictCounts): number | undefined {
  const judged = acknowledge + reject + (rest["wrong-place"] ?? 0);
  return judged === 0 ? undefined : Math.round((100 * acknowledge) / judged);
}

/** The counts and the precision in one line. */
export function verdictCountsText(counts: VerdictCounts, language: Language): string {
  const told = VERDICTS.map((kind) => `${verdictWords(kind, language).label} ${counts[kind] ?? 0}`);
  const precision = `${precisionPercent(counts) ?? "–"}%`;
  return language === "ar" ? `${told.join("، ")}؛ الدقة ${precision}` : `${told.join(", ")}; precision ${precision}`;
}
