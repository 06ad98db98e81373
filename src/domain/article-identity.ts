import { fold } from "./arabic/fold.ts";
import type { FeedItem } from "./feed-item.ts";

/** What makes an item of a feed the same article as before. All three are texts to hash, unique within their feed. */
interface ArticleIdentity {
  /** The guid where it can be trusted, else the address, else the text. */
  readonly identity: string;
  /** Title, address and beginning together: an item with a new guid and an old one of these was renumbered, not published. */
  readonly twin: string;
  /** The title alone: says nothing of one article, but much of a feed in which all titles are old and all else is new. */
  readonly title: string;
}

/** Parameters that tell where a reader came from, not what is read. */
const TRACKING =
  /^(?:utm_\w+|fbclid|gclid|yclid|mc_[ce]id|igshid|ocid|cmpid|at_\w+|ref|ref_src|source|traffic_source|maca)$/i;
const HEAD_OF_TEXT = 400;

/** Identities of the items of one document, in order. A guid or address that several items share identifies none. */
export function identitiesOf(items: readonly FeedItem[]): ArticleIdentity[] {
  const known = items.map((item) => {
    const [url, title] = [canonicalUrl(item.url), fold(item.title)];
    const head = fold(`${item.summary} ${item.body}`.slice(0, HEAD_OF_TEXT));
    return { guid: item.guid, url, title, head, twin: `twin:${title}\n${url}\n${head}` };
  });
  const sharedGuids = sharedKeys(known.map(({ guid, twin }) => [guid, twin]));
  const sharedUrls = sharedKeys(known.map(({ url, twin }) => [url, twin]));
  return known.map(({ guid, url, title, head, twin }) => {
    const withoutGuid = url !== "" && !sharedUrls.has(url) ? `url:${url}` : `text:${title}\n${head}`;
    const identity = guid !== "" && !sharedGuids.has(guid) ? `guid:${guid}` : withoutGuid;
    return { identity, twin, title: `title:${title}` };
  });
}

/** The keys that two items with different texts or addresses share. */
function sharedKeys(keyed: readonly (readonly [key: string, twin: string])[]): Set<string> {
  const firstWith = new Map(keyed.toReversed());
  return new Set(keyed.filter(([key, twin]) => firstWith.get(key) !== twin).map(([key]) => key));
}

/** An address without tracking parameters and fragment, the scheme and a trailing slash made alike. */
export function canonicalUrl(address: string): string {
  if (!URL.canParse(address)) return "";
  const url = new URL(address);
  url.hash = "";
  url.protocol = "https:";
  for (const name of [...url.searchParams.keys()]) if (TRACKING.test(name)) url.searchParams.delete(name);
  url.searchParams.sort();
  return url.href.replace(/\/$/, "");
}
