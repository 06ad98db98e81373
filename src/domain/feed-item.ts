/** One entry of a feed as it was read: every field a bounded string, texts plain, in the order of the feed. */
export interface FeedItem {
  readonly guid: string;
  /** Absolute http or https address, or empty. */
  readonly url: string;
  readonly title: string;
  readonly summary: string;
  readonly body: string;
  /** ISO 8601 in UTC, or empty when the feed gives no date that can be read. */
  readonly publishedAt: string;
}
