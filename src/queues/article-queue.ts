import type { Redis } from "ioredis";
import type { Article } from "../domain/article.ts";
import type { ArticleBatch, ArticleQueue } from "../pipeline/poll-ports.ts";
import { type JobQueue, openQueue } from "./bullmq-queue.ts";
import { PAYLOAD_VERSION } from "./job-options.ts";
import { bury, type JobWorker, startJobWorker, type TryingWorkerOptions } from "./job-worker.ts";

export const ARTICLE_QUEUE = "articles";
const MAX_BATCH_ARTICLES = 50;
const MAX_BATCH_CHARS = 1_000_000;
/** A batch that failed once is taken apart at once: the articles that are well should not wait for one that is not. */
const TRIES_BEFORE_SPLIT = 1;

/** A batch on its way to a matcher. */
export interface BatchJob extends ArticleBatch {
  readonly v: number;
  /** Tries of the batch that this article was split from. */
  readonly triesBefore?: number | undefined;
}

/** The queue of new articles, one job a poll. */
export interface ArticleBatches extends ArticleQueue {
  readonly queue: JobQueue<BatchJob>;
  /** Queues one article of a batch that failed, with the tries that were spent on the batch. */
  enqueueSplit(batch: ArticleBatch, article: Article, triesBefore: number): Promise<void>;
}

/** `hash` makes the id that keeps a batch from being queued twice. */
export function openArticleQueue(
  connection: Redis,
  hash: (text: string) => string,
  onError: (error: Error) => void,
): ArticleBatches {
  const queue = openQueue<BatchJob>(ARTICLE_QUEUE, connection, onError);
  return {
    queue,
    async enqueueSplit({ feedId, afterLoss }, article, triesBefore) {
      const job = { v: PAYLOAD_VERSION, feedId, afterLoss, articles: [article], triesBefore };
      await queue.add(`split-${hash(article.id)}`, job);
    },
    async enqueue(batch) {
      for (const articles of chunksOf(batch.articles)) {
        const id = hash(articles.map((article) => article.id).join("\n"));
        await queue.add(`batch-${id}`, { ...batch, v: PAYLOAD_VERSION, articles });
      }
    },
  };
}

function chunksOf(articles: readonly Article[]): Article[][] {
  const chunks: Article[][] = [];
  let chars = 0;
  for (const article of articles) {
    const size = article.title.length + article.summary.length + article.body.length;
    const last = chunks.at(-1);
    const fits = last && last.length < MAX_BATCH_ARTICLES && chars + size <= MAX_BATCH_CHARS;
    if (fits) last.push(article);
    else chunks.push([article]);
    chars = fits ? chars + size : size;
  }
  return chunks;
}

/** Works on queued articles. A batch that fails is split; an article that fails `maxTries` times is a dead letter. */
export function startArticleWorker(
  options: TryingWorkerOptions & {
    readonly queue: ArticleBatches;
    readonly concurrency: number;
    work(batch: ArticleBatch, signal: AbortSignal): Promise<void>;
  },
): JobWorker {
  const { tries, queue } = options;
  const lastErrors = new Map<string, string>();

  function buryBatch(batch: ArticleBatch, id: string, reason: string): Promise<void> {
    const article = Array.isArray(batch.articles) ? batch.articles[0] : undefined;
    const about = `article ${article?.id ?? "?"} of feed ${batch.feedId}: ${String(article?.title ?? "").slice(0, 120)}`;
    return bury(options, { id, queue: "articles", payload: batch, about, reason });
  }

  return startJobWorker<BatchJob>({
    ...options,
    queue: ARTICLE_QUEUE,
    async work(job, { id }, signal) {
      const count = await tries.begin(id);
      const reason = lastErrors.get(id) ?? "ended the process or never finished";
      if (job.v !== PAYLOAD_VERSION) {
        await buryBatch(job, id, `payload version ${job.v}, not ${PAYLOAD_VERSION}`);
      } else if (job.articles.length > 1 && count > TRIES_BEFORE_SPLIT) {
        for (const article of job.articles) await queue.enqueueSplit(job, article, count - 1);
      } else if (count + (job.triesBefore ?? 0) > options.maxTries) {
        await buryBatch(job, id, `failed ${options.maxTries} times: ${reason}`);
      } else {
        await options.work(job, signal);
      }
      await tries.forget(id);
      lastErrors.delete(id);
      return { outcome: "done" };
    },
    onError(error, jobId) {
      if (jobId !== undefined) lastErrors.set(jobId, error.message);
      options.onError(error, jobId);
    },
  });
}
