/** What speaks for or against a reading of a name; weights: config/lexicon/weights.yaml (`npm run fit`). */
export const SENSE_FEATURES = {
  "place-prior-a": "a place; the name is distinctive",
  "place-prior-b": "a place; the name is also another place's or a person's",
  "place-prior-c": "a place; the name is also a word",
  "place-prior-d": "a place; the name is a very common word",
  "word-prior": "an ordinary word",
  "word-prior-d": "an ordinary word, and a very common one",
  "person-prior": "a person's name",
  "other-prior": "the name of something else",
  "unlisted-prior": "a person, club or street that nobody listed",
  "first-listed": "the gazetteer lists this place first among the name's places",
  "long-name": "a name of several words",
  "article-added": "written with the article, which the name has not",
  "in-title": "a place named in the title, where type nouns are dropped",
  population: "the logarithm of the place's population",
  uncurated: "a place that only a large table knows",
  "place-cue-before": "a cue of this place directly before",
  "place-cue-after": "a cue of this place directly after",
  "place-cue-near": "cues of this place nearby",
  "place-cue-article": "cues of this place in the article",
  "word-cue-before": "a cue of this other sense directly before",
  "word-cue-after": "a cue of this other sense directly after",
  "word-cue-near": "cues of this other sense nearby",
  "word-cue-article": "cues of this other sense in the article",
  "head-of-kind": "a noun that announces this kind of place",
  "head-of-any": "a noun that announces any kind of place",
  "head-of-other-kind": "a noun that announces another kind of place",
  "head-conflict": "a quarter announced where none is meant, or the other way round",
  "weak-head": "a noun that often stands before places",
  locative: "a preposition of place before it",
  preposition: "a preposition joined to it",
  "after-place": "a word that follows places",
  "own-country-after": "its country's adjective after it",
  "other-country-after": "another country's adjective after it",
  "no-announcement": "a common word with nothing before it that announces a place",
  unsupported: "nothing else in the article has to do with that place; the name is a common word",
  "person-before": "a title or kinship word before it, against a place",
  "given-name-before": "a given name before it, against a place",
  "person-announced": "a title or kinship word before it, for a person",
  "given-name-announced": "a given name before it, for a person",
  "name-after": 'a given name or "son of" after it, for a person',
  "name-after-place": 'a given name or "son of" after it, against a place',
  "organisation-before": "a club, company, street or the like before it",
  "organisation-before-place": "a club, company, street or the like before it, against a place",
  "sport-nearby": "words of sport nearby, for a club",
  "sport-nearby-place": "words of sport nearby, against a place",
  "adjective-agrees": "a definite noun before it, for an adjective",
  "adjective-not-place": "a definite noun before it, against a place",
  "event-nearby": "words of an event or a border nearby",
  "near-place": "near another place of the article",
  "far-place": "far from every other place of the article",
  "own-country": "the article names its country",
  "other-countries": "the article names other countries only",
  "source-country": "the source sits in its country",
  "clear-elsewhere": "clearly so elsewhere in the article",
} as const;

export type SenseFeature = keyof typeof SENSE_FEATURES;
export type SenseWeights = Readonly<Record<SenseFeature, number>>;

/** A feature found in a text: how strongly, and in words an analyst understands; no words for what speaks for itself. */
export type Evidence = Readonly<{ feature: SenseFeature; amount: number; because: string }>;

/** What was found for and against one reading of a name. */
export class Findings {
  readonly evidence: Evidence[] = [];

  add(feature: SenseFeature, because = "", amount = 1): void {
    this.evidence.push({ feature, amount, because });
  }

  has(features: RegExp): boolean {
    return this.evidence.some(({ feature }) => features.test(feature));
  }
}
