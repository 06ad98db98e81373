import type { Article, Source } from "../domain/article.ts";
import type { FeedItem } from "../domain/feed-item.ts";

/** A feed as the pipeline knows it. */
export interface Feed {
  readonly id: string;
  readonly title: string;
  readonly source: Source;
}

/** What a server gave us to ask "has it changed?" with. */
export interface Validators {
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
  /** Which of the feed's addresses they belong to. */
  readonly url: string;
}

/** What came of asking a feed once. */
export type FeedAnswer =
  | { readonly outcome: "unchanged" }
  | {
      readonly outcome: "items";
      readonly items: readonly FeedItem[];
      /** Entries beyond the limit, which were not read. */
      readonly leftOut: number;
      readonly validators?: Validators | undefined;
      readonly stage: string;
      readonly charset: string;
      /** A permanent redirect named this address; the configuration is ops' to change. */
      readonly movedTo?: string | undefined;
    }
  | {
      readonly outcome: "failed";
      readonly code: string;
      readonly why: string;
      readonly retryAfterMs?: number | undefined;
    };

/** Where feeds are asked. */
export interface FeedSource {
  /** Never rejects for what a feed does; rejects when the signal fires. `known`: send these validators. */
  ask(feed: Feed, known: Validators | undefined, signal: AbortSignal): Promise<FeedAnswer>;
}

/** What is remembered of a feed between two polls. */
export interface FeedState {
  readonly validators?: Validators | undefined;
  readonly fullFetchAt?: string | undefined;
  readonly askedAt?: string | undefined;
  readonly okAt?: string | undefined;
  /** When the first document was read: from then on, what is new is told. */
  readonly baselineAt?: string | undefined;
  /** Polls that failed in a row. */
  readonly failures: number;
  readonly lastError?: string | undefined;
  /** The server asked not to be asked again before this. */
  readonly notBefore?: string | undefined;
  readonly items: number;
}

export interface FeedStates {
  load(feedId: string): Promise<FeedState | undefined>;
  save(feedId: string, state: FeedState): Promise<void>;
}

/** Which articles were handed on before, by feed and by the hashes of their identities. */
export interface SeenLedger {
  /** For each key, whether it is remembered. */
  seen(feedId: string, keys: readonly string[]): Promise<boolean[]>;
  remember(feedId: string, keys: readonly string[], at: Date): Promise<void>;
}

/** New articles of one poll, travelling together; every effect of them is idempotent by article. */
export interface ArticleBatch {
  readonly feedId: string;
  readonly articles: readonly Article[];
  /** Set when these may have been told before: the ledger that knew was lost. */
  readonly afterLoss?: boolean | undefined;
}

export interface ArticleQueue {
  /** Resolves once the batch is durable; adding the same articles again adds nothing. */
  enqueue(batch: ArticleBatch): Promise<void>;
}
