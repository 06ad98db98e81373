import type { FeatureMeaning } from "../weighing.ts";

/** What speaks for or against an article of a story; weights: config/lexicon/weights.yaml (`npm run fit`). */
export const STORY_FEATURES = {
  bias: { side: "either", means: "an article is of its own, until something speaks against it" },
  wording: { side: "for", means: "the share of words that title and lead have in common with a report of the story" },
  "same-text": { side: "for", means: "most of the words are the same" },
  "same-place": { side: "for", means: "both name a place within 3 km" },
  "far-place": { side: "against", means: "the places are farther apart than 25 km" },
  "other-title": { side: "against", means: "their titles name places more than 8 km apart" },
  "same-event": { side: "for", means: "both tell the same kind of event" },
  "other-event": { side: "against", means: "they tell different kinds of events" },
  "same-figure": { side: "for", means: "both give the same figure" },
  "follow-up": { side: "for", means: "the title counts again or extends" },
  another: { side: "against", means: "it says that it is another event" },
  "days-apart": { side: "either", means: "days since the story's first report: long stories go on, others are over" },
  "hours-apart": { side: "against", means: "hours since the story's last report, up to a day" },
} as const satisfies Record<string, FeatureMeaning>;

export type StoryFeature = keyof typeof STORY_FEATURES;
export type StoryWeights = Readonly<Record<StoryFeature, number>>;
