import type { Article, Source } from "../domain/article.ts";
import type { Alert } from "../domain/event/alert.ts";
import type { Digest, HeldAlert } from "../domain/event/digest.ts";
import type { Silence } from "../domain/event/pace.ts";
import type { StoryWeights } from "../domain/event/story.ts";
import type { StoryTelling } from "../domain/event/story-record.ts";
import type { StorySketch } from "../domain/event/story-sketch.ts";
import type { Verdict, VerdictCounts } from "../domain/event/verdict.ts";
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

/** What came of asking for the page of an article. */
export type PageAnswer =
  | { readonly ok: true; readonly title: string; readonly body: string }
  | { readonly ok: false; readonly code: string; readonly why: string };

/** Where the main text of pages is read. */
export interface PageSource {
  /** Never rejects for what a page or its host does; rejects when the signal fires. */
  read(article: Pick<Article, "url" | "feedId">, signal: AbortSignal): Promise<PageAnswer>;
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
    readonly weights: StoryWeights;
    alertIdOf(channelId: string): string;
    readonly now: Date;
  }): Promise<StoryTelling>;
  /** Who reported a story so far, and how many articles tell it; undefined when it is forgotten. */
  standing(storyId: string): Promise<Pick<StoryTelling, "outlets" | "reports"> | undefined>;
}

/** What came of trying to send an alert. */
export type Delivery =
  | {
      readonly outcome: "done";
      /** What later updates of the message need, such as Slack's ts. */
      readonly ref?: string | undefined;
      /** What was not quite done, such as a recipient refused among others. */
      readonly note?: string | undefined;
    }
  | {
      readonly outcome: "later";
      readonly why: string;
      readonly afterMs?: number | undefined;
      /** The other side may have accepted it all the same (a timeout, a cut connection): the next try is marked. */
      readonly mayHaveArrived?: boolean | undefined;
    }
  | { readonly outcome: "never"; readonly why: string };

/** Somewhere an alert can be sent. One file in channels/ is one kind of channel. */
export interface Channel {
  readonly id: string;
  /** Whether an alert may bring a map picture. */
  readonly takesPictures?: boolean | undefined;
  /** Never rejects: every failure is `later` or `never`, told without a secret in it. Ends early when the signal fires. */
  send(message: Outgoing, signal: AbortSignal): Promise<Delivery>;
  /** Writes a message again with what is known now, silently; absent where a channel cannot. `ref`: what it gave. */
  amend?(alert: Alert, ref: string, signal: AbortSignal): Promise<Delivery>;
  /** Whether the channel can be reached and accepts its credentials, without sending anything. */
  check(signal: AbortSignal): Promise<Delivery>;
}

/** What a channel is asked to send. */
export type Outgoing =
  | {
      readonly kind: "alert";
      readonly alert: Alert;
      readonly possibleRepeat: boolean;
      /** Of an update: what this channel gave for the alert that told the story first. */
      readonly threadRef?: string | undefined;
      /** A map of its place, as PNG. */
      readonly picture?: Uint8Array | undefined;
    }
  | { readonly kind: "digest"; readonly digest: Digest; readonly possibleRepeat: boolean }
  | { readonly kind: "notice"; readonly notice: OpsNotice };

/** Something that ops should know. */
export interface OpsNotice {
  /** The same for the same trouble, so that it is told once. */
  readonly key: string;
  readonly title: string;
  readonly lines: readonly string[];
  /** ISO 8601. */
  readonly at: string;
}

export interface OpsNotices {
  /** Tells ops, unless the same key was told lately. Never rejects. */
  tell(notice: Omit<OpsNotice, "at">): Promise<void>;
}

/** What is known of the sending of one alert. */
export interface SentLedger {
  /** Notes that a try begins. `first`: nobody noted one before. `sent`: it is already done. */
  begin(alertId: string, at: Date): Promise<"first" | "again" | "sent">;
  /** Notes that the channel refused the try, so that the next one is no repeat. */
  refused(alertId: string): Promise<void>;
  /** Notes that the alert needs no more tries. `ref`: what the channel gave for it. */
  done(alertId: string, ref: string | undefined, at: Date): Promise<void>;
  /** What the channel gave for an alert that was sent; undefined when it was not, or gave nothing. */
  refOf(alertId: string): Promise<string | undefined>;
}

/** The alerts that people look at, without the bodies of their articles. */
export interface ToldAlerts {
  keep(alert: Alert, ref: string | undefined, at: Date): Promise<void>;
  find(alertId: string): Promise<Alert | undefined>;
  /** The alert whose message a channel knows by this `ref`. */
  findByRef(channelId: string, ref: string): Promise<Alert | undefined>;
  /** How many a channel was told since then, at most an hour ago. */
  countSince(channelId: string, since: Date): Promise<number>;
  /** When a channel was last told of a place, within a day. */
  lastOf(channelId: string, placeId: string): Promise<Date | undefined>;
}

/** Alerts that wait for the digests of their channels. */
export interface DigestBox {
  /** Puts an alert in the next digest of its channel; the same one again changes nothing. */
  hold(held: HeldAlert): Promise<void>;
  /** What the next digest tells, the oldest first. Until it is told, asking again gives the same. */
  open(channelId: string): Promise<{ readonly held: readonly HeldAlert[]; readonly leftOut: number }>;
  told(channelId: string): Promise<void>;
}

/** What people asked not to be told. */
export interface Silences {
  /** Those in force and those that ended lately. */
  all(): Promise<readonly Silence[]>;
  add(silence: Silence): Promise<void>;
  /** False when there is no such silence. */
  drop(id: string): Promise<boolean>;
}

/** What analysts said of alerts. */
export interface VerdictBook {
  /** Notes a verdict on an alert; false when the same person said the same of it before. */
  give(verdict: Verdict, alert: Alert): Promise<boolean>;
  on(storyId: string): Promise<readonly Verdict[]>;
  /** Ids of the stories that were rejected, as long as stories are kept. */
  rejected(): Promise<readonly string[]>;
  /** How often each verdict was given, by watchlist, and by watchlist and concept as `watchlist concept`. */
  counts(): Promise<ReadonlyMap<string, VerdictCounts>>;
}

/** A job that could not be done. */
export interface DeadLetter {
  readonly id: string;
  readonly queue: "articles" | "alerts";
  /** The batch or the alert, as it was queued. */
  readonly payload: unknown;
  /** One line for a person: which article, or which alert and channel. */
  readonly about: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface DeadLetters {
  add(letter: DeadLetter): Promise<void>;
  /** Oldest first. */
  list(): Promise<DeadLetter[]>;
  find(id: string): Promise<DeadLetter | undefined>;
  /** False when there is no such letter. */
  drop(id: string): Promise<boolean>;
  count(): Promise<number>;
}
