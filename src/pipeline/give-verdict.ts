import type { Verdict, VerdictKind } from "../domain/event/verdict.ts";
import type { Language } from "../domain/event/wording.ts";
import type { AlertQueue, ToldAlerts, VerdictBook } from "./ports.ts";

export interface VerdictPorts {
  readonly told: Pick<ToldAlerts, "find">;
  readonly verdicts: Pick<VerdictBook, "give">;
  readonly alerts: Pick<AlertQueue, "amend">;
  now(): Date;
  onGiven(verdict: Verdict): void;
}

/** What came of a verdict: noted, said before by the same person, or of an alert that is not kept any more. */
export type VerdictAnswer = "noted" | "said-before" | "forgotten";

/** Notes what somebody says of an alert, and asks that its message shows it. `by`: as in Verdict. */
export async function giveVerdict(
  { alertId, kind, by }: { readonly alertId: string; readonly kind: VerdictKind; readonly by: string },
  ports: VerdictPorts,
): Promise<VerdictAnswer> {
  const alert = await ports.told.find(alertId);
  if (!alert) return "forgotten";
  const { storyId, channelId } = alert;
  const verdict = { kind, alertId, storyId, channelId, by, at: ports.now().toISOString() };
  const isNew = await ports.verdicts.give(verdict, alert);
  if (isNew) ports.onGiven(verdict);
  // Asked for again, too: the wish may have been lost after the verdict was noted.
  await ports.alerts.amend(alertId);
  return isNew ? "noted" : "said-before";
}

const ANSWERS: Readonly<Record<Language, Readonly<Record<VerdictAnswer, string>>>> = {
  ar: {
    noted: "تم تسجيل رأيك.",
    "said-before": "سبق تسجيل هذا الرأي.",
    forgotten: "لم يعد هذا التنبيه محفوظا لدينا.",
  },
  en: { noted: "Noted.", "said-before": "You said so before.", forgotten: "That alert is not kept any more." },
};

/** What the person is told. */
export function answerText(answer: VerdictAnswer, language: Language): string {
  return ANSWERS[language][answer];
}
