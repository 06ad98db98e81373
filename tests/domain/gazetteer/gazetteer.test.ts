import { describe, expect, it } from "vitest";
import { countriesNamed, stemsOf } from "../../../src/domain/gazetteer/context.ts";
import { gatherPlaces, isSamePlace, noiseJudge } from "../../../src/domain/gazetteer/gather-places.ts";
import { cueOf } from "../../../src/domain/gazetteer/gazetteer.ts";
import { nameVariants, pressSpelling, withoutArticle } from "../../../src/domain/gazetteer/name-variants.ts";
import { addLocalEvidence, beginsWith } from "../../../src/domain/gazetteer/place-evidence.ts";
import { SENSE_FEATURES, type SenseFeature } from "../../../src/domain/gazetteer/sense-features.ts";
import { Findings } from "../../../src/domain/weighing.ts";
import { CONTEXT, PLACES, smallGazetteer } from "../../support/small-rules.ts";
import { words } from "../../support/words.ts";

const gazetteer = smallGazetteer();
const named = (name: string) => PLACES.find((place) => place.name === name)!;

describe("a gazetteer", () => {
  it("knows places by each of their names, whatever else those mean", () => {
    expect(gazetteer.placesNamed("كوباني").map(({ id }) => id)).toEqual(["sy-tr/kobani"]);
    expect(gazetteer.placesNamed("الوعر").map(({ id }) => id)).toEqual(["sy-iq/al-waar", "sy/homs/al-waar"]);
    expect(gazetteer.placesNamed("باريس")).toEqual([]);
  });

  it("gives every name the readings of a person and of something else, listed or not", () => {
    const { commonness, readings } = gazetteer.toponyms.get("سنجار")!;
    expect([commonness, readings.map(({ sense }) => sense)]).toEqual(["A", ["place", "person", "other-name"]]);
  });

  it("lets a place's neighbours and what it lies in speak for it", () => {
    const [first] = gazetteer.toponyms.get("الوعر")!.readings;
    expect(first?.cues.near.map(({ written }) => written)).toEqual(["الحدود العراقية", "الزكف"]);
  });
});

describe("a name in other spellings", () => {
  it.each([
    ["البوكمال", ["البو كمال", "ابو كمال"]],
    ["تلعفر", ["تل عفر"]],
    ["كفر نبل", ["كفرنبل"]],
  ])("%s is also %j", (name, others) => {
    expect(others.filter((other) => !nameVariants(name).includes(other))).toEqual([]);
  });

  it("loses its article only where it is one word", () => {
    expect([withoutArticle("الباغوز"), withoutArticle("تل الباغوز")]).toEqual(["باغوز", "تل الباغوز"]);
  });

  it("comes as the Arabic press writes it, or not at all", () => {
    expect([pressSpelling("سنـــجار (قضاء)"), pressSpelling("Sinjar")]).toEqual(["سنجار", ""]);
  });
});

describe("cues and countries in a text", () => {
  it("bear what may be joined to their front", () => {
    expect(beginsWith(words("وبالحدود العراقية"), 0, cueOf("الحدود العراقية"))).toBe(true);
    expect(stemsOf(words("وبسنجار")[0])).toContain("سنجار");
  });

  it("على is no علي", () => {
    expect(beginsWith(words("على"), 0, cueOf("علي"))).toBe(false);
  });

  it("are named by noun and by adjective", () => {
    expect([...countriesNamed([words("القوات السورية في العراق")], CONTEXT)]).toEqual(["SY", "IQ"]);
  });
});

describe("what the words directly around a name say", () => {
  const features = (text: string, name: string) => {
    const found = new Findings<SenseFeature>();
    const all = words(text);
    const from = all.findIndex((word) => word.text.endsWith(name));
    const toponym = gazetteer.toponyms.get(name)!;
    const at = {
      toponym,
      words: all,
      from,
      to: from + 1,
      preposition: false,
      articleAdded: false,
      fieldIndex: 0,
      inTitle: false,
    };
    addLocalEvidence(at, toponym.readings[0]!, CONTEXT, found);
    return found.all.map(({ feature }) => feature);
  };

  it.each([
    ["قصف قرب سنجار", "سنجار", "locative"],
    ["وصل إلى مدينة سنجار", "سنجار", "head-of-kind"],
    ["منطقة سنجار", "سنجار", "weak-head"],
    ["سنجار العراقية", "سنجار", "own-country-after"],
    ["سنجار السورية", "سنجار", "other-country-after"],
    ["محمد سنجار", "سنجار", "given-name-before"],
    ["نادي سنجار", "سنجار", "organisation-before-place"],
    ["الحدود سنجار", "سنجار", "event-nearby"],
  ])("%s: %s has %s", (text, name, feature) => {
    expect(features(text, name)).toContain(feature);
  });

  it("are features with a side each", () => {
    expect(Object.values(SENSE_FEATURES).every(({ side }) => ["for", "against", "either"].includes(side))).toBe(true);
  });
});

describe("places of a large table", () => {
  const border = {
    "SY-IQ": [
      [
        [41, 33],
        [41, 36],
      ],
    ],
  } as const;
  const village = (id: string, name: string, lon: number) => ({
    ...named("سنجار"),
    id,
    name,
    lat: 34.5,
    lon,
    aliases: [],
  });

  it("of one name within 10 km are one, and what is far from every border is left out and told", () => {
    const told: string[] = [];
    const gathered = gatherPlaces(
      [village("a", "تل حجر", 40.9), village("b", "تل حجر", 40.91), village("c", "تل بعيد", 30)],
      { borders: border, withinKm: 50, curated: [], words: [] },
      (why) => told.push(why),
    );
    expect(gathered.map(({ place }) => place.id)).toEqual(["a"]);
    expect(told.length).toBe(2);
    expect(isSamePlace(village("a", "x", 40.9), village("b", "x", 40.91))).toBe(true);
  });

  it("have names of three tiers: quiet, with a strong word beside them, never", () => {
    const noise = noiseJudge(["الجديدة"], [...PLACES]);
    const of = (name: string) => noise(name, village("a", name, 40.9));
    expect([of("تل حجر الغربي"), of("حجر"), of("الجديدة"), of("تل")]).toEqual(["A", "C", "C", "C"]);
    expect(of("حجرات")).toBe("B");
  });
});
