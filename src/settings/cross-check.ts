import { fold } from "../domain/arabic/fold.ts";
import { type BorderLines, countryAt, kmToEdge } from "../domain/gazetteer/border-distance.ts";
import { isAmong, isSamePlace } from "../domain/gazetteer/gather-places.ts";
import type { SenseDescription } from "../domain/gazetteer/gazetteer.ts";
import type { Place } from "../domain/gazetteer/place.ts";
import type { Actor, Concept } from "../domain/reading/concept.ts";
import type { ChannelSchema, ChannelSettings } from "./channel-entry.ts";
import type { FeedSettings } from "./feeds-file.ts";
import type { PlaceSettings } from "./gazetteer-file.ts";
import { problemIn, reportTo } from "./layers.ts";
import type { Problem } from "./problem.ts";
import type { RasidSettings } from "./rasid-file.ts";
import type { Path } from "./source-file.ts";
import type { Checked } from "./validate.ts";
import { asksForSomething, termsOfWatchlist, textOf, type WatchlistSettings } from "./watchlist-file.ts";

/** How far behind a border a place may seem to lie: the lines are off by up to 1.7 km, and border posts stand back. */
const STRAY_KM = 3;
/** The same for what lies on both sides of a border. */
const STRAY_KM_SPREAD = 10;
const SPREAD = new Set(["mountain", "area", "wadi", "oil-field"]);

interface Parts {
  readonly kinds: readonly ChannelSchema[];
  readonly rasid: Checked<RasidSettings>;
  readonly feeds: readonly Checked<FeedSettings>[];
  readonly channels: readonly Checked<ChannelSettings>[];
  readonly concepts: readonly Checked<Concept>[];
  readonly actors: readonly Checked<Actor>[];
  readonly watchlists: readonly Checked<WatchlistSettings>[];
  readonly places: readonly Checked<PlaceSettings>[];
  readonly senses: readonly Checked<SenseDescription>[];
  /** The curated places and those of tables. */
  readonly known: readonly Place[];
  /** Words that are no names of places by themselves. */
  readonly words: readonly string[];
  readonly borders: BorderLines;
  /** Of the countries along the borders. */
  readonly outlines: BorderLines;
}

/** What one file says of another: names that must exist, addresses that must not be shared. */
export function crossCheck(parts: Parts, problems: Problem[], warnings: Problem[]): void {
  const { rasid, channels, places, senses, known } = parts;
  const [conceptIds, actorIds, feedIds] = [idsOf(parts.concepts), idsOf(parts.actors), idsOf(parts.feeds)];
  const [curatedIds, placeIds] = [idsOf(places), new Set(known.map(({ id }) => id))];
  const names = new Set(known.flatMap(({ name, aliases }) => [name, ...aliases].map(fold)));
  const on = channels.filter(isEnabled);
  const [channelIds, onIds] = [idsOf(channels), idsOf(on)];
  const borderIds = new Set(Object.keys(parts.borders));
  const lookUp = "look it up in config/gazetteer, or add it in your own folder";

  for (const { value, layered } of parts.watchlists.filter(isEnabled)) {
    const report = reportTo(problems, layered);
    for (const [i, { channel, places: routed = [] }] of value.channels.entries()) {
      const path = ["channels", i];
      for (const [j, id] of routed.entries())
        if (!placeIds.has(id)) report([...path, "places", j], `no place has the id \`${id}\``, lookUp);
      if (!channelIds.has(channel))
        report(
          path,
          `no channel \`${channel}\``,
          `add it to channels.yaml, or use one of ${[...channelIds].join(", ")}`,
        );
      else if (!onIds.has(channel))
        report(path, `channel \`${channel}\` is off`, "set `enabled: true` in channels.yaml, or name another");
    }
    for (const [i, place] of value.places.entries()) {
      const add = "correct the spelling, or add the place to a gazetteer file of your own folder";
      if ("name" in place && !names.has(fold(place.name)))
        report(["places", i], `no place is called "${place.name}"`, add);
      if ("border" in place && !borderIds.has(place.border))
        report(["places", i, "border"], `no border "${place.border}"`, `use one of ${[...borderIds].join(", ")}`);
      if ("placeId" in place && !placeIds.has(place.placeId))
        report(["places", i, "id"], `no place has the id \`${place.placeId}\``, lookUp);
    }
    for (const { term, path } of termsOfWatchlist(value)) {
      if ("concept" in term && !conceptIds.has(term.concept))
        report([...path, "concept"], `no concept \`${term.concept}\``, "use one of the ids in lexicon/concepts.yaml");
      if ("actor" in term && !actorIds.has(term.actor))
        report([...path, "actor"], `no actor \`${term.actor}\``, "use one of the ids in lexicon/actors.yaml");
      const text = textOf(term);
      if (text !== undefined && !/[\p{L}\p{N}]/u.test(fold(text)))
        report(path, `"${text}" holds no word and can never match`, "write a word, or remove it");
    }
    const askForMore = "ask for a term or `place: any` outside `none`";
    if (value.when !== undefined && !asksForSomething(value.when))
      report(["when"], "asks for nothing that has to be there, so nearly every article would match", askForMore);
    for (const side of ["only", "except"] as const)
      for (const [i, id] of (value.sources?.[side]?.feeds ?? []).entries())
        if (!feedIds.has(id))
          report(["sources", side, "feeds", i], `no feed \`${id}\``, "use the id of an entry in feeds.yaml");
  }

  const tellIfOff = (id: string, layered: Checked<unknown>["layered"], path: Path) => {
    const remedy = "name a channel of channels.yaml that is on";
    if (!onIds.has(id)) problems.push(problemIn(layered, path, `no channel \`${id}\` that is on`, remedy));
  };
  for (const [i, id] of rasid.value.ops.channels.entries()) tellIfOff(id, rasid.layered, ["ops", "channels", i]);
  for (const { value, layered } of on)
    for (const [i, { to }] of value.pace.escalate.entries()) tellIfOff(to, layered, ["pace", "escalate", i, "to"]);

  const remedy = "correct it, or add the place to this file";
  for (const { value, layered } of senses)
    for (const [i, { place }] of value.readings.entries())
      if (place !== undefined && !curatedIds.has(place))
        reportTo(problems, layered)(["readings", i, "place"], `no place has the id \`${place}\``, remedy);
  checkPlaces(parts, problems);
  checkFeeds(parts.feeds.filter(isEnabled), warnings);
  if (rasid.value.web.publicUrl === undefined) checkVerdicts(on, parts.kinds, warnings);
}

