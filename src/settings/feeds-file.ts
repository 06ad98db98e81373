import { z } from "zod";
import { FULL_TEXT } from "../domain/watchlists/full-text.ts";
import { secretKeys } from "./secrets.ts";
import { countryCode, duration, identifier, webAddress } from "./units.ts";

const headerName = z.string().regex(/^[A-Za-z0-9-]+$/, "not a header name: letters, digits and hyphens");

/** One entry of `feeds.yaml`. */
export const FeedEntry = z.strictObject({
  id: identifier("a feed id"),
  title: z.string().min(1).max(200).describe("The outlet's name as analysts know it"),
  urls: z.array(webAddress).min(1).max(5).describe("Tried in order until one gives a feed"),
  enabled: z.boolean().default(true),
  every: duration("15s", "7d").optional(),
  userAgent: z.string().min(1).max(200).optional(),
  headers: z.record(headerName, z.string().max(2000)).optional(),
  ...secretKeys("authorization", "the Authorization header's value").shape,
  proxy: webAddress.optional().describe("An HTTP proxy for this feed; the address check still holds"),
  fullText: z.enum(FULL_TEXT).optional().describe("When the pages of its articles are read; else polling.fullText"),
  priority: z.enum(["high", "normal", "low"]).default("normal"),
  source: z.strictObject({
    outlet: z.string().min(1).max(200),
    owner: z.string().max(200).optional(),
    country: countryCode.optional(),
    kind: z.enum(["state", "party", "wire", "independent"]).optional(),
    language: z.string().max(10).optional(),
    region: z.string().max(40).optional(),
  }),
  notes: z.string().max(1000).optional(),
});
export const FeedsFile = z.strictObject({ feeds: z.array(FeedEntry) });
export type FeedSettings = z.output<typeof FeedEntry>;
