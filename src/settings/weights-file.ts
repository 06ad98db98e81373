import { z } from "zod";
import { STORY_FEATURES } from "../domain/event/story.ts";
import { SENSE_FEATURES } from "../domain/gazetteer/sense-features.ts";

const weight = z.number().min(-10).max(10);

function weightOfEach<Feature extends string>(features: Readonly<Record<Feature, string>>) {
  const entries = (Object.keys(features) as Feature[]).map((name) => [name, weight.describe(features[name])]);
  return z.strictObject(Object.fromEntries(entries) as Record<Feature, typeof weight>);
}

/** `lexicon/weights.yaml`: how much each feature counts; every one has to be there. */
export const WeightsFile = z.strictObject({
  senses: weightOfEach(SENSE_FEATURES),
  stories: weightOfEach(STORY_FEATURES),
});
