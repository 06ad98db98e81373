import { describe, expect, it } from "vitest";
import { resolveNames } from "../../../src/domain/gazetteer/place-sense.ts";
import { constructionsOf } from "../../../src/domain/reading/constructions.ts";
import { locate, mainHappenings, worthOfTitle } from "../../../src/domain/reading/happening.ts";
import { locateArticle } from "../../../src/domain/reading/located-article.ts";
import { borderLoci, precisionOf } from "../../../src/domain/reading/loci.ts";
import { loweringsIn } from "../../../src/domain/reading/lowering.ts";
import { readArticle, readNames } from "../../../src/domain/reading/read-article.ts";
import { compileReadingRules } from "../../../src/domain/reading/reading-rules.ts";
import { buildRelevance } from "../../../src/domain/reading/relevance.ts";
import { signsIn } from "../../../src/domain/reading/signs.ts";
import {
  CONCEPTS,
  CONTEXT,
  PLACES,
  RELEVANCE,
  SENSE_WEIGHTS,
  smallGazetteer,
  smallRulebook,
} from "../../support/small-rules.ts";
import { words } from "../../support/words.ts";

const rules = smallRulebook();
const textOf = (body: string) => ({ title: "", summary: "", body });

describe("constructions over the tokens of a sentence", () => {
  /** What a sentence of tokens says; see the file for what tokens are. */
  const said = (tokens: string) =>
    constructionsOf(CONTEXT).flatMap(({ fact, pattern }) =>
      [...`${tokens} `.matchAll(pattern)].map(({ groups }) => `${fact}: ${groups!.names!.trim()}`),
    );

  it.each([
    ["a verb before its subject", "سيطر @ علي #", "gained: @"],
    ["a subject before its verb", "@ يسيطر علي #", "gained: @"],
    ["who lost, and to whom", "انسحبت قوات @ من # لصالح @", "gained: @"],
    ["a town that falls into somebody's hands", "سقوط # بيد @", "gained: @"],
    ["by whose account", "افاد مصدر امني بان !قصف", "accordingTo: مصدر امني"],
    ["an account that opens a title", "ناشطون : !قصف علي #", "accordingTo: ناشطون"],
  ])("tell %s", (_, tokens, expected) => {
    expect(said(tokens)).toContain(expected);
  });

  it("tell no gain that is denied", () => {
    expect(said("لم يسيطر @ علي #").filter((fact) => fact.startsWith("gained"))).toEqual([]);
  });
});

describe("the parts of reading, each by itself", () => {
  it("rules are compiled once from what is known and what is asked", () => {
    const parts = { gazetteer: smallGazetteer(), context: CONTEXT, senseWeights: SENSE_WEIGHTS, concepts: CONCEPTS };
    const compiled = compileReadingRules(
      { ...parts, actors: [], relevance: RELEVANCE, borders: ["SY-IQ"], wholeWords: ["بين"] },
      [{ text: "المعبر" }, { concept: "shelling" }],
    );
    const kinds = compiled.index.find(words("قصف على المعبر في سنجار")).map(({ payload }) => payload.kind);
    expect(kinds).toEqual(["concept", "term", "toponym"]);
    expect(compiled.conceptById.get("shelling")?.english).toBe("shelling");
  });

  it("names are resolved from candidates and the words of the whole article", () => {
    const { fields, hits } = readNames(textOf("قصف على سنجار"), rules);
    const toponym = hits[0]!.flatMap(({ payload }) => (payload.kind === "toponym" ? payload.toponym : []))[0]!;
    const at = {
      toponym,
      words: fields[0]!.words,
      from: 2,
      to: 3,
      preposition: false,
      articleAdded: false,
      fieldIndex: 0,
      inTitle: false,
    };
    const countries = { countries: new Set<string>(), sourceCountry: "IQ" };
    const [name] = resolveNames([at], [fields[0]!.words], CONTEXT, SENSE_WEIGHTS, countries);
    expect(name?.readings[0]?.parts.map(({ feature }) => feature)).toContain("source-country");
  });

  it("signs are told once, though a word may be read with and without a proclitic", () => {
    const [field] = readArticle(textOf("وقصف عنيف"));
    const hits = rules.index.find(field!.words);
    expect(signsIn(field!, hits, [], undefined).map(({ concept }) => concept?.id)).toEqual(["shelling"]);
  });

  it("borders are named by two countries, or by one and the article's other", () => {
    const border = (body: string, others: string[] = []) =>
      borderLoci(readArticle(textOf(body))[0]!, new Set(others), rules).map((locus) => [
        locus.border,
        locus.confidence,
      ]);
    expect(border("على الحدود السورية العراقية")).toEqual([["SY-IQ", 0.9]]);
    expect(border("على الحدود مع العراق", ["SY", "IQ"])).toEqual([["SY-IQ", 0.5]]);
    expect(border("على الحدود مع العراق", ["TR", "IQ"])).toEqual([]);
  });

  it("how exactly a place is known depends on the words before it", () => {
    const all = words("في محافظة حمص");
    expect(precisionOf(PLACES[8]!, all, 2)).toBe("province");
    expect(precisionOf(PLACES[0]!, words("الوعر"), 0)).toBe("district");
  });

  it("signs are joined to places, and the main ones are those of the title", () => {
    const { signs, loci } = locateArticle(
      { title: "قصف على سنجار", summary: "", body: "هجوم في البوكمال" },
      rules,
      undefined,
      undefined,
    );
    const happenings = locate(signs, loci);
    expect(happenings.map(({ locus }) => locus?.place?.id)).toEqual(["sy-iq/sinjar", "sy-iq/abu-kamal"]);
    expect(mainHappenings(happenings).map(({ sign }) => sign.concept?.id)).toEqual(["shelling"]);
    expect([worthOfTitle(signs), worthOfTitle([])]).toEqual(["alert", undefined]);
  });

  it("what lowers is noted by sentence, and a title's holds for the whole article", () => {
    const fields = readArticle({ title: "ربما قصف", summary: "", body: "هجوم في سنجار" });
    const hits = fields.map((field) => rules.index.find(field.words));
    const { signs } = locateArticle(
      { title: "ربما قصف", summary: "", body: "هجوم في سنجار" },
      rules,
      undefined,
      undefined,
    );
    const at = loweringsIn(fields, hits, rules, undefined);
    expect(signs.map(({ position }) => at(position).length)).toEqual([1, 1]);
  });

  it("the policy's words before a place and before background are cues", () => {
    const relevance = buildRelevance({ lowering: [], origin: ["مواليد"], background: ["يذكر أن"] });
    expect(relevance.background[0]).toEqual({ words: ["يذكر", "ان"], written: "يذكر أن" });
  });
});
