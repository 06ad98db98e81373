import type { Alert } from "../domain/alerts/alert.ts";
import type { Article } from "../domain/article.ts";
import type { StoryTelling } from "../domain/stories/story-record.ts";
import type { StoryRules } from "../domain/stories/story-rules.ts";
import type { StorySketch } from "../domain/stories/story-sketch.ts";

/** What came of asking for the page of an article. */
export type PageAnswer =
  | { readonly ok: true; readonly title: string; readonly body: string }
  | { readonly ok: false; readonly code: string; readonly why: string };

/** Where the main text of pages is read. */
export interface PageSource {
  /** Never rejects for what a page or its host does; rejects when the signal fires. */
  read(article: Pick<Article, "url" | "feedId">, signal: AbortSignal): Promise<PageAnswer>;
}

export interface AlertQueue {
  /** Resolves once it is durable; again adds nothing. `afterLoss`: see ArticleBatch; `delayMs`: not sent before. */
  enqueue(alert: Alert, afterLoss: boolean, delayMs?: number): Promise<void>;
  /** Asks that the message of an alert is written again soon; asking several times at once is one wish. */
  amend(alertId: string): Promise<void>;
}

/** The stories that were told. */
export interface StoryBook {
  /** Puts an article into its story; asking again for the same article gives the same answer. */
  tell(asked: {
    readonly sketch: StorySketch;
    readonly outlet: string;
    /** The channels whose watchlists it answers. */
    readonly channels: readonly string[];
    readonly rules: StoryRules;
    alertIdOf(channelId: string): string;
    readonly now: Date;
  }): Promise<StoryTelling>;
  /** Who reported a story so far, and how many articles tell it; undefined when it is forgotten. */
  standing(storyId: string): Promise<Pick<StoryTelling, "outlets" | "reports"> | undefined>;
}
