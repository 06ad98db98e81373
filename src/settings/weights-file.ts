import { z } from "zod";
import { SENSE_FEATURES, type SenseFeature } from "../domain/gazetteer/sense-features.ts";

const features = Object.keys(SENSE_FEATURES) as SenseFeature[];
const weight = z.number().min(-10).max(10);

/** `lexicon/weights.yaml`: how much each feature counts; every one has to be there. */
export const WeightsFile = z.strictObject({
  senses: z.strictObject(
    Object.fromEntries(features.map((feature) => [feature, weight.describe(SENSE_FEATURES[feature])])) as Record<
      SenseFeature,
      typeof weight
    >,
  ),
});
