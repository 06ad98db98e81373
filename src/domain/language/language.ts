/** A language of labels and reasons; what an article says is quoted as it is. */
export const LANGUAGES = ["ar", "en"] as const;
export type Language = (typeof LANGUAGES)[number];
