import { labelsIn } from "../language/labels.ts";
import type { Language } from "../language/language.ts";

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

/** A mark for each verdict that needs no words. */
export const VERDICT_MARKS = { acknowledge: "✔", reject: "✖", "wrong-place": "📍", mute: "🔕" } as const;

/** The share of verdicts, mutes apart, that acknowledge, in whole percent; undefined where there are none. */
export function precisionPercent({ acknowledge = 0, reject = 0, ...rest }: VerdictCounts): number | undefined {
  const judged = acknowledge + reject + (rest["wrong-place"] ?? 0);
  return judged === 0 ? undefined : Math.round((100 * acknowledge) / judged);
}

/** The counts and the precision in one line. */
export function verdictCountsText(counts: VerdictCounts, language: Language): string {
  const labels = labelsIn(language);
  const told = VERDICTS.map((kind) => `${labels.verdict[kind].label} ${counts[kind] ?? 0}`);
  return labels.verdictCounts(told, `${precisionPercent(counts) ?? "–"}%`);
}
