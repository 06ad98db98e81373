import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { CHANNEL_KINDS } from "../channels/channel-registry.ts";
import type { Logger } from "../process/logger.ts";
import { packageRoot } from "../process/package-root.ts";
import type { Closable } from "../process/run-until-stopped.ts";
import type { PollSchedule } from "../queues/poll-schedule.ts";
import { channelEntryOf } from "../settings/channel-entry.ts";
import type { Settings } from "../settings/settings.ts";

const PUBLISH_EVERY_MS = 1500;
const FEED_HEAD =
  '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Rasid demo</title><link>https://example.org/</link>';

/** A feed of our own on loopback. */
export interface Demo {
  /** Settings that ask nothing else. */
  readonly settings: Settings;
  readonly dataDir: string;
  /** Tells the articles one after another, once the baseline is taken. */
  publish(parts: { readonly schedule: Pick<PollSchedule, "askNow">; readonly log: Logger }): Closable;
  close(): Promise<void>;
}

/**
 * Serves demo/articles.yaml as a feed on loopback. Nothing of the demo touches a network or a real data directory.
 */
export async function startDemo(settings: Settings): Promise<Demo> {
  const file = join(packageRoot(), "demo", "articles.yaml");
  const { articles } = parse(readFileSync(file, "utf8")) as { articles: Record<"title" | "body", string>[] };
  const items: string[] = [];
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/rss+xml; charset=utf-8" });
    response.end(`${FEED_HEAD}${items.toReversed().join("")}</channel></rss>`);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed`;
  const dataDir = mkdtempSync(join(tmpdir(), "rasid-demo-"));
  const feed = {
    id: "demo",
    title: "عرض راصد",
    urls: [url],
    enabled: true,
    fullText: "never" as const,
    priority: "high" as const,
    source: { outlet: "Rasid demo", kind: "independent" as const },
  };

  return {
    settings: {
      ...settings,
      feeds: [feed],
      // Whatever channels a site has, what never happened is shown here and nowhere else.
      channels: [{ entry: channelEntryOf(CHANNEL_KINDS).parse({ id: "terminal", kind: "terminal" }), secrets: {} }],
      watchlists: settings.watchlists.map((watchlist) => ({ ...watchlist, channels: [{ channel: "terminal" }] })),
      rasid: {
        ...settings.rasid,
        ops: { ...settings.rasid.ops, channels: [] },
        fetch: { ...settings.rasid.fetch, allowAddresses: ["127.0.0.1"] },
        web: { ...settings.rasid.web, port: 0 },
      },
    } satisfies Settings,
    dataDir,
    publish({ schedule, log }) {
      const publishOne = async () => {
        const article = articles[items.length];
        if (!article) return clearInterval(timer);
        items.push(itemOf(article.title, article.body, items.length + 1));
        await schedule.askNow([feed.id]);
      };
      const tell = (error: Error) => log.error({ problem: error.message }, "demo failed");
      const timer = setInterval(() => void publishOne().catch(tell), PUBLISH_EVERY_MS);
      return { name: "demo", close: async () => clearInterval(timer) };
    },
    async close() {
      server.close();
      server.closeAllConnections();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function itemOf(title: string, body: string, number: number): string {
  const [titleXml, bodyXml] = [title, body].map((text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;"));
  return `<item><guid isPermaLink="false">demo-${number}</guid><title>${titleXml}</title><description>${bodyXml}</description><link>https://example.org/demo/${number}</link><pubDate>${new Date().toUTCString()}</pubDate></item>`;
}
