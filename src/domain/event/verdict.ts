/** What an analyst can say of an alert. */
export const VERDICTS = ["acknowledge", "reject", "wrong-place", "mute"] as const;
export type VerdictKind = (typeof VERDICTS)[number];

/** What an analyst said of an alert. */
export interface Verdict {
  readonly kind: VerdictKind;
  readonly alertId: string;
  readonly storyId: string;
  readonly channelId: string;
  /** Who, as the channel knows them. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Whether a channel is told nothing more of a story: it was no event, or this channel has heard enough. */
export function isClosed(verdicts: readonly Verdict[], channelId: string): boolean {
  return verdicts.some(
    ({ kind, channelId: where }) =>
      kind === "reject" || kind === "wrong-place" || (kind === "mute" && where === channelId),
  );
}
