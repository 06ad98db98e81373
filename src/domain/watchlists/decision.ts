import type { Reason } from "../language/reasons.ts";
import type { ArticleEvent } from "../reading/article-event.ts";
import type { Mention } from "../reading/mention.ts";
import type { Severity } from "../severity.ts";

/** `alert`: tell it. `review`: plausible, not certain; a quieter lane. `none`: not what was asked. */
export type Lane = "alert" | "review" | "none";

/** What one watchlist makes of an article. */
export interface Match {
  readonly watchlist: string;
  readonly decision: Lane;
  readonly severity: Severity;
  readonly score: number;
  readonly evidence: readonly number[]; // positions in the decision's mentions
  readonly because: readonly Reason[];
}

/** Everything the matcher says of one article. */
export interface Decision {
  readonly mentions: readonly Mention[];
  readonly event: ArticleEvent;
  readonly matches: readonly Match[];
}
