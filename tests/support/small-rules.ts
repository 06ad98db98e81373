import { buildContext } from "../../src/domain/gazetteer/context.ts";
import { buildGazetteer, type Gazetteer, type SenseDescription } from "../../src/domain/gazetteer/gazetteer.ts";
import type { Place } from "../../src/domain/gazetteer/place.ts";
import { SENSE_FEATURES, type SenseFeature, type SenseWeights } from "../../src/domain/gazetteer/sense-features.ts";
import type { Concept } from "../../src/domain/reading/concept.ts";
import { buildRelevance } from "../../src/domain/reading/relevance.ts";
import { STORY_FEATURES, type StoryFeature, type StoryWeights } from "../../src/domain/stories/story-features.ts";
import { compileRulebook, type Rulebook } from "../../src/domain/watchlists/rulebook.ts";
import { bandWatchlist, type Watchlist } from "../../src/domain/watchlists/watchlist.ts";
import type { FeatureMeaning } from "../../src/domain/weighing.ts";

/*
 * A world small enough to hold in the head: ten places, a lexicon of a few words, and weights that say no more than on
 * which side a feature counts. Specs of the domain are written on it; the shipped configuration has tests of its own.
 */

function aPlace(id: string, name: string, given: Partial<Place> = {}): Place {
  const point = { lat: 34, lon: 40, kmToBorder: {} };
  return { id, name, latin: name, kind: "town", country: "SY", aliases: [], neighbours: [], ...point, ...given };
}

/** الوعر is a stretch of desert at the border, a quarter of Homs, and a word; القائم a town and a word. */
export const PLACES: readonly Place[] = [
  aPlace("sy-iq/al-waar", "الوعر", {
    ...{ latin: "al-Wa'r", kind: "area", lat: 33.88, lon: 39.52, kmToBorder: { "SY-IQ": 13 }, neighbours: ["الزكف"] },
  }),
  aPlace("sy/homs/al-waar", "الوعر", { kind: "quarter", lat: 34.74, lon: 36.68, neighbours: ["حمص"] }),
  aPlace("sy-iq/al-zakf", "الزكف", { kind: "base", lat: 33.83, lon: 39.35, kmToBorder: { "SY-IQ": 16 } }),
  aPlace("sy-iq/abu-kamal", "البوكمال", { lat: 34.45, lon: 40.92, kmToBorder: { "SY-IQ": 6.6 } }),
  aPlace("sy-iq/al-qaim", "القائم", { country: "IQ", lat: 34.37, lon: 41.06, kmToBorder: { "SY-IQ": 9 } }),
  aPlace("sy-iq/sinjar", "سنجار", { country: "IQ", lat: 36.32, lon: 41.87, kmToBorder: { "SY-IQ": 45 } }),
  aPlace("sy-iq/al-mayadin", "الميادين", { lat: 35.02, lon: 40.45, kmToBorder: { "SY-IQ": 70 } }),
  aPlace("sy-tr/kobani", "عين العرب", { lat: 36.89, lon: 38.35, kmToBorder: { "SY-TR": 2 }, aliases: ["كوباني"] }),
  aPlace("sy/homs", "حمص", { kind: "city", lat: 34.73, lon: 36.71, population: 800_000 }),
  aPlace("iq/baghdad", "بغداد", { kind: "city", country: "IQ", lat: 33.31, lon: 44.37, population: 7_000_000 }),
];

const SENSES: readonly SenseDescription[] = [
  {
    name: "الوعر",
    commonness: "C",
    readings: [
      { place: "sy-iq/al-waar", near: ["الحدود العراقية"] },
      { place: "sy/homs/al-waar", before: ["حي"] },
      { word: "rugged", before: ["الطريق"] },
    ],
  },
  {
    name: "القائم",
    commonness: "D",
    readings: [
      { place: "sy-iq/al-qaim", before: ["مدينة"] },
      { word: "chargé d'affaires", after: ["بأعمال"] },
    ],
  },
];

export const CONTEXT = buildContext({
  heads: [
    { noun: "حي", kinds: ["quarter"] },
    { noun: "مدينة", kinds: ["city", "town"] },
  ],
  weakHeads: ["منطقة"],
  locatives: ["في", "من", "قرب"],
  afterPlace: ["الحدودية"],
  beforePerson: ["الشيخ"],
  givenNames: ["محمد"],
  eventWords: ["الحدود", "قصف", "انسحبت"],
  organisations: ["نادي"],
  sportWords: ["مباراة"],
  reporting: Object.fromEntries(
    Object.entries({
      gaining: ["سيطر", "يسيطر"],
      losing: ["انسحبت", "يخسر"],
      falling: ["سقوط"],
      gainingLinks: ["بيد", "لصالح"],
      losingLinks: ["من يد"],
      partyHeads: ["قوات"],
      noSubjectAfter: ["ضد"],
      untold: ["لم"],
      saying: ["قال", "أفاد"],
      accordingTo: ["بحسب"],
      reporters: ["ناشطون", "مصدر"],
      noReporters: ["أنه"],
      beforeNews: ["إن", "أن", "بأن"],
      afterReporter: ["اليوم"],
    }),
  ),
  countries: [
    { code: "SY", names: ["سوريا"], adjectives: ["السورية", "السوري"] },
    { code: "IQ", names: ["العراق"], adjectives: ["العراقية", "العراقي"] },
    { code: "TR", names: ["تركيا"], adjectives: ["التركية"] },
  ],
});

