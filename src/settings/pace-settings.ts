import { z } from "zod";
import { timeOfDay } from "../domain/alerts/hours.ts";
import type { Pace } from "../domain/alerts/pace.ts";
import { SEVERITIES } from "../domain/severity.ts";
import { duration, hours, timeZone, whole } from "./units.ts";

const severity = z.enum(SEVERITIES);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "not a time of day: write it like `07:00`");

/** `pace` of a channel: when it is told, and what it is told later and together. */
export const PaceSettings = z
  .strictObject({
    timeZone: timeZone.default("UTC").describe("Of all times of day here, such as Asia/Baghdad"),
    quiet: z
      .strictObject({
        hours: hours().describe("Like 22:00-06:00; alerts wait for the digest"),
        unless: severity.default("critical").describe("Alerts of this severity and worse go out all the same"),
      })
      .optional(),
    perHour: whole(1, 1000).optional().describe("So many alerts an hour; what is over waits for the digest"),
    digest: z
      .union([z.literal("hourly"), z.array(time).max(24)], {
        error: "not a digest: write `hourly`, or times of day like `- 07:00`; an empty list for none",
      })
      .optional()
      .describe("When what was held back and what is to be looked at is told; 07:00 or the end of the quiet hours"),
    group: z
      .strictObject({
        wait: duration("1s", "10m").default(30_000).describe("Alerts of one place gather for so long"),
        interval: duration("1m", "24h").default(300_000).describe("Between two messages of one place"),
      })
      .optional(),
    escalate: z
      .array(
        z.strictObject({
          after: duration("1m", "24h").describe("Nobody said a word of the alert for so long"),
          to: z.string().describe("The channel that is told then; its own id repeats the alert"),
          from: severity.default("high").describe("The least severity"),
        }),
      )
      .max(5)
      .default([]),
  })
  .transform(({ digest, quiet, group, escalate, timeZone: zone, perHour }): Pace => {
    const usual = quiet ? [timeOfDay(quiet.hours.to)] : ["07:00"];
    return {
      timeZone: zone,
      perHour,
      quiet: quiet && { ...quiet.hours, unless: quiet.unless },
      group: group && { waitMs: group.wait, intervalMs: group.interval },
      escalate: escalate.map(({ after, ...step }) => ({ ...step, afterMs: after })),
      digestAt: digest === "hourly" ? [digest] : (digest ?? usual),
    };
  })
  .refine(({ quiet, perHour, digestAt }) => digestAt.length > 0 || !(quiet || perHour), {
    error: "`quiet` and `perHour` hold alerts back for a digest, and there is none: give `digest` a time of day",
  });
