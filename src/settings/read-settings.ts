import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { type BorderLines, kmToBorders } from "../domain/gazetteer/border-distance.ts";
import type { Place } from "../domain/gazetteer/place.ts";
import type { Watchlist } from "../domain/watchlists/watchlist.ts";
import { readBorders } from "./borders-file.ts";
import { type ChannelSchema, type ChannelSettings, channelEntryOf } from "./channel-entry.ts";
import { type ConfigTree, displayName, fileProblem, readConfigTree, siteFolder } from "./config-tree.ts";
import { crossCheck } from "./cross-check.ts";
import { FeedEntry, type FeedSettings } from "./feeds-file.ts";
import { PlaceEntry, type PlaceSettings, SenseEntry } from "./gazetteer-file.ts";
import { type KnownPlaces, withLargeGazetteer, wordsThatAreNoPlaces } from "./large-gazetteer.ts";
import { isRecord, layEntries, layFile, type Override, problemIn, reportTo, type WrittenEntry } from "./layers.ts";
import { ActorEntry, CommonWordsFile, ConceptEntry, ContextFile, RelevanceFile, WeightsFile } from "./lexicon-file.ts";
import { lintWatchlists } from "./lint-watchlists.ts";
import { type Problem, SettingsError } from "./problem.ts";
import { RasidFile, type RasidSettings } from "./rasid-file.ts";
import { lookUpSecret } from "./secrets.ts";
import type { ConfiguredChannel, ConfiguredFeed, Settings } from "./settings.ts";
import { type Checked, validate } from "./validate.ts";
import { WatchlistFile } from "./watchlist-file.ts";