function aConcept(id: string, title: string, english: string, given: Partial<Concept>): Concept {
  const words = { forms: [], phrases: [], except: [], beside: [], examples: { must: [], mustNot: [] } };
  return { id, title, english, worth: "alert", ...words, ...given };
}

export const CONCEPTS: readonly Concept[] = [
  aConcept("shelling", "قصف", "shelling", { forms: ["قصف"], family: "fighting" }),
  aConcept("attack", "هجوم", "attack", { forms: ["هجوم"], family: "fighting" }),
  aConcept("seizure", "سيطرة على أرض", "ground seized", {
    ...{ forms: ["سيطر"], except: ["تحت السيطرة"], family: "ground", isTurn: true, broadcast: true },
  }),
  aConcept("withdrawal", "انسحاب", "withdrawal", { forms: ["انسحب"], family: "ground" }),
  aConcept("crossing-closed", "إغلاق معبر", "crossing closed", {
    forms: ["أغلق"],
    beside: ["معبر"],
    family: "crossing",
  }),
  aConcept("casualties", "ضحايا", "casualties", { forms: ["قتيل"], isConsequence: true, family: "fighting" }),
  aConcept("protest", "احتجاج", "protest", { forms: ["تظاهر"], worth: "review" }),
  aConcept("accident", "حادث سير", "road accident", { phrases: ["حادث سير"], worth: "nothing" }),
  aConcept("sport", "رياضة", "sport", { phrases: ["مباراة"], worth: "nothing", isFigurative: true }),
];

export const RELEVANCE = buildRelevance({
  lowering: [
    { why: "doubt", title: "شك", to: "review", words: ["أنباء عن", "ربما"] },
    { why: "asked for, not done", to: "review", onlyAfter: true, words: ["يطالب"] },
    { why: "not real", to: "nothing", words: ["محاكاة"] },
    { why: "recalled past", to: "background", words: ["ذكرى"] },
  ],
  origin: ["مواليد", "ينحدر من"],
  background: ["وكانت"],
});

/** Weights that only say on which side a feature counts, and that a name is a place only with something beside it. */
function weightsOf<Feature extends string>(
  features: Readonly<Record<Feature, FeatureMeaning>>,
  own: Readonly<Partial<Record<Feature, number>>>,
): Readonly<Record<Feature, number>> {
  const bySide = { for: 1.5, against: -1.5, either: 0 } as const;
  const weights = {} as Record<Feature, number>;
  for (const [feature, { side }] of Object.entries<FeatureMeaning>(features))
    weights[feature as Feature] = own[feature as Feature] ?? bySide[side];
  return weights;
}

export const SENSE_WEIGHTS: SenseWeights = weightsOf<SenseFeature>(SENSE_FEATURES, {
  ...{ "place-prior-a": 1.5, "place-prior-b": 0.5, "place-prior-c": -0.5, "place-prior-d": -1.5 },
  ...{ "word-prior": 1, "person-prior": 0.5, "other-prior": 0.5, population: 0.1, "adjective-agrees": 3 },
  ...{ "word-cue-before": 3, "word-cue-after": 4, "head-of-kind": 3 },
});

export const STORY_WEIGHTS: StoryWeights = weightsOf<StoryFeature>(STORY_FEATURES, {
  ...{ bias: -3, wording: 7, "days-apart": -0.1, "hours-apart": -1 },
});

export function smallGazetteer(): Gazetteer {
  return buildGazetteer(PLACES, SENSES);
}

/** The rulebook of that world; without watchlists of its own it asks for any event within 50 km of SY-IQ. */
export function smallRulebook(...watchlists: readonly Watchlist[]): Rulebook {
  return compileRulebook({
    version: "small",
    gazetteer: smallGazetteer(),
    context: CONTEXT,
    senseWeights: SENSE_WEIGHTS,
    storyWeights: STORY_WEIGHTS,
    concepts: CONCEPTS,
    actors: [{ id: "islamic-state", title: "تنظيم الدولة", english: "Islamic State", names: ["داعش", "تنظيم الدولة"] }],
    relevance: RELEVANCE,
    borders: ["SY-IQ", "SY-TR"],
    wholeWords: [],
    watchlists: watchlists.length > 0 ? watchlists : [bandWatchlist("band", "SY-IQ", 50)],
  });
}
