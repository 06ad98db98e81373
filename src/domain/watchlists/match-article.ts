import type { ArticleText } from "../article.ts";
import { eventOf } from "../reading/article-event.ts";
import { locateArticle } from "../reading/located-article.ts";
import { decideWatchlist } from "./decide-watchlist.ts";
import type { Decision } from "./decision.ts";
import type { Rulebook } from "./rulebook.ts";
import type { ArticleSource } from "./watchlist.ts";

/** What is known of an article besides its text. */
export interface MatchFacts {
  readonly source?: ArticleSource | undefined;
  /** ISO 8601; tells which actor a name means that changed hands. */
  readonly publishedAt?: string | undefined;
}

/** Decides what every watchlist makes of an article. Pure and deterministic; watchlists with `none` are listed too. */
export function matchArticle(article: ArticleText, rulebook: Rulebook, facts: MatchFacts = {}): Decision {
  const { source = {}, publishedAt } = facts;
  const located = locateArticle(article, rulebook, publishedAt, source.country);
  return {
    mentions: located.mentions,
    event: eventOf(located, publishedAt),
    matches: rulebook.watchlists.map((watchlist) => decideWatchlist(watchlist, located, source)),
  };
}
