import type { z } from "zod";
import { type Layered, problemIn } from "./layers.ts";
import { MOVED_KEYS } from "./moved-keys.ts";
import type { Problem } from "./problem.ts";

/** One value with the place it was written at, for checks that come after its own schema. */
export type Checked<Value> = Readonly<{ value: Value; layered: Layered }>;

/** The value a schema makes of a layered entry, alone in a list; an empty list when it finds problems, which are added. */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  layered: Layered,
  problems: Problem[],
): Checked<z.output<Schema>>[] {
  const result = schema.safeParse(layered.value, { error: messageOf });
  if (result.success) return [{ value: result.data, layered }];
  const pathKey = ({ path }: Issue) => JSON.stringify(path);
  const mistyped = new Set(result.error.issues.filter(({ code }) => code === "invalid_type").map(pathKey));
  const issues = result.error.issues.filter((issue) => issue.code === "invalid_type" || !mistyped.has(pathKey(issue)));
  problems.push(...issues.flatMap((issue) => problemsOf(issue, layered)));
  return [];
}

type Issue = z.core.$ZodIssue;

const WORDED_HERE: readonly string[] = ["invalid_type", "invalid_value", "too_small", "too_big"];

/** No message for what is worded here, unless a schema has its own; the keys that are known beside a strange one. */
function messageOf({ code, inst }: z.core.$ZodRawIssue): string | undefined {
  if (code === "unrecognized_keys") {
    const { shape } = inst as z.ZodObject;
    return JSON.stringify({ known: Object.keys(shape), moved: MOVED_KEYS.get(inst as z.ZodObject) });
  }
  return WORDED_HERE.includes(code) ? "" : undefined;
}

function problemsOf(issue: Issue, layered: Layered): Problem[] {
  const path = issue.path.filter((step): step is string | number => typeof step !== "symbol");
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => problemIn(layered, [...path, key], ...unknownKey(key, issue.message), true));
  const nearest = issue.code === "invalid_union" ? nearestBranch(issue.errors) : undefined;
  if (nearest) return nearest.flatMap((inner) => problemsOf({ ...inner, path: [...path, ...inner.path] }, layered));
  const value = path.reduce<unknown>(
    (whole, step) => (whole as Record<string | number, unknown>)?.[step],
    layered.value,
  );
  if ((issue.code === "invalid_type" || issue.code === "invalid_value") && value === undefined) {
    const key = path.at(-1);
    const values = issue.code === "invalid_value" ? `, one of ${issue.values.map(String).join(", ")}` : "";
    return [problemIn(layered, path.slice(0, -1), `\`${key}\` is missing`, `add \`${key}: …\` here${values}`, true)];
  }
  return [problemIn(layered, path, ...whatAndRemedy(issue, value))];
}

/** The branch of a union that the writer came nearest to: a map of the right keys, with the fewest faults. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const strangers = (issues: readonly Issue[]) => issues.filter(({ code }) => code === "unrecognized_keys").length;
  const isDeep = ({ path, code }: Issue) => path.length > 0 || code === "unrecognized_keys";
  return (
    branches
      .filter((issues) => issues.length > 0 && issues.every(isDeep))
      // A branch whose keys are strange and whose own are missing was not meant at all.
      .filter((issues) => [0, issues.length].includes(strangers(issues)))
      .toSorted((a, b) => strangers(a) - strangers(b) || a.length - b.length)[0]
  );
}

function whatAndRemedy(issue: Issue, value: unknown): [string, string] {
  const shown = shorten(value);
  const isUnsaid = issue.message === "";
  if (isUnsaid && issue.code === "invalid_type") {
    const wanted = `a ${NOUNS[issue.expected] ?? issue.expected}`;
    return [`${shown} where ${wanted} belongs`, REMEDIES[issue.expected] ?? `write ${wanted}`];
  }
  if (isUnsaid && issue.code === "invalid_value")
    return [`${shown} is not one of the possible values`, `use one of ${issue.values.map(String).join(", ")}`];
  const [isText, unit] = "origin" in issue ? [issue.origin === "string", UNITS[issue.origin] ?? ""] : [];
  if (isUnsaid && issue.code === "too_small")
    return [`${shown} is too ${isText ? "short" : "small"}`, `the least is ${issue.minimum}${unit}`];
  if (isUnsaid && issue.code === "too_big")
    return [`${shown} is too ${isText ? "long" : "large"}`, `the most is ${issue.maximum}${unit}`];
  // Our own messages are written "what: remedy".
  const [what = "", ...remedy] = issue.message.split(": ");
  return [what, remedy.join(": ") || "correct it"];
}

type Words = Readonly<Record<string, string>>;
const MAP = "write `key: value` lines under it";
const REMEDIES: Words = {
  string: "write a text, in quotes if it looks like a number",
  number: "write a number without quotes",
  int: "write a whole number without quotes",
  boolean: "write true or false",
  array: "write a list: one entry a line, each after `- `",
  object: MAP,
  record: MAP,
};
const NOUNS: Words = { string: "text", array: "list", object: "map", record: "map", int: "whole number" };
const UNITS: Words = { string: " characters", array: " entries" };

/** `about`: the keys that are known and those that were, as messageOf writes them. */
function unknownKey(key: string, about: string): [string, string] {
  const { known: names, moved } = JSON.parse(about) as { known: string[]; moved?: Readonly<Record<string, string>> };
  if (moved?.[key]) return [`\`${key}\` is no longer written here`, moved[key]];
  if (names.includes(`${key}Env`)) {
    const remedy = `put it into an environment variable and name that variable here with \`${key}Env: NAME\``;
    return [`\`${key}\` holds a secret`, remedy];
  }
  const [close = "", edits] = names.map((name) => [name, distance(key, name)] as const).sort((a, b) => a[1] - b[1])[0]!;
  const meant = edits <= Math.max(2, key.length / 3) ? `did you mean \`${close}\`?` : "remove it.";
  return [`unknown key \`${key}\``, `${meant} Known here: ${names.join(", ")}`];
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Levenshtein distance; both words are keys of a file and short. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= Math.min(a.length, 40); i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      current.push(Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + cost));
    }
    previous = current;
  }
  return previous.at(-1)!;
}
