import type { Lane } from "../src/domain/watchlists/decision.ts";
import type { AlertLabel, LabelledReport } from "./labelled.ts";

/** A part as a share in percent, to a tenth; of nothing it is 0 %. */
export function percent(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
}

const SAYS: Readonly<Record<Lane, number>> = { alert: 1, review: 0.5, none: 0 };
const WANT: Readonly<Record<AlertLabel, number>> = { yes: 1, review: 0.5, no: 0 };

/** A border's decision on an article with its label. */
export interface JudgedAlert {
  readonly said: Lane;
  readonly label: AlertLabel;
}

/** How right decisions were; a look counts half, on both sides. All shares between 0 and 1. */
export interface AlertScore {
  readonly precision: number;
  readonly recall: number;
  /** Of `yes`, told as none. */
  readonly missed: number;
  /** Of `no`, told as an alert. */
  readonly falselyTold: number;
}

export function alertScore(judged: readonly JudgedAlert[]): AlertScore {
  const sum = (value: (one: JudgedAlert) => number) => judged.reduce((total, one) => total + value(one), 0);
  const good = sum(({ said, label }) => Math.min(SAYS[said], WANT[label]));
  const among = (label: AlertLabel, said: Lane) => {
    const all = judged.filter((one) => one.label === label);
    return all.filter((one) => one.said === said).length / Math.max(1, all.length);
  };
  return {
    precision:
      good /
      Math.max(
        1e-9,
        sum(({ said }) => SAYS[said]),
      ),
    recall:
      good /
      Math.max(
        1e-9,
        sum(({ label }) => WANT[label]),
      ),
    missed: among("yes", "none"),
    falselyTold: among("no", "alert"),
  };
}

/** Which story a report was put into, and whether it was told as an update. */
export interface StorySaid {
  readonly story: string;
  readonly isMaterial?: boolean;
}

/** B-cubed precision and recall of stories, the share of look-alikes that were merged, and the F1 of updates. */
export interface StoryScore {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly merged: number;
  readonly updates: number;
}

export function storyScore(reports: readonly LabelledReport[], said: readonly StorySaid[]): StoryScore {
  const gold = groupsBy(reports.map(({ relation, id, event }) => (relation === "different" ? id : event)));
  const ours = groupsBy(said.map(({ story }) => story));
  const sums = { precision: 0, recall: 0, merged: 0, different: 0, right: 0, told: 0, wanted: 0 };
  for (const [i, report] of reports.entries()) {
    const both = [...gold[i]!].filter((one) => ours[i]!.has(one)).length;
    sums.precision += both / ours[i]!.size / reports.length;
    sums.recall += both / gold[i]!.size / reports.length;
    if (report.relation === "different") sums.different++;
    if (report.relation === "different" && ours[i]!.size > 1) sums.merged++;
    if (said[i]!.isMaterial) sums.told++;
    if (report.materialUpdate) sums.wanted++;
    if (said[i]!.isMaterial && report.materialUpdate) sums.right++;
  }
  const { precision, recall } = sums;
  return {
    precision,
    recall,
    f1: (2 * precision * recall) / Math.max(1e-9, precision + recall),
    merged: sums.merged / Math.max(1, sums.different),
    updates: (2 * sums.right) / Math.max(1, sums.told + sums.wanted),
  };
}

/** For each position, the positions with the same key, itself among them. */
function groupsBy(keys: readonly string[]): ReadonlySet<number>[] {
  const byKey = new Map<string, Set<number>>();
  for (const [i, key] of keys.entries()) byKey.set(key, (byKey.get(key) ?? new Set()).add(i));
  return keys.map((key) => byKey.get(key)!);
}
