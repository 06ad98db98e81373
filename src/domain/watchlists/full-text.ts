import type { Article, ArticleText } from "../article.ts";
import { countriesNamed } from "../gazetteer/context.ts";
import type { Mention } from "../reading/mention.ts";
import { readArticle } from "../reading/read-article.ts";
import { termsOf } from "./condition.ts";
import type { Decision } from "./decision.ts";
import type { Rulebook } from "./rulebook.ts";
import type { PlaceAsked } from "./watchlist.ts";

/** When the page of an article is read: where a short text touches a watchlist, always, after a match, never. */
export const FULL_TEXT = ["auto", "always", "matched", "never"] as const;
export type FullText = (typeof FULL_TEXT)[number];

/** Teasers of feeds have 100 to 500 characters, whole reports 900 and more; next to nothing lies between. */
const TEASER_CHARS = 600;

/** Tells of an article, and of what was decided on its feed's text, whether its page is worth asking for. */
export function pageIsWanted(when: FullText, rulebook: Rulebook): (article: Article, decision: Decision) => boolean {
  const touches = touchesWatchlist(rulebook);
  return (article, decision) => {
    if (article.url === undefined || when === "never") return false;
    if (when === "matched") return decision.matches.some((match) => match.decision !== "none");
    const chars = article.title.length + article.summary.length + article.body.length;
    return when === "always" || (chars < TEASER_CHARS && touches(article, decision));
  };
}

/**
 * Whether a text names a country of a watchlist, a place in one, or what a watchlist asks for. A list that asks for any
 * event is touched by its countries alone: of the labelled reports that loses none, and events are everywhere.
 */
function touchesWatchlist({ watchlists, gazetteer, context }: Rulebook) {
  const lists = watchlists.map(({ watchlist }) => watchlist);
  const countriesOf = (asked: PlaceAsked) => {
    if ("border" in asked) return asked.border.split("-");
    const places = "name" in asked ? gazetteer.placesNamed(asked.name) : [gazetteer.places.get(asked.placeId)];
    return places.flatMap((place) => place?.country ?? []);
  };
  const countries = new Set(lists.flatMap(({ places }) => places.flatMap(countriesOf)));
  const terms = lists.flatMap(({ terms, when }) => [...terms, ...(when ? termsOf(when) : [])]);
  const asked = new Set(terms.map((one) => ("concept" in one ? one.concept : "actor" in one ? one.actor : one.text)));
  const isTouching = (mention: Mention) =>
    mention.kind === "place"
      ? countries.has(mention.country ?? "")
      : asked.has(mention.concept ?? mention.actor ?? mention.name);
  return (article: Article, { mentions }: Decision) =>
    mentions.some(isTouching) || [...countriesNamed(wordsOf(article), context)].some((one) => countries.has(one));
}

/** How much of a title's words the page of its article holds at least. */
const SAME_SHARE = 0.5;

/** Why the text of a page may not stand for what the feed gave; undefined when it may. */
export function pageFault(article: Article, page: { readonly title: string; readonly body: string }) {
  const fromFeed = Math.max(article.summary.length, article.body.length);
  if (page.body.length <= fromFeed) return { code: "SHORTER", why: "the feed gives as much as the page" };
  const ofPage = new Set(wordsOf({ ...page, summary: "" }).flatMap((words) => words.map(({ text }) => text)));
  const ofTitle = wordsOf({ title: article.title, summary: "", body: "" }).flat();
  if (ofTitle.filter(({ text }) => ofPage.has(text)).length >= SAME_SHARE * ofTitle.length) return undefined;
  return { code: "OTHER_REPORT", why: "the page does not hold the words of the title" };
}

function wordsOf(article: ArticleText) {
  return readArticle(article).map(({ words }) => words);
}