function isEnabled({ value }: Checked<{ enabled: boolean }>): boolean {
  return value.enabled;
}

function idsOf(entries: readonly Checked<{ id: string }>[]): Set<string> {
  return new Set(entries.map(({ value }) => value.id));
}

/** A place on the wrong side of a border, told twice, or called by a common word is found where nobody meant it. */
function checkPlaces({ places, senses, words, outlines }: Parts, problems: Problem[]): void {
  const common = new Set(words.map(fold));
  const described = new Set(senses.map(({ value }) => fold(value.name)));
  const bearers = new Map<string, { place: Checked<PlaceSettings>; isAlias: boolean }[]>();
  for (const place of places) {
    const { value, layered } = place;
    const report = reportTo(problems, layered);
    const code = countryAt(value.lat, value.lon, outlines);
    const km = code === undefined || code === value.country ? 0 : kmToEdge(value.lat, value.lon, code, outlines);
    if (km > (SPREAD.has(value.kind) ? STRAY_KM_SPREAD : STRAY_KM)) {
      const what = `${value.id} lies in ${code}, ${km.toFixed(1)} km from its edge, and not in ${value.country}`;
      report(["lat"], what, "correct `lat` and `lon`, or `country`");
    }
    for (const [i, name] of [value.name, ...value.aliases].entries()) {
      const [path, isAlias, folded] = [i === 0 ? ["name"] : ["aliases", i - 1], i > 0, fold(name)];
      if (isAmong(common, folded) && !described.has(folded))
        report(path, `"${name}" is a common word, too`, "list what it can mean under `senses`, or take another name");
      const others = bearers.get(folded) ?? [];
      bearers.set(folded, [...others, { place, isAlias }]);
      // Two aliases may be the same: T4 is the station and the air base beside it.
      const twin = others.find(
        (other) => other.place !== place && isSamePlace(other.place.value, value) && !(other.isAlias && isAlias),
      )?.place;
      if (!twin) continue;
      const { file, line } = problemIn(twin.layered, ["name"], "", "");
      const what = `"${name}" is ${twin.value.id} already, less than 10 km away (${file}:${line})`;
      report(path, what, "keep one of the two, or change the other by its `id`");
    }
  }
}

function checkFeeds(feeds: readonly Checked<FeedSettings>[], warnings: Problem[]): void {
  const firstWith = new Map<string, string>();
  const remedy = "keep one of the two, or every article is read twice";
  for (const { value, layered } of feeds)
    for (const [i, url] of value.urls.entries()) {
      const other = firstWith.get(url) ?? value.id;
      if (other !== value.id)
        reportTo(warnings, layered)(["urls", i], `feed \`${other}\` has the same address`, remedy);
      firstWith.set(url, other);
    }
}

/** Channels whose messages could ask for a verdict, and have no way to take it: one line for all of them. */
function checkVerdicts(
  channels: readonly Checked<ChannelSettings>[],
  kinds: readonly ChannelSchema[],
  warnings: Problem[],
): void {
  const [first, ...others] = channels.filter(
    ({ value }) => kinds.find(({ kind }) => kind === value.kind)?.verdictsOf(value) === "links",
  );
  if (!first) return;
  const names = [first, ...others].map(({ value }) => `\`${value.id}\``).join(", ");
  const remedy = "set `web.publicUrl` in rasid.yaml, or `appTokenEnv` of a Slack bot (docs/channels.md)";
  reportTo(warnings, first.layered)(["kind"], `nobody can acknowledge or reject what ${names} tells`, remedy);
}
