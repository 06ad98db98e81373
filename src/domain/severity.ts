/** How bad what a watchlist looks for is, the least first. */
export const SEVERITIES = ["low", "medium", "high", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Whether a severity is as bad as the least that is asked for, or worse. */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}

/** The worst of some severities; undefined when there are none. */
export function worst(severities: readonly Severity[]): Severity | undefined {
  return SEVERITIES.findLast((severity) => severities.includes(severity));
}
