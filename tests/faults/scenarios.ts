import { CHANNEL_FAULTS } from "./channel-faults.ts";
import { CRASHES } from "./crashes.ts";
import { ENDURANCE } from "./endurance.ts";
import { FUZZ } from "./fuzz.ts";
import { HOSTILE_NET } from "./hostile-net.ts";
import { HOSTILE_PAGES } from "./hostile-pages.ts";
import { HOSTILE_TEXT } from "./hostile-text.ts";
import { LYING_FEEDS } from "./lying-feeds.ts";
import { OUTAGES } from "./outages.ts";
import type { Scenario } from "./scenario.ts";
import { STORIES } from "./stories.ts";

export const SCENARIOS: readonly Scenario[] = [
  ...CRASHES,
  ...CHANNEL_FAULTS,
  ...OUTAGES,
  ...LYING_FEEDS,
  ...HOSTILE_NET,
  ...HOSTILE_TEXT,
  ...ENDURANCE,
  ...FUZZ,
  ...STORIES,
  ...HOSTILE_PAGES,
].toSorted((a, b) => a.number - b.number);
