import type { Verdict } from "../domain/alerts/verdict.ts";
import type { ToldAlerts, VerdictBook } from "./deliver-ports.ts";
import type { AlertQueue } from "./match-ports.ts";

export interface VerdictPorts {
  readonly told: Pick<ToldAlerts, "find">;
  readonly verdicts: Pick<VerdictBook, "give">;
  readonly alerts: Pick<AlertQueue, "amend">;
  now(): Date;
  onGiven(verdict: Verdict): void;
}

/** What came of a verdict: noted, said before by the same person, or of no alert we keep. */
export type VerdictAnswer = "noted" | "said-before" | "forgotten";

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
