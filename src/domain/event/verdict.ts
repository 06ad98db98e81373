import type { Language } from "./wording.ts";

/** What an analyst can say of an alert. */
export const VERDICTS = ["acknowledge", "reject", "wrong-place", "mute"] as const;
export type VerdictKind = (typeof VERDICTS)[number];

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

/** How often each verdict was given. */
export type VerdictCounts = Readonly<Partial<Record<VerdictKind, number>>>;

/** Addresses that give a verdict on one alert. */
export type VerdictLinks = Readonly<Record<VerdictKind, string>>;

/** Whether a verdict says that there was no such event: nobody is told of it again. */
export function isRejection(kind: VerdictKind): boolean {
  return kind === "reject" || kind === "wrong-place";
}

/** Whether a channel is told nothing more of a story: it was no event, or this channel has heard enough. */
export function isClosed(verdicts: readonly Verdict[], channelId: string): boolean {
  return verdicts.some(({ kind, channelId: where }) => isRejection(kind) || (kind === "mute" && where === channelId));
}

/** Each verdict as buttons name it, and what follows from it. */
const WORDS = {
  ar: {
    acknowledge: ["تأكيد", "يحسب التنبيه صحيحا."],
    reject: ["رفض", "لن يبلغ أحد بهذا الخبر مرة أخرى."],
    "wrong-place": ["المكان خاطئ", "يحسب التنبيه خطأ في المكان، ولن يبلغ أحد بهذا الخبر مرة أخرى."],
    mute: ["كتم", "لن تبلغ هذه القناة بجديد هذا الحدث."],
  },
  en: {
    acknowledge: ["Acknowledge", "The alert counts as right."],
    reject: ["Reject", "Nobody will be told of this again."],
    "wrong-place": ["Wrong place", "The alert counts as misplaced, and nobody will be told of this again."],
    mute: ["Mute", "This channel will be told nothing more of this event."],
  },
} as const satisfies Record<Language, Record<VerdictKind, readonly [string, string]>>;
const MARKS: Readonly<Record<VerdictKind, string>> = { acknowledge: "✔", reject: "✖", "wrong-place": "📍", mute: "🔕" };

/** A verdict in words: a mark that needs none, the label of its button, and what follows from it. */
export function verdictWords(kind: VerdictKind, language: Language) {
  const [label, effect] = WORDS[language][kind];
  return { mark: MARKS[kind], label, effect };
}

/** The share of verdicts, mutes apart, that acknowledge, in whole percent; undefined where there are none. */
export function precisionPercent(counts: VerdictCounts): number | undefined {
  const { acknowledge = 0, reject = 0 } = counts;
  const judged = acknowledge + reject + (counts["wrong-place"] ?? 0);
  return judged === 0 ? undefined : Math.round((100 * acknowledge) / judged);
}

/** The counts and the precision in one line. */
export function verdictCountsText(counts: VerdictCounts, language: Language): string {
  const told = VERDICTS.map((kind) => `${verdictWords(kind, language).label} ${counts[kind] ?? 0}`);
  const precision = precisionPercent(counts);
  const share = precision === undefined ? "–" : `${precision}%`;
  return language === "ar" ? `${told.join("، ")}؛ الدقة ${share}` : `${told.join(", ")}; precision ${share}`;
}
