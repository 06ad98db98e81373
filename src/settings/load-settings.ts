import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { type BorderLines, kmToBorders } from "../domain/gazetteer/border-distance.ts";
import type { Place } from "../domain/gazetteer/place.ts";
import type { Concept } from "../domain/matcher/watchlist.ts";
import { CHANNEL_SECRETS, ChannelEntry, type ChannelSettings } from "./channels-file.ts";
import { type ConfigTree, displayName, fileProblem, readConfigTree, siteFolder } from "./config-tree.ts";
import { crossCheck } from "./cross-check.ts";
import { FeedEntry, type FeedSettings } from "./feeds-file.ts";
import { PlaceEntry, type PlaceSettings, SenseEntry } from "./gazetteer-file.ts";
import { type KnownPlaces, withLargeGazetteer, wordsThatAreNoPlaces } from "./large-gazetteer.ts";
import {
  isRecord,
  type Layered,
  layEntries,
  layFile,
  type Override,
  problemIn,
  reportTo,
  type WrittenEntry,
} from "./layers.ts";
import {
  ActorEntry,
  CommonWordsFile,
  ConceptEntry,
  type ConceptSettings,
  ContextFile,
  RelevanceFile,
  WeightsFile,
} from "./lexicon-file.ts";
import { lintWatchlists } from "./lint-watchlists.ts";
import { type Problem, SettingsError } from "./problem.ts";
import { RasidFile, type RasidSettings } from "./rasid-file.ts";
import { lookUpSecret } from "./secrets.ts";
import type { ConfiguredChannel, ConfiguredFeed, Settings } from "./settings.ts";
import { type Checked, validate } from "./validate.ts";
import { WatchlistFile } from "./watchlist-file.ts";
import { watchlistOf } from "./watchlist-of.ts";

export interface SettingsSources {
  /** The folder of shipped defaults. */
  readonly shipped: string;
  /** A site's own folder, laid over it. */
  readonly site?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Reads and checks all configuration. Throws a SettingsError that carries every problem found. */
export function loadSettings(sources: SettingsSources): Settings {
  const hash = createHash("sha256");
  const problems: Problem[] = [];
  const site = siteFolder(sources.shipped, sources.site, problems);
  const folders = site === undefined ? [sources.shipped] : [sources.shipped, site];
  const trees = folders.map((folder) => readConfigTree(folder, hash, problems));
  const reader = new Reader(trees, problems);

  const rasid = reader.file("rasid.yaml", RasidFile);
  const context = reader.file("lexicon/context.yaml", ContextFile);
  const relevance = reader.file("lexicon/relevance.yaml", RelevanceFile);
  const common = reader.file("lexicon/common-words.yaml", CommonWordsFile);
  const weights = reader.file("lexicon/weights.yaml", WeightsFile);
  const feeds = reader.entries(reader.listed("feeds.yaml", "feeds"), "id", FeedEntry);
  const channels = reader.entries(reader.listed("channels.yaml", "channels"), "id", ChannelEntry);
  const concepts = reader.entries(reader.listed("lexicon/concepts.yaml", "concepts"), "id", ConceptEntry);
  const actors = reader.entries(reader.listed("lexicon/actors.yaml", "actors"), "id", ActorEntry);
  const watchlists = reader.entries(reader.whole("watchlists"), "id", WatchlistFile);
  const places = reader.entries(reader.inFolder("gazetteer", "places"), "id", PlaceEntry);
  const senses = reader.entries(reader.inFolder("gazetteer", "senses"), "name", SenseEntry);

  const on = channels.filter(({ value }) => value.enabled);
  const withSecrets = on.map((channel) => withChannelSecrets(channel, sources.environment, problems));
  const authorized: ConfiguredFeed[] = feeds.map((feed) => withAuthorization(feed, sources.environment, problems));
  const warnings: Problem[] = [];
  const [borders, outlines] = [shippedLines(sources.shipped, "borders"), shippedLines(sources.shipped, "countries")];
  const curated = places.map(({ value }) => placeOf(value, borders));
  let known: KnownPlaces = { places: curated, senses: senses.map(({ value }) => value) };
  const tables = rasid ? tablesOf(rasid) : [];
  if (problems.length === 0 && rasid && relevance && context && common) {
    const words = wordsThatAreNoPlaces(context.value, common.value.words);
    for (const { file, problem } of tables) {
      try {
        known = withLargeGazetteer(known, file, words, (bytes) => hash.update(bytes));
      } catch (error) {
        problems.push(problem((error as Error).message));
      }
    }
    const parts = { rasid, feeds, channels, concepts, actors, relevance, watchlists, places, senses };
    if (problems.length === 0) crossCheck({ ...parts, known: known.places, words, outlines }, problems, warnings);
  }
  if (problems.length > 0 || !rasid || !context || !weights || !relevance || !common)
    throw new SettingsError(sorted(problems));

  // A secret that was changed is a change, too.
  for (const { secrets } of withSecrets) hash.update(JSON.stringify(secrets));
  for (const { authorization } of authorized) hash.update(authorization ?? "");
  const watched = watchlists.filter(({ value }) => value.enabled);
  const values = { places: curated, common: common.value.words, concepts: concepts.map(({ value }) => value) };
  warnings.push(...lintWatchlists(watched, values));
  return {
    version: hash.digest("hex").slice(0, 12),
    rasid: rasid.value,
    context: context.value,
    weights: weights.value,
    relevance: relevance.value,
    actors: actors.map(({ value }) => value),
    feeds: authorized,
    channels: withSecrets,
    concepts: values.concepts.map(conceptOf),
    watchlists: watched.map(({ value }) => watchlistOf(value)),
    ...known,
    borders,
    outlines,
    tables: tables.map(({ file }) => file),
    commonWords: common.value.words,
    overrides: reader.overrides,
    warnings: sorted(warnings),
    problemInWatchlist: (id, ...rest) => problemIn(watchlists.find(({ value }) => value.id === id)!.layered, ...rest),
  };
}

/** Reads the parts of the configuration from its layers, collecting problems and overrides on the way. */
class Reader {
  readonly overrides: Override[] = [];
  readonly #trees: readonly ConfigTree[];
  readonly #problems: Problem[];

