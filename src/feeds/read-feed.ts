import type { FeedItem } from "../domain/feed-item.ts";

/** What came of reading a document. */
export interface ReadFeed {
  readonly items: readonly FeedItem[];
  /** How many entries the document held beyond the limit. */
  readonly leftOut: number;
  readonly title: string;
  /** Which stage of the reader could read it. */
  readonly stage: "rss-parser" | "repaired" | "feedsmith";
}

/** The longest a field of an item may be, in UTF-16 units; what is over is cut. */
export const FIELD_LIMITS = { guid: 2000, url: 2048, title: 1000, summary: 20_000, body: 200_000 } as const;
