/** Arabic month names, Levantine and Egyptian, and English ones, to their number. */
const MONTHS = new Map(
  [
    "jan january يناير كانون_الثاني",
    "feb february فبراير شباط",
    "mar march مارس آذار اذار",
    "apr april أبريل ابريل نيسان",
    "may مايو أيار ايار",
    "jun june يونيو حزيران",
    "jul july يوليو تموز",
    "aug august أغسطس اغسطس آب اب",
    "sep sept september سبتمبر أيلول ايلول",
    "oct october أكتوبر اكتوبر تشرين_الأول",
    "nov november نوفمبر تشرين_الثاني",
    "dec december ديسمبر كانون_الأول",
  ].flatMap((names, month) => names.split(" ").map((name) => [name, month] as const)),
);

/** Zone names of RFC 822 and of the region's outlets, in minutes east of UTC. */
const ZONES = new Map(
  `z:0 ut:0 utc:0 gmt:0 est:-300 edt:-240 cst:-360 cdt:-300 mst:-420 mdt:-360 pst:-480 pdt:-420 bst:60 cet:60 cest:120
   eet:120 eest:180 ast:180 msk:180 trt:180 irst:210 gst:240`
    .split(/\s+/)
    .map((zone) => [zone.split(":")[0], Number(zone.split(":")[1])]),
);
const EARLIEST_YEAR = 1990;
const LATEST_YEAR = 2200;

const TIME = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?`;
const MONTH_AND_DAY = String.raw`^(?:[a-z]{3,9}\s+)?(?<month>[a-z]{3,9})\.?\s+(?<day>\d{1,2}),?\s+`;
const DAY_AND_MONTH = String.raw`^(?:[^\d\s]+\s+)?(?<day>\d{1,2})[\s\-/.]+(?<month>[^\s\d\-/.,]+|\d{1,2})[\s\-/.,]+`;
/** What follows the date and the time, such as a zone, is `rest`. */
const PATTERNS = [
  String.raw`^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})(?:[T ]+${TIME}(?:[.,]\d+)?)?`,
  String.raw`${DAY_AND_MONTH}(?<year>\d{4}|\d{2})(?:[\s,T-]+${TIME})?`,
  String.raw`${MONTH_AND_DAY}${TIME}\s+(?<year>\d{4})(?:[\s,]+\d{1,2}:\d{2}(?::\d{2})?)?`,
  String.raw`${MONTH_AND_DAY}(?<year>\d{4})(?:[\s,]+${TIME})?`,
].map((pattern) => new RegExp(String.raw`${pattern}\s*(?<rest>.*)$`, "i"));
const ZONE = /^(am|pm|ص|م)?\s*([a-z]{1,5}|[+-]\d{1,2}:?\d{2})?/i;

/**
 * The moment a feed's date means, as ISO 8601 in UTC; empty when it cannot be read. A date without a zone is taken as
 * UTC wherever Rasid runs. Dates before 1990, such as the epoch or the year 1, are placeholders and not believed.
 */
export function readDate(written: string): string {
  const text = written
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(
      /(كانون|تشرين)\s+(الأول|الاول|الثاني)/g,
      (_, season, which) => `${season}_${which === "الاول" ? "الأول" : which}`,
    )
    .replace(/،/g, ",")
    .replace(/^[^\d,]{2,12},\s*/, "")
    .trim()
    .slice(0, 80);
  for (const pattern of PATTERNS) {
    const parts = pattern.exec(text)?.groups;
    const month = monthOf(parts?.month ?? "");
    if (parts && month !== undefined) return moment(parts, month);
  }
  return "";
}

function moment(parts: Partial<Record<string, string>>, month: number): string {
  const { day, minute = 0, second = 0, rest = "" } = parts;
  const [, half = "", zone = ""] = ZONE.exec(rest.trim()) ?? [];
  const year = Number(parts.year) + (parts.year?.length === 2 ? 2000 : 0);
  let hours = Number(parts.hour ?? 0);
  if (/^(pm|م)$/i.test(half) && hours < 12) hours += 12;
  if (/^(am|ص)$/i.test(half) && hours === 12) hours = 0;
  const valid = Number(day) >= 1 && Number(day) <= 31 && hours <= 24 && Number(minute) < 60;
  if (!valid || year < EARLIEST_YEAR || year > LATEST_YEAR) return "";
  const utc = Date.UTC(year, month, Number(day), hours, Number(minute), Number(second));
  return new Date(utc - minutesEast(zone) * 60_000).toISOString();
}

function monthOf(text: string): number | undefined {
  const number = Number(text);
  if (Number.isInteger(number)) return number >= 1 && number <= 12 ? number - 1 : undefined;
  return MONTHS.get(text.toLowerCase());
}

function minutesEast(zone: string): number {
  const offset = /^([+-])(\d{1,2}):?(\d{2})$/.exec(zone);
  if (!offset) return ZONES.get(zone.toLowerCase()) ?? 0;
  const minutes = Number(offset[2]) * 60 + Number(offset[3]);
  return offset[1] === "-" ? -minutes : minutes;
}