  constructor(trees: readonly ConfigTree[], problems: Problem[]) {
    this.#trees = trees;
    this.#problems = problems;
  }

  /** A file that is one map. */
  file<Schema extends z.ZodType>(name: string, schema: Schema): Checked<z.output<Schema>> | undefined {
    const files = this.#trees.flatMap((tree) => tree.get(name) ?? []);
    if (files.length > 0) return this.#checked(schema, layFile(files))[0];
    const missing = fileProblem(name, "missing", "restore it from the shipped config folder");
    if (this.#problems.length === 0) this.#problems.push(missing);
    return undefined;
  }

  /** The file of a name, or each file of a folder, as one entry, layer by layer. */
  whole(name: string): WrittenEntry[][] {
    return this.#trees.map((tree) => (tree.get(name) ?? []).map((file) => ({ file, path: [], value: file.value })));
  }

  /** The entries of a file that is one list under one key, layer by layer. */
  listed(name: string, key: string): WrittenEntry[][] {
    return this.whole(name).map((files) => files.flatMap((file) => this.#entriesOf(file, key, [key])));
  }

  /** The entries under one key of every file of a folder. */
  inFolder(folder: string, key: "places" | "senses"): WrittenEntry[][] {
    const keys = ["border", "places", "senses"];
    return this.whole(folder).map((files) =>
      files.flatMap((file) => this.#entriesOf(file, key, keys, key === "places")),
    );
  }

  /** The entries of all layers, merged by their key and checked. */
  entries<Schema extends z.ZodType>(
    [shipped = [], site = []]: readonly WrittenEntry[][],
    key: string,
    schema: Schema,
  ): Checked<z.output<Schema>>[] {
    const laid = layEntries(shipped, site, key);
    this.#problems.push(...laid.problems);
    this.overrides.push(...laid.overrides);
    return laid.entries.flatMap((layered) => this.#checked(schema, layered));
  }

  #checked<Schema extends z.ZodType>(schema: Schema, layered: Layered): Checked<z.output<Schema>>[] {
    const { value, problems } = validate(schema, layered);
    this.#problems.push(...problems);
    return value === undefined ? [] : [{ value, layered }];
  }

  #entriesOf(root: WrittenEntry, key: string, keys: readonly string[], isFirst = true): WrittenEntry[] {
    const fields = Object.fromEntries(
      keys.map((name) => [name, name === "border" ? z.string() : z.array(z.unknown()).optional()]),
    );
    const { problems } = validate(z.strictObject(fields), { value: root.value, origins: [root] });
    // A folder's files are read once for each key; their outer shape is to be blamed once.
    if (isFirst) this.#problems.push(...problems);
    const list = isRecord(root.value) ? root.value[key] : undefined;
    if (!Array.isArray(list)) return [];
    return list.map((value, i) => ({ file: root.file, path: [key, i], value }));
  }
}

type Environment = SettingsSources["environment"];

function withChannelSecrets(
  { value: entry, layered }: Checked<ChannelSettings>,
  environment: Environment,
  problems: Problem[],
): ConfiguredChannel {
  const report = reportTo(problems, layered);
  const secrets: Record<string, string> = {};
  for (const [name, need] of Object.entries(CHANNEL_SECRETS[entry.kind])) {
    const secret = lookUpSecret(entry, name, environment, report);
    if (secret !== undefined) secrets[name] = secret;
    else if (need === "required" && !(`${name}Env` in entry || `${name}File` in entry))
      report([], `\`${name}Env\` is missing`, `name the environment variable that holds it: \`${name}Env: NAME\``);
  }
  return { entry, secrets };
}

function withAuthorization({ value, layered }: Checked<FeedSettings>, environment: Environment, problems: Problem[]) {
  if (!value.enabled) return value;
  const authorization = lookUpSecret(value, "authorization", environment, reportTo(problems, layered));
  return authorization === undefined ? value : { ...value, authorization };
}

function conceptOf({ forms = [], phrases = [], except = [], beside = [], ...rest }: ConceptSettings): Concept {
  return { ...rest, forms, phrases, except, beside };
}

function placeOf(value: PlaceSettings, borders: BorderLines): Place {
  const { aliases = [], neighbours = [], ...rest } = value;
  return { ...rest, aliases, neighbours, kmToBorder: kmToBorders(value.lat, value.lon, borders) };
}

/** The tables beside the curated places, from the folder of the file that names them. */
function tablesOf({ value, layered }: Checked<RasidSettings>) {
  return value.gazetteer.tables.map((path, i) => {
    const remedy = "make it anew with `rasid gazetteer import`, or take it off the list";
    const problem = (what: string) => problemIn(layered, ["gazetteer", "tables", i], what, remedy);
    return { file: displayName(resolve(dirname(problem("").file), path)), problem };
  });
}

/** Lines are generated (scripts/make-borders.mjs) and shipped; a site does not change them. */
function shippedLines(shipped: string, name: "borders" | "countries"): BorderLines {
  return JSON.parse(readFileSync(join(shipped, `${name}.json`), "utf8")) as BorderLines;
}

function sorted(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
}
