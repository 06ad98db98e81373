import { describe, expect, it } from "vitest";
import { locateArticle } from "../../../src/domain/reading/located-article.ts";
import { decideWatchlist } from "../../../src/domain/watchlists/decide-watchlist.ts";
import { placeLowerings } from "../../../src/domain/watchlists/place-lowering.ts";
import { compileRulebook } from "../../../src/domain/watchlists/rulebook.ts";
import { bandWatchlist } from "../../../src/domain/watchlists/watchlist.ts";
import {
  CONCEPTS,
  CONTEXT,
  PLACES,
  RELEVANCE,
  SENSE_WEIGHTS,
  STORY_WEIGHTS,
  smallGazetteer,
  smallRulebook,
} from "../../support/small-rules.ts";

const rulebook = smallRulebook(bandWatchlist("band", "SY-IQ", 50));
const [band] = rulebook.watchlists;
const scopeOf = (name: string) => band!.scopeOf({ place: PLACES.find((place) => place.name === name)! });

describe("how a place lies in a band", () => {
  it("is told by its distance, to a hundred metres", () => {
    expect(scopeOf("البوكمال")).toMatchObject({ border: "SY-IQ", km: 6.6, isBeyond: false, isNearEdge: false });
    expect(scopeOf("سنجار")).toMatchObject({ km: 45, isNearEdge: true });
    expect(scopeOf("الميادين")).toMatchObject({ km: 70, isBeyond: true });
    expect([scopeOf("حمص"), band!.scopeOf({ border: "SY-TR" })]).toEqual([undefined, undefined]);
    expect(band!.scopeOf({ border: "SY-IQ" })).toEqual({ border: "SY-IQ", isBeyond: false });
  });

  it("knows a third country, and another border that is nearer", () => {
    const place = { ...PLACES[3]!, country: "TR", kmToBorder: { "SY-IQ": 20 } };
    expect(band!.scopeOf({ place })?.isThirdCountry).toBe(true);
    const corner = { ...PLACES[3]!, kmToBorder: { "SY-IQ": 20, "SY-TR": 3 } };
    expect(band!.scopeOf({ place: corner })?.nearerBorder).toBe("SY-TR");
  });
});

describe("a rulebook", () => {
  it("holds everything that decides, compiled once", () => {
    const { version, watchlistById, stories } = compileRulebook({
      ...{
        version: "v",
        gazetteer: smallGazetteer(),
        context: CONTEXT,
        senseWeights: SENSE_WEIGHTS,
        storyWeights: STORY_WEIGHTS,
      },
      ...{ concepts: CONCEPTS, actors: [], relevance: RELEVANCE, borders: ["SY-IQ"], wholeWords: [] },
      watchlists: [bandWatchlist("band", "SY-IQ", 50)],
    });
    expect([version, [...watchlistById.keys()], stories.turns]).toEqual(["v", ["band"], ["seizure"]]);
  });
});

describe("what lowers a happening for one watchlist", () => {
  const lowered = (title: string, body: string) => {
    const article = locateArticle({ title, summary: "", body }, rulebook, undefined, undefined);
    const happening = article.happenings.find(({ locus }) => locus && band!.scopeOf(locus))!;
    return placeLowerings(happening, happening.locus!, band!, article).map(({ why, to }) => [why.id, to]);
  };

  it.each([
    [
      "a title about something else",
      "حادث سير في حمص",
      "هدوء.\n\nقصف على البوكمال",
      ["title-of-something-else", "background"],
    ],
    ["a match", "مباراة في حمص", "هدوء.\n\nقصف على البوكمال", ["figurative", "nothing"]],
    [
      "an article about somewhere else",
      "قصف على حمص",
      "هدوء.\n\nهدوء.\n\nعن البوكمال. وقع هجوم.",
      ["article-of-elsewhere", "background"],
    ],
    [
      "no event in title or lead",
      "",
      "هدوء.\n\nهدوء. هدوء.\n\nقصف على البوكمال",
      ["no-event-in-title-or-lead", "review"],
    ],
    ["a place beyond the band", "قصف على الميادين", "", ["beyond-band", "background"]],
  ])("%s", (_, title, body, expected) => {
    expect(lowered(title, body)).toContainEqual(expected);
  });

  it("leaves what the title tells of the band as it is", () => {
    expect(lowered("قصف على البوكمال", "")).toEqual([]);
    const article = locateArticle({ title: "قصف على البوكمال", summary: "", body: "" }, rulebook, undefined, undefined);
    expect(decideWatchlist(band!, article, {}).decision).toBe("alert");
  });
});
