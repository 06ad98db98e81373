import { fold } from "./arabic/fold.ts";
import type { FeedItem } from "./feed-item.ts";

/** What makes an item of a feed the same article as before. All three are texts to hash, unique within their feed. */
export interface ArticleIdentity {
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

/**
 * The identities of the items of one document, in the order given. A guid or an address that several different items
 * share identifies none of them.
 */
export function identitiesOf(items: readonly FeedItem[]): ArticleIdentity[] {
  const sharedGuids = sharedKeys(items, (item) => item.guid);
  const sharedUrls = sharedKeys(items, (item) => canonicalUrl(item.url));
  return items.map((item) => {
    const url = canonicalUrl(item.url);
    const title = fold(item.title);
    const head = headOf(item);
    const withoutGuid = url !== "" && !sharedUrls.has(url) ? `url:${url}` : `text:${title}\n${head}`;
    return {
      identity: item.guid !== "" && !sharedGuids.has(item.guid) ? `guid:${item.guid}` : withoutGuid,
      twin: `twin:${title}\n${url}\n${head}`,
      title: `title:${title}`,
    };
  });
}

function headOf({ summary, body }: FeedItem): string {
  return fold(`${summary} ${body}`.slice(0, HEAD_OF_TEXT));
}

/** The keys that two items with different texts or addresses share. */
function sharedKeys(items: readonly FeedItem[], keyOf: (item: FeedItem) => string): Set<string> {
  const firstWith = new Map<string, string>();
  const shared = new Set<string>();
  for (const item of items) {
    const key = keyOf(item);
    const signature = `${fold(item.title)}\n${canonicalUrl(item.url)}\n${headOf(item)}`;
    const first = firstWith.get(key);
    if (key === "" || first === signature) continue;
    if (first === undefined) firstWith.set(key, signature);
    else shared.add(key);
  }
  return shared;
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
