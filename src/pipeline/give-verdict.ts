import type { Verdict } from "../domain/event/verdict.ts";
import type { Language } from "../domain/event/wording.ts";
import type { AlertQueue, ToldAlerts, VerdictBook } from "./ports.ts";

export interface VerdictPorts {
  readonly told: Pick<ToldAlerts, "find">;
  readonly verdicts: Pick<VerdictBook, "give">;
  readonly alerts: Pick<AlertQueue, "amend">;
  now(): Date;
  onGiven(verdict: Verdict): void;
}

/** What came of a verdict, in Arabic and in English: noted, said before by the same person, or of no alert we keep. */
const ANSWERS = {
  noted: { ar: "تم تسجيل رأيك.", en: "Noted." },
  "said-before": { ar: "سبق تسجيل هذا الرأي.", en: "You said so before." },
  forgotten: { ar: "لم يعد هذا التنبيه محفوظا لدينا.", en: "That alert is not kept any more." },
} as const;
export type VerdictAnswer = keyof typeof ANSWERS;

/** What the person is told. */
export function answerText(answer: VerdictAnswer, language: Language): string {
  return ANSWERS[answer][language];
}

/** Notes what somebody says of an alert, and asks that its message shows it. */
export async function giveVerdict(
  given: Pick<Verdict, "alertId" | "kind" | "by">,
  ports: VerdictPorts,
): Promise<VerdictAnswer> {
  const alert = await ports.told.find(given.alertId);
  if (!alert) return "forgotten";
  const { storyId, channelId } = alert;
  const verdict = { ...given, storyId, channelId, at: ports.now().toISOString() };
  const isNew = await ports.verdicts.give(verdict, alert);
  if (isNew) ports.onGiven(verdict);
  // Asked for again, too: the wish may have been lost after the verdict was noted.
  await ports.alerts.amend(alert.id);
  return isNew ? "noted" : "said-before";
}
