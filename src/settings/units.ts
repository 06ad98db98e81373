import { z } from "zod";

const DURATION_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const SIZE_BYTES: Readonly<Record<string, number>> = { B: 1, kB: 1000, MB: 1_000_000 };
const DISTANCE_KM: Readonly<Record<string, number>> = { km: 1 };

interface Range {
  readonly min?: string;
  readonly max?: string;
}

/** A length of time written with its unit ("90s", "5m", "24h", "90d"), read as milliseconds. */
export function duration(range: Range = {}) {
  return measure("duration", DURATION_MS, ["5m", "24h"], range);
}

/** A number of bytes written with its unit ("500kB", "8MB"), read as bytes (decimal units). */
export function size(range: Range = {}) {
  return measure("size", SIZE_BYTES, ["500kB", "8MB"], range);
}

/** A distance written with its unit ("50km"), read as kilometres. */
export function distance(range: Range = {}) {
  return measure("distance", DISTANCE_KM, ["50km", "12.5km"], range);
}

function measure(kind: string, units: Readonly<Record<string, number>>, examples: string[], range: Range) {
  const names = Object.keys(units);
  const pattern = new RegExp(`^(\\d+(?:\\.\\d+)?)(${names.join("|")})$`);
  const example = examples.map((text) => `\`${text}\``).join(" or ");

  function parse(text: string): number | undefined {
    const found = pattern.exec(text);
    return found ? Number(found[1]) * units[found[2]!]! : undefined;
  }

  return z
    .string({
      error: (issue) => `a ${kind} without its unit (${JSON.stringify(issue.input)}): write it like ${example}`,
    })
    .regex(pattern, {
      error: (issue) =>
        `"${issue.input}" is not a ${kind}: write a number and one of ${names.join(", ")}, like ${example}`,
      abort: true,
    })
    .superRefine((text, context) => {
      const value = parse(text)!;
      if (range.min !== undefined && value < parse(range.min)!)
        context.addIssue({ code: "custom", message: `"${text}" is too small: the least is \`${range.min}\`` });
      if (range.max !== undefined && value > parse(range.max)!)
        context.addIssue({ code: "custom", message: `"${text}" is too large: the most is \`${range.max}\`` });
    })
    .transform((text) => parse(text)!);
}
