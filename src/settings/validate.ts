import { z } from "zod";
import { isRecord, type Layered, problemIn } from "./layers.ts";
import type { Problem } from "./problem.ts";
import type { Path } from "./source-file.ts";

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
  const pathKey = ({ path }: Issue) => JSON.stringify(path);
  const mistyped = new Set(result.error.issues.filter(({ code }) => code === "invalid_type").map(pathKey));
  const issues = result.error.issues.filter((issue) => issue.code === "invalid_type" || !mistyped.has(pathKey(issue)));
  return { problems: issues.flatMap((issue) => problemsOf(issue, schema, layered)) };
}

type Issue = z.core.$ZodIssue;

function problemsOf(issue: Issue, schema: z.ZodType, layered: Layered): Problem[] {
  const path = issue.path.filter((step): step is string | number => typeof step !== "symbol");
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(schema, path, layered.value);
    return issue.keys.map((key) => problemIn(layered, [...path, key], ...unknownKey(key, known), true));
  }
  const nearest = issue.code === "invalid_union" ? nearestBranch(issue.errors) : undefined;
  if (nearest)
    return nearest.flatMap((inner) => problemsOf({ ...inner, path: [...path, ...inner.path] }, schema, layered));
  const value = path.reduce(partOf, layered.value);
  if (issue.code === "invalid_type" && value === undefined) {
    const key = path.at(-1);
    return [problemIn(layered, path.slice(0, -1), `\`${key}\` is missing`, `add \`${key}: …\` here`, true)];
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
  const { message } = issue;
  if (issue.code === "invalid_type" && (message.startsWith("Invalid input") || !message.includes(": "))) {
    const wanted = `a ${NOUNS[issue.expected] ?? issue.expected}`;
    return [`${shown} where ${wanted} belongs`, REMEDIES[issue.expected] ?? `write ${wanted}`];
  }
  if (issue.code === "invalid_value" && message.startsWith("Invalid"))
    return [`${shown} is not one of the possible values`, `use one of ${issue.values.map(String).join(", ")}`];
  const [isText, unit] = "origin" in issue ? [issue.origin === "string", UNITS[issue.origin] ?? ""] : [];
  if (issue.code === "too_small" && message.startsWith("Too small"))
    return [`${shown} is too ${isText ? "short" : "small"}`, `the least is ${issue.minimum}${unit}`];
  if (issue.code === "too_big" && message.startsWith("Too big"))
    return [`${shown} is too ${isText ? "long" : "large"}`, `the most is ${issue.maximum}${unit}`];
  // Our own messages are written "what: remedy".
  const [what = message, ...remedy] = message.split(": ");
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

function unknownKey(key: string, known: readonly string[]): [string, string] {
  if (known.includes(`${key}Env`)) {
    const remedy = `put it into an environment variable and name that variable here with \`${key}Env: NAME\``;
    return [`\`${key}\` holds a secret`, remedy];
  }
  const close = known.map((name) => [name, distance(key, name)] as const).sort((a, b) => a[1] - b[1])[0];
  const meant = close && close[1] <= Math.max(2, key.length / 3) ? `did you mean \`${close[0]}\`?` : "remove it.";
  return [`unknown key \`${key}\``, `${meant}${known.length > 0 ? ` Known here: ${known.join(", ")}` : ""}`];
}

/** The keys a schema knows at a path, by its JSON Schema; of a union, those of the branch the value chose. */
function knownKeys(schema: z.ZodType, path: Path, value: unknown): string[] {
  let node: JsonSchema | undefined = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  let here = value;
  for (const step of path) {
    node = branch(node, here);
    const { additionalProperties: other } = node ?? {};
    const named = node?.properties?.[step] ?? (typeof other === "object" ? other : undefined);
    node = typeof step === "number" ? node?.items : named;
    here = partOf(here, step);
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

function branch(node: JsonSchema | undefined, value: unknown): JsonSchema | undefined {
  const branches = (node?.oneOf ?? node?.anyOf)?.filter((one) => one.properties);
  if (!branches) return node;
  const given = isRecord(value) ? value : {};
  const keys = Object.keys(given);
  const shared = (one: JsonSchema) => keys.filter((key) => one.properties && key in one.properties).length;
  return (
    branches.find((one) => given.kind !== undefined && one.properties?.kind?.const === given.kind) ??
    branches.toSorted((a, b) => shared(b) - shared(a))[0]
  );
}

function partOf(value: unknown, step: string | number): unknown {
  return (value as Record<string | number, unknown> | undefined | null)?.[step];
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
