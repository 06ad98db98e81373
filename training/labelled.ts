import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The larger labelled sets, beside a checkout where they are at hand. */
const SHARED = "../shared/data/eval/dev";
/** A small sample of our own, so that eval and fit say something in any clone. */
const SAMPLE = "training/sample";

/** A string that is or looks like a place's name, with what it is. `start`: UTF-16 offset into the field. */
export interface LabelledMention {
  readonly field: "title" | "summary" | "body";
  readonly surface: string;
  readonly start: number;
  readonly is: "place" | "word" | "person" | "other-name";
  readonly lat?: number;
  readonly lon?: number;
  /** How far from the labelled point the place may be found. */
  readonly tolKm?: number;
  readonly why?: string;
}

/** What an article has to come to in the band of 50 km along a border. */
export type AlertLabel = "yes" | "review" | "no";

export interface LabelledArticle {
  readonly id: string;
  readonly title?: string;
  readonly summary?: string;
  readonly body?: string;
  readonly publishedAt?: string;
  readonly places: readonly LabelledMention[];
  /** By border; borders that are not listed are not labelled. */
  readonly alert?: Readonly<Record<string, AlertLabel>>;
}

/** A report with the event that it tells. */
export interface LabelledReport {
  readonly id: string;
  readonly event: string;
  readonly relation: "original" | "syndicated" | "rewrite" | "update" | "different";
  readonly materialUpdate: boolean;
  readonly publishedAt: string;
  readonly title: string;
  readonly body: string;
}

/** A watchlist's term against a text. */
export interface LabelledTerm {
  readonly id: string;
  readonly term: string;
  readonly kind: "place" | "keyword";
  readonly text: string;
  readonly forms?: boolean;
  readonly hit: boolean;
  /** Debatable: not counted. */
  readonly soft?: boolean;
  readonly why?: string;
}

/** A name in its surroundings. `label`: T, B and O are places, P a person, N a word, K a border keyword. */
export interface LabelledName {
  readonly id: string;
  readonly term: string;
  readonly l: string;
  readonly m: string;
  readonly r: string;
  readonly label: "T" | "B" | "O" | "P" | "N" | "K";
}

/** Whether the larger sets are at hand, and not set aside by RASID_LABELLED=sample. */
export const hasShared = process.env.RASID_LABELLED !== "sample" && existsSync(SHARED);

/** The sets of labelled articles by name: the larger ones, else the sample. */
export function articleSets(): Readonly<Record<string, readonly LabelledArticle[]>> {
  if (!hasShared) return { sample: rows<LabelledArticle>(SAMPLE, "articles") };
  const names = ["sense", "real", "real2", "real3", "real4", "long", "long2"];
  return Object.fromEntries(names.map((name) => [name, rows<LabelledArticle>(SHARED, name)]));
}

/** The sets of labelled reports by name, each in order of time. */
export function reportSets(): Readonly<Record<string, readonly LabelledReport[]>> {
  const names = hasShared ? ["events", "events2"] : ["events"];
  return Object.fromEntries(
    names.map((name) => [
      hasShared ? name : "sample",
      rows<LabelledReport>(hasShared ? SHARED : SAMPLE, name).toSorted(
        (a, b) => a.publishedAt.localeCompare(b.publishedAt) || a.id.localeCompare(b.id),
      ),
    ]),
  );
}

/** Terms against texts; none in a clone by itself. */
export function labelledTerms(): readonly LabelledTerm[] {
  return hasShared ? rows<LabelledTerm>(SHARED, "forms") : [];
}

/** Names of the sample in their surroundings. */
export function sampleNames(): readonly LabelledName[] {
  return rows<LabelledName>(SAMPLE, "names");
}

function rows<Row>(folder: string, name: string): Row[] {
  return readFileSync(join(folder, `${name}.jsonl`), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);
}

/** How many parts a set is cut into for cross-fitting. */
export const FOLDS = 5;

/** The part that a row is in, the same for ever: by the first byte of the SHA-1 of its id (of its event's, for reports). */
export function foldOf(id: string): number {
  return createHash("sha1").update(id).digest()[0]! % FOLDS;
}

/** The texts of a labelled article as they are matched. */
export function textOf({ title = "", summary = "", body = "" }: Partial<LabelledArticle>): {
  title: string;
  summary: string;
  body: string;
} {
  return { title, summary, body };
}
