import type { Alert } from "../../src/domain/alerts/alert.ts";
import type { Article } from "../../src/domain/article.ts";
import type { FeedItem } from "../../src/domain/feed-item.ts";

/** Valid values of which a test names only what it is about. */
export function anItem(given: Partial<FeedItem> = {}): FeedItem {
  return { guid: "", url: "", title: "", summary: "", body: "", publishedAt: "", ...given };
}

export function anArticle(given: Partial<Article> = {}): Article {
  return {
    id: "article-1",
    feedId: "feed-1",
    source: { outlet: "Desert News", kind: "independent" },
    title: "قصف على أطراف البوكمال",
    summary: "",
    body: "قال ناشطون إن قصفاً طال أطراف البوكمال فجر اليوم.",
    url: "https://example.org/1",
    publishedAt: "2026-11-20T08:30:00.000Z",
    ...given,
  };
}

export function anAlert(given: Partial<Alert> = {}): Alert {
  const article = given.article ?? anArticle();
  return {
    id: "alert-1",
    channelId: "desk",
    storyId: article.id,
    article,
    watchlists: [{ id: "syria-iraq", title: "الحدود السورية العراقية", because: ["6.6 km from the SY-IQ border"] }],
    severity: "high",
    place: {
      id: "sy-iq/abu-kamal",
      name: "البوكمال",
      latin: "Abu Kamal",
      country: "SY",
      lat: 34.45,
      lon: 40.92,
      border: { pair: "SY-IQ", km: 6.6 },
      because: ["a distinctive name"],
    },
    concepts: [{ id: "shelling", title: "قصف", english: "shelling" }],
    quote: {
      text: "قال ناشطون إن قصفاً طال أطراف البوكمال فجر اليوم",
      marks: [
        [14, 19],
        [30, 38],
      ],
    },
    decidedBy: "rulebook-1",
    decidedAt: new Date().toISOString(),
    ...given,
  };
}
