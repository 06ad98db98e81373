/** The parts of an article that are read, in reading order. */
export const FIELDS = ["title", "summary", "body"] as const;
export type Field = (typeof FIELDS)[number];

/** Who stands behind a feed; analysts weigh a state agency and an independent outlet differently. */
export interface Source {
  readonly outlet: string;
  readonly owner?: string | undefined;
  /** ISO 3166 code of the outlet's seat. */
  readonly country?: string | undefined;
  readonly kind?: "state" | "party" | "wire" | "independent" | undefined;
}

/** One thing published by one source. Texts are plain, without markup; block ends are line breaks. */
export interface Article {
  /** Stable over polls, edits and restarts: the hash of its identity (see article-identity.ts). */
  readonly id: string;
  readonly feedId: string;
  readonly source: Source;
  readonly title: string;
  readonly summary: string;
  readonly body: string;
  /** Set when the body is the main text of the article's own page, in place of what the feed gave. */
  readonly bodyFrom?: "page" | undefined;
  /** http or https, or absent. */
  readonly url?: string | undefined;
  /** ISO 8601 in UTC as the feed claims it; absent when the feed gives none that can be read. */
  readonly publishedAt?: string | undefined;
}

/** The texts of an article by field; what a matcher reads. */
export type ArticleText = Pick<Article, Field>;
