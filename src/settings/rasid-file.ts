import { z } from "zod";
import { FULL_TEXT } from "../domain/watchlists/full-text.ts";
import { duration, size, webAddress, whole } from "./units.ts";

const channelId = z.string().regex(/^[a-z0-9-]+$/, "not a channel id: use the `id` of an entry in channels.yaml");
const channelIds = z.array(channelId);
const addresses = z.array(z.string());
const files = z.array(z.string().min(1));

/** `rasid.yaml`: pace, limits, retention, the web server and the log. Secrets are not in it. */
export const RasidFile = z.strictObject({
  polling: z.strictObject({
    every: duration("15s", "24h").describe("How often a feed is asked when its entry does not say"),
    feedsAtOnce: whole(1, 200).describe("How many feeds are asked at the same time"),
    fullFetchEvery: duration("5m").describe("How often a feed is read whole, whatever its ETag says: some lie"),
    maxItems: whole(1, 5000).describe("How many items of one feed are read; what is over is counted and logged"),
    fullText: z.enum(FULL_TEXT).describe("When an article's own page is read, if its feed does not say"),
    tellIfNewerThan: duration().describe("On first sight of a feed, only articles newer than this are told"),
  }),
  fetch: z.strictObject({
    userAgent: z.string().min(1).max(200),
    connectTimeout: duration("100ms", "1m"),
    headersTimeout: duration("100ms", "2m"),
    idleTimeout: duration("100ms", "2m").describe("The longest silence between two pieces of a body"),
    wholeTimeout: duration("1s", "5m").describe("The whole of one request, redirects included"),
    maxBytes: size("10kB", "50MB").describe("Counted after decompression"),
    maxRedirects: whole(0, 10),
    parseTimeout: duration("100ms", "30s"),
    allowAddresses: addresses.describe(
      "Private addresses that feeds may live on, as `10.1.2.3` or `10.1.0.0/16`; empty means none",
    ),
  }),
  delivery: z.strictObject({
    giveUpAfter: duration("1m", "30d").describe("An alert that no try could deliver by then is a dead letter"),
    tries: whole(1, 100).describe("How often a failing job is tried before it is a dead letter"),
    timeout: duration("1s", "2m").describe("The longest one try to send may take"),
    perMinute: whole(1, 10_000).describe("So many alerts a minute go to a channel one by one, more in lists"),
  }),
  stories: z.strictObject({ together: z.boolean().describe("One event is told once; false tells every article") }),
  gazetteer: z.strictObject({
    tables: files
      .max(20)
      .describe("Tables of `rasid gazetteer import` beside the curated places; paths from this file's folder"),
  }),
  retention: z.strictObject({
    seen: duration("7d").describe("How long an article that left its feed is remembered"),
    sent: duration("7d").describe("How long it is remembered that an alert was sent"),
    deadLetters: duration("1d"),
  }),
  ops: z.strictObject({
    channels: channelIds.describe("Who is told when a feed dies, state is lost or an alert cannot be delivered"),
    repeatAfter: duration("1m").describe("The same notice is not told again within this time"),
  }),
  web: z.strictObject({
    host: z.string().min(1).describe("127.0.0.1 keeps it private"),
    port: whole(0, 65535).describe("0 picks a free port"),
    publicUrl: webAddress
      .refine((text) => !/[?#]|\/\/[^/]*@/.test(text), "more than an address and a path: leave the rest off")
      .optional()
      .describe("Where people reach this server through a proxy; links in alerts begin with it"),
  }),
  log: z.strictObject({ level: z.enum(["trace", "debug", "info", "warn", "error"]) }),
});
export type RasidSettings = z.output<typeof RasidFile>;
