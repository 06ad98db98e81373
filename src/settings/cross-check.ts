import { fold } from "../domain/arabic/fold.ts";
import type { RelevanceDescription } from "../domain/matcher/relevance.ts";
import type { ChannelSettings } from "./channels-file.ts";
import type { FeedSettings } from "./feeds-file.ts";
import type { PlaceSettings, SenseSettings } from "./gazetteer-file.ts";
import { problemIn } from "./layers.ts";
import type { ActorSettings, ConceptSettings } from "./lexicon-file.ts";
import type { Problem } from "./problem.ts";
import type { RasidSettings } from "./rasid-file.ts";
import type { Checked } from "./validate.ts";
import type { WatchlistSettings } from "./watchlist-file.ts";
import { asksForSomething, termsOfWatchlist } from "./watchlist-terms.ts";

interface Parts {
  readonly rasid: Checked<RasidSettings>;
  readonly feeds: readonly Checked<FeedSettings>[];
  readonly channels: readonly Checked<ChannelSettings>[];
  readonly concepts: readonly Checked<ConceptSettings>[];
  readonly actors: readonly Checked<ActorSettings>[];
  readonly relevance: Checked<RelevanceDescription>;
  readonly watchlists: readonly Checked<WatchlistSettings>[];
  readonly places: readonly Checked<PlaceSettings>[];
  readonly senses: readonly Checked<SenseSettings>[];
}

/** What one file says of another: names that must exist, addresses that must not be shared. */
export function crossCheck(parts: Parts, problems: Problem[], warnings: Problem[]): void {
  checkWatchlists(parts, problems);
  checkOpsChannels(parts, problems);
  checkSenses(parts, problems);
  checkRelevance(parts, problems);
  checkFeeds(parts, warnings);
}

function checkWatchlists({ watchlists, channels, concepts, actors, places, feeds }: Parts, problems: Problem[]): void {
  const channelOf = new Map(channels.map(({ value }) => [value.id, value]));
  const conceptIds = new Set(concepts.map(({ value }) => value.id));
  const feedIds = new Set(feeds.map(({ value }) => value.id));
  const actorIds = new Set(actors.map(({ value }) => value.id));
  const placeIds = new Set(places.map(({ value }) => value.id));
  const names = new Set(places.flatMap(({ value }) => [value.name, ...(value.aliases ?? [])].map(fold)));

  for (const { value, layered } of watchlists) {
    if (!value.enabled) continue;
    const report = (path: (string | number)[], what: string, remedy: string) =>
      problems.push(problemIn(layered, path, what, remedy));
    for (const [i, id] of value.channels.entries()) {
      const channel = channelOf.get(id);
      if (!channel)
        report(
          ["channels", i],
          `no channel \`${id}\``,
          `add it to channels.yaml, or use one of ${[...channelOf.keys()].join(", ")}`,
        );
      else if (!channel.enabled)
        report(["channels", i], `channel \`${id}\` is off`, "set `enabled: true` in channels.yaml, or name another");
    }
    for (const [i, place] of value.places.entries()) {
      if (typeof place === "string" && !names.has(fold(place)))
        report(
          ["places", i],
          `no place is called "${place}"`,
          "correct the spelling, or add the place to a gazetteer file of your own folder",
        );
      if (typeof place === "object" && "id" in place && !placeIds.has(place.id))
        report(
          ["places", i, "id"],
          `no place has the id \`${place.id}\``,
          "look it up in config/gazetteer, or add it in your own folder",
        );
    }
    for (const { term, path } of termsOfWatchlist(value)) {
      if (typeof term === "object" && "concept" in term && !conceptIds.has(term.concept))
        report([...path, "concept"], `no concept \`${term.concept}\``, "use one of the ids in lexicon/concepts.yaml");
      if (typeof term === "object" && "actor" in term && !actorIds.has(term.actor))
        report([...path, "actor"], `no actor \`${term.actor}\``, "use one of the ids in lexicon/actors.yaml");
      const text = typeof term === "string" ? term : "text" in term ? term.text : undefined;
      if (text !== undefined && !/[\p{L}\p{N}]/u.test(fold(text)))
        report([...path], `"${text}" holds no word and can never match`, "write a word, or remove it");
    }
    if (value.when !== undefined && !asksForSomething(value.when))
      report(
        ["when"],
        "asks for nothing that has to be there, so nearly every article would match",
        "ask for a term or `place: any` outside `none`",
      );
    for (const side of ["only", "except"] as const) {
      for (const [i, id] of (value.sources?.[side]?.feeds ?? []).entries())
        if (!feedIds.has(id))
          report(["sources", side, "feeds", i], `no feed \`${id}\``, "use the id of an entry in feeds.yaml");
    }
  }
}

function checkOpsChannels({ rasid, channels }: Parts, problems: Problem[]): void {
  const on = new Set(channels.filter(({ value }) => value.enabled).map(({ value }) => value.id));
  for (const [i, id] of rasid.value.ops.channels.entries()) {
    if (!on.has(id))
      problems.push(
        problemIn(
          rasid.layered,
          ["ops", "channels", i],
          `no channel \`${id}\` that is on`,
          "name a channel of channels.yaml that is on",
        ),
      );
  }
}

/** Every concept of the policy exists and is worth one thing; a concept that it forgets is worth nothing, silently. */
function checkRelevance({ concepts, relevance }: Parts, problems: Problem[]): void {
  const known = new Set(concepts.map(({ value }) => value.id));
  const listed = new Map<string, string>();
  for (const worth of ["alert", "review", "nothing"] as const) {
    for (const [i, id] of relevance.value[worth].entries()) {
      const report = (what: string, remedy: string) =>
        problems.push(problemIn(relevance.layered, [worth, i], what, remedy));
      if (!known.has(id)) report(`no concept \`${id}\``, "correct it, or add the concept to concepts.yaml");
      const other = listed.get(id);
      if (other !== undefined) report(`\`${id}\` is under \`${other}\` too`, "keep it in one of the two lists");
      listed.set(id, worth);
    }
  }
}

function checkSenses({ places, senses }: Parts, problems: Problem[]): void {
  const placeIds = new Set(places.map(({ value }) => value.id));
  for (const { value, layered } of senses) {
    for (const [i, reading] of value.readings.entries()) {
      if (reading.place !== undefined && !placeIds.has(reading.place))
        problems.push(
          problemIn(
            layered,
            ["readings", i, "place"],
            `no place has the id \`${reading.place}\``,
            "correct it, or add the place to this file",
          ),
        );
    }
  }
}

function checkFeeds({ feeds }: Parts, warnings: Problem[]): void {
  const firstWith = new Map<string, string>();
  for (const { value, layered } of feeds) {
    if (!value.enabled) continue;
    for (const [i, url] of value.urls.entries()) {
      const other = firstWith.get(url);
      if (other !== undefined && other !== value.id)
        warnings.push(
          problemIn(
            layered,
            ["urls", i],
            `feed \`${other}\` has the same address`,
            "keep one of the two, or every article is read twice",
          ),
        );
      firstWith.set(url, other ?? value.id);
    }
  }
}
