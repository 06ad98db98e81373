import { CRASHES } from "./crashes.ts";
import { LYING_FEEDS } from "./lying-feeds.ts";
import { OUTAGES } from "./outages.ts";
import type { Scenario } from "./scenario.ts";

export const SCENARIOS: readonly Scenario[] = [...CRASHES, ...OUTAGES, ...LYING_FEEDS].toSorted(
  (a, b) => a.number - b.number,
);
