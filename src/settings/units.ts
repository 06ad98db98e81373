import { z } from "zod";
import { minuteOfDay } from "../domain/alerts/hours.ts";

const DURATION_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const SIZE_BYTES: Readonly<Record<string, number>> = { B: 1, kB: 1000, MB: 1_000_000 };
const DISTANCE_KM: Readonly<Record<string, number>> = { km: 1 };

/** A length of time written with its unit ("90s", "5m", "24h", "90d"), read as milliseconds. */
export function duration(least?: string, most?: string) {
  return measure("duration", DURATION_MS, "`5m` or `24h`", least, most);
}

/** A number of bytes written with its unit ("500kB", "8MB"), read as bytes (decimal units). */
export function size(least: string, most: string) {
  return measure("size", SIZE_BYTES, "`500kB` or `8MB`", least, most);
}

/** A distance written with its unit ("50km"), read as kilometres. */
export function distance(least: string, most: string) {
  return measure("distance", DISTANCE_KM, "`50km` or `12.5km`", least, most);
}

function measure(kind: string, units: Readonly<Record<string, number>>, like: string, least = "", most = "") {
  const names = Object.keys(units);
  const pattern = new RegExp(`^(\\d+(?:\\.\\d+)?)(${names.join("|")})$`);
  const parse = (text: string) => {
    const [, number, unit = ""] = pattern.exec(text) ?? [];
    return Number(number) * units[unit]!;
  };
  return z
    .string({ error: ({ input }) => `a ${kind} without its unit (${JSON.stringify(input)}): write it like ${like}` })
    .regex(pattern, {
      error: ({ input }) => `"${input}" is not a ${kind}: write a number and one of ${names.join(", ")}, like ${like}`,
      abort: true,
    })
    .refine((text) => !(parse(text) < parse(least)), {
      error: ({ input }) => `"${input}" is too small: the least is \`${least}\``,
    })
    .refine((text) => !(parse(text) > parse(most)), {
      error: ({ input }) => `"${input}" is too large: the most is \`${most}\``,
    })
    .transform(parse);
}

/** Hours of the day written like "22:00-06:00", read as minutes since midnight. */
export function hours() {
  return z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, "not hours of the day: write them like `22:00-06:00`")
    .transform((text) => {
      const [from = "", to = ""] = text.split("-");
      return { from: minuteOfDay(from), to: minuteOfDay(to) };
    });
}

/** An IANA time zone, such as Asia/Baghdad. */
export const timeZone = z
  .string()
  .refine(isTimeZone, { error: ({ input }) => `no time zone "${input}": use an IANA name, like Asia/Baghdad` });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** A whole number within bounds. */
export function whole(least: number, most: number) {
  return z.int().min(least).max(most);
}

/** An id of some kind of thing, which `what` names with its article. */
export function identifier(what: string) {
  return z.string().regex(/^[a-z0-9-]{1,60}$/, `not ${what}: use small letters, digits and hyphens`);
}

export const countryCode = z.string().regex(/^[A-Z]{2}$/, "not a country code: two capital letters, like SY");

const isWebAddress = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
export const webAddress = z.string().max(2048).refine(isWebAddress, "not a web address: write it whole, with https://");

/** A list that may be left out, and is empty then. */
export function orNone<Item extends z.ZodType>(list: z.ZodArray<Item>) {
  return list.optional().transform((given) => given ?? []);
}