export interface SettingsSources {
  /** The folder of shipped defaults. */
  readonly shipped: string;
  /** A site's own folder, laid over it. */
  readonly site?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads and checks all configuration; `kinds`: of the channels that there are. Throws a SettingsError that carries every
 * problem found.
 */
export function readSettings(sources: SettingsSources, kinds: readonly ChannelSchema[]): Settings {
  const hash = createHash("sha256");
  const problems: Problem[] = [];
  const site = siteFolder(sources.shipped, sources.site, problems);
  const folders = site === undefined ? [sources.shipped] : [sources.shipped, site];
  const trees = folders.map((folder) => readConfigTree(folder, hash, problems));
  const { file, files, lists, overrides } = readerOf(trees, problems);

  const rasid = file("rasid.yaml", RasidFile);
  const context = file("lexicon/context.yaml", ContextFile);
  const relevance = file("lexicon/relevance.yaml", RelevanceFile);
  const common = file("lexicon/common-words.yaml", CommonWordsFile);
  const weights = file("lexicon/weights.yaml", WeightsFile);
  const feeds = lists("feeds.yaml", "feeds", FeedEntry);
  const channels = lists("channels.yaml", "channels", channelEntryOf(kinds));
  const concepts = lists("lexicon/concepts.yaml", "concepts", ConceptEntry);
  const actors = lists("lexicon/actors.yaml", "actors", ActorEntry);
  const watchlists = files("watchlists", WatchlistFile);
  const places = lists("gazetteer", "places", PlaceEntry, "id", GAZETTEER);
  const senses = lists("gazetteer", "senses", SenseEntry, "name", BLAMED_BEFORE);

  const warnings: Problem[] = [];
  const on = channels.filter(({ value }) => value.enabled);
  const withSecrets = on.map((channel) => withChannelSecrets(channel, kinds, sources.environment, problems, warnings));
  const authorized: ConfiguredFeed[] = feeds.map((feed) => withAuthorization(feed, sources.environment, problems));
  const borders = readBorders(folders, (bytes) => hash.update(bytes), problems);
  const outlines = shippedOutlines(sources.shipped);
  const curated = places.map(({ value }) => withDistances(value, borders));
  let known: KnownPlaces = { places: curated, senses: senses.map(({ value }) => value) };
  const tables = rasid ? tablesOf(rasid) : [];
  if (problems.length === 0 && rasid && relevance && context && common) {
    const words = wordsThatAreNoPlaces(context.value, common.value.words);
    known = withTables(known, tables, words, hash, problems);
    const parts = { kinds, rasid, feeds, channels, concepts, actors, watchlists, places, senses };
    if (problems.length === 0)
      crossCheck({ ...parts, known: known.places, words, borders, outlines }, problems, warnings);
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
    concepts: values.concepts,
    watchlists: watched.map(({ value }): Watchlist => value),
    ...known,
    borders,
    outlines,
    tables: tables.map(({ table }) => table),
    commonWords: common.value.words,
    overrides,
    warnings: sorted(warnings),
    problemIn(kind, id, path, what, remedy) {
      const entries: readonly Checked<{ readonly id: string }>[] = kind === "watchlist" ? watchlists : concepts;
      return problemIn(entries.find(({ value }) => value.id === id)!.layered, path, what, remedy);
    },
  };
}

const SOME_LIST = z.array(z.unknown()).optional();
const GAZETTEER = z.strictObject({ border: z.string(), places: SOME_LIST, senses: SOME_LIST });
/** A folder's files are read once for each of their lists; their outer shape is to be blamed once. */
const BLAMED_BEFORE = z.unknown();

/** Reads the parts of the configuration from its layers, collecting problems and overrides on the way. */
function readerOf(trees: readonly ConfigTree[], problems: Problem[]) {
  const overrides: Override[] = [];

  /** A file that is one map. */
  function file<Schema extends z.ZodType>(name: string, schema: Schema): Checked<z.output<Schema>> | undefined {
    const layers = trees.flatMap((tree) => tree.get(name) ?? []);
    if (layers.length > 0) return validate(schema, layFile(layers), problems)[0];
    const missing = fileProblem(name, "missing", "restore it from the shipped config folder");
    if (problems.length === 0) problems.push(missing);
    return undefined;
  }

  /** The entries that files of a name or folder hold, by default each as a whole, merged by their key and checked. */
  function files<Schema extends z.ZodType>(
    name: string,
    schema: Schema,
    key = "id",
    entriesOf = (whole: WrittenEntry) => [whole],
  ): Checked<z.output<Schema>>[] {
    const layers = trees.map((tree) =>
      (tree.get(name) ?? []).flatMap((source) => entriesOf({ file: source, path: [], value: source.value })),
    );
    return layEntries(layers, key, problems, overrides).flatMap((layered) => validate(schema, layered, problems));
  }

  /** The same of files that hold a list of entries, and look like `shape`. */
  function lists<Schema extends z.ZodType>(
    name: string,
    list: string,
    schema: Schema,
    key = "id",
    shape: z.ZodType = z.strictObject({ [list]: SOME_LIST }),
  ) {
    return files(name, schema, key, (whole) => {
      validate(shape, { value: whole.value, origins: [whole] }, problems);
      const entries = isRecord(whole.value) ? whole.value[list] : undefined;
      return Array.isArray(entries) ? entries.map((value, i) => ({ ...whole, path: [list, i], value })) : [];
    });
  }
  return { file, files, lists, overrides };
}

/** A place with its distances to borders, worked out when they are first asked for: an article names few places. */
function withDistances(place: PlaceSettings, borders: BorderLines): Place {
  let known: Place["kmToBorder"] | undefined;
  return {
    ...place,
    get kmToBorder() {
      known ??= kmToBorders(place.lat, place.lon, borders);
      return known;
    },
  };
}

type Environment = SettingsSources["environment"];

function withChannelSecrets(
  { value: entry, layered }: Checked<ChannelSettings>,
  kinds: readonly ChannelSchema[],
  environment: Environment,
  problems: Problem[],
  warnings: Problem[],
): ConfiguredChannel {
  const report = reportTo(problems, layered);
  const { secrets: needed, secretFault } = kinds.find(({ kind }) => kind === entry.kind)!;
  const secrets: Record<string, string> = {};
  for (const [name, need] of Object.entries(needed)) {
    const secret = lookUpSecret(entry, name, environment, report);
    const fault = secret === undefined ? undefined : secretFault?.(name, secret);
    if (fault) reportTo(warnings, layered)([`${name}Env` in entry ? `${name}Env` : `${name}File`], ...fault);
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

/** What is known with the places of large tables; what is wrong with one is added to the problems. */
function withTables(
  curated: KnownPlaces,
  tables: ReturnType<typeof tablesOf>,
  words: readonly string[],
  hash: ReturnType<typeof createHash>,
  problems: Problem[],
): KnownPlaces {
  let known = curated;
  for (const { table, problem } of tables) {
    try {
      known = withLargeGazetteer(known, table, words, (bytes) => hash.update(bytes));
    } catch (error) {
      problems.push(problem((error as Error).message));
    }
  }
  return known;
}

/** The tables beside the curated places, from the folder of the file that names them. */
function tablesOf({ value, layered }: Checked<RasidSettings>) {
  return value.gazetteer.tables.map((path, i) => {
    const remedy = "make it anew with `rasid gazetteer import`, or take it off the list";
    const problem = (what: string) => problemIn(layered, ["gazetteer", "tables", i], what, remedy);
    return { table: displayName(resolve(dirname(problem("").file), path)), problem };
  });
}

/** Outlines of countries are generated (scripts/make-borders.mjs) and shipped; a site does not change them. */
function shippedOutlines(shipped: string): BorderLines {
  return JSON.parse(readFileSync(join(shipped, "countries.json"), "utf8")) as BorderLines;
}

function sorted(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
}
