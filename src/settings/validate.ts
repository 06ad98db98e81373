import { z } from "zod";
import { isRecord, type Layered, problemIn } from "./layers.ts";
import type { Problem } from "./problem.ts";

/** One value with the place it was written at, for checks that come after its own schema. */
export interface Checked<Value> {
  readonly value: Value;
  readonly layered: Layered;
}

/** The value a schema makes of a layered entry, or every problem it finds. */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  layered: Layered,
): { value?: z.output<Schema>; problems: Problem[] } {
  const result = schema.safeParse(layered.value);
  if (result.success) return { value: result.data, problems: [] };
  const mistyped = new Set(result.error.issues.filter(({ code }) => code === "invalid_type").map(pathKey));
  const issues = result.error.issues.filter((issue) => issue.code === "invalid_type" || !mistyped.has(pathKey(issue)));
  return { problems: issues.flatMap((issue) => problemsOf(issue, schema, layered)) };
}

type Issue = z.core.$ZodIssue;

function pathKey({ path }: Issue): string {
  return JSON.stringify(path);
}

function problemsOf(issue: Issue, schema: z.ZodType, layered: Layered): Problem[] {
  const path = issue.path.filter((step): step is string | number => typeof step !== "symbol");
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(schema, path, layered.value);
    return issue.keys.map((key) => problemIn(layered, [...path, key], ...unknownKey(key, known), true));
  }
  if (issue.code === "invalid_union") {
    const nearest = nearestBranch(issue.errors);
    if (nearest)
      return nearest.flatMap((inner) => problemsOf({ ...inner, path: [...path, ...inner.path] }, schema, layered));
  }
  const missing = issue.code === "invalid_type" && valueAt(layered.value, path) === undefined;
  if (missing) {
    const key = path.at(-1);
    return [problemIn(layered, path.slice(0, -1), `\`${key}\` is missing`, `add \`${key}: …\` here`, true)];
  }
  return [problemIn(layered, path, ...whatAndRemedy(issue, valueAt(layered.value, path)))];
}

/** The branch of a union that the writer came nearest to: a map of the right keys, with the fewest faults. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const strangers = (issues: readonly Issue[]) => issues.filter(({ code }) => code === "unrecognized_keys").length;
  return (
    branches
      .filter((issues) => issues.length > 0 && issues.every(isDeep))
      // A branch whose keys are strange and whose own are missing was not meant at all.
      .filter((issues) => strangers(issues) === 0 || strangers(issues) === issues.length)
      .toSorted((a, b) => strangers(a) - strangers(b) || a.length - b.length)[0]
  );
}

function isDeep(issue: Issue): boolean {
  return issue.path.length > 0 || issue.code === "unrecognized_keys";
}

function whatAndRemedy(issue: Issue, value: unknown): [string, string] {
  const shown = shorten(value);
  switch (issue.code) {
    case "invalid_type":
      return issue.message.includes(": ") && !issue.message.startsWith("Invalid input")
        ? split(issue.message)
        : [
            `${shown} where ${article(issue.expected)} belongs`,
            REMEDY[issue.expected] ?? `write ${article(issue.expected)}`,
          ];
    case "invalid_value":
      return issue.message.startsWith("Invalid")
        ? [`${shown} is not one of the possible values`, `use one of ${issue.values.map(String).join(", ")}`]
        : split(issue.message);
    case "too_small":
      return issue.message.startsWith("Too small")
        ? [
            `${shown} is too ${issue.origin === "string" ? "short" : "small"}`,
            `the least is ${issue.minimum}${unitOf(issue.origin)}`,
          ]
        : split(issue.message);
    case "too_big":
      return issue.message.startsWith("Too big")
        ? [
            `${shown} is too ${issue.origin === "string" ? "long" : "large"}`,
            `the most is ${issue.maximum}${unitOf(issue.origin)}`,
          ]
        : split(issue.message);
    default:
      return split(issue.message);
  }
}

/** Our own messages are written "what: remedy". */
function split(message: string): [string, string] {
  const at = message.indexOf(": ");
  return at < 0 ? [message, "correct it"] : [message.slice(0, at), message.slice(at + 2)];
}

const REMEDY: Readonly<Record<string, string>> = {
  string: "write a text, in quotes if it looks like a number",
  number: "write a number without quotes",
  int: "write a whole number without quotes",
  boolean: "write true or false",
  array: "write a list: one entry a line, each after `- `",
  object: "write `key: value` lines under it",
  record: "write `key: value` lines under it",
};

function article(expected: string): string {
  const noun: Record<string, string> = {
    string: "text",
    array: "list",
    object: "map",
    record: "map",
    int: "whole number",
  };
  return `a ${noun[expected] ?? expected}`;
}

function unitOf(origin: string): string {
  if (origin === "string") return " characters";
  return origin === "array" ? " entries" : "";
}

function unknownKey(key: string, known: readonly string[]): [string, string] {
  const secret = known.find((name) => name === `${key}Env`);
  if (secret)
    return [
      `\`${key}\` holds a secret`,
      `put it into an environment variable and name that variable here with \`${secret}: NAME\``,
    ];
  const close = known.map((name) => [name, distance(key, name)] as const).sort((a, b) => a[1] - b[1])[0];
  const meant = close && close[1] <= Math.max(2, key.length / 3) ? `did you mean \`${close[0]}\`?` : "remove it.";
  return [`unknown key \`${key}\``, `${meant}${known.length > 0 ? ` Known here: ${known.join(", ")}` : ""}`];
}

/** The keys a schema knows at a path, by its JSON Schema; of a union, those of the branch the value chose. */
function knownKeys(schema: z.ZodType, path: readonly (string | number)[], value: unknown): string[] {
  let node: JsonSchema | undefined = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  let here = value;
  for (const step of path) {
    node = branch(node, here);
    node = typeof step === "number" ? node?.items : (node?.properties?.[step] ?? additional(node));
    here = isRecord(here) || Array.isArray(here) ? (here as Record<string | number, unknown>)[step] : undefined;
  }
  return Object.keys(branch(node, here)?.properties ?? {});
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly const?: unknown;
}

function additional(node: JsonSchema | undefined): JsonSchema | undefined {
  return typeof node?.additionalProperties === "object" ? node.additionalProperties : undefined;
}

function branch(node: JsonSchema | undefined, value: unknown): JsonSchema | undefined {
  const branches = (node?.oneOf ?? node?.anyOf)?.filter((one) => one.properties);
  if (!branches) return node;
  const kind = isRecord(value) ? value.kind : undefined;
  const keys = isRecord(value) ? Object.keys(value) : [];
  const shared = (one: JsonSchema) => keys.filter((key) => one.properties && key in one.properties).length;
  return (
    branches.find((one) => kind !== undefined && one.properties?.kind?.const === kind) ??
    branches.toSorted((a, b) => shared(b) - shared(a))[0]
  );
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let here = value;
  for (const step of path) here = (here as Record<string | number, unknown> | undefined | null)?.[step];
  return here;
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
