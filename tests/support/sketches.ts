import { loadSettings } from "../../src/app/load-settings.ts";
import { storyRules } from "../../src/domain/stories/story-rules.ts";
import type { StorySketch } from "../../src/domain/stories/story-sketch.ts";

const { weights, concepts } = loadSettings({ shipped: "config", environment: {} });

/** The shipped rules of stories. */
export const STORY_RULES = storyRules(weights.stories, concepts);

/** The sketch of a raid on a column near البوكمال, of which a test names only what is other. */
export function aSketch(articleId: string, given: Partial<StorySketch> = {}): StorySketch {
  return {
    articleId,
    at: Date.parse("2026-03-01T20:00:00Z"),
    words: ["قصف", "رتل", "بوكمال", "مسيره"],
    places: [{ id: "sy-iq/abu-kamal", lat: 34.45, lon: 40.92, isTitle: true }],
    concepts: ["shelling"],
    figures: [],
    isFollowUp: false,
    isAnother: false,
    isRoundUp: false,
    isTruce: false,
    ...given,
  };
}
