/** Letters and small words that the grammar of this folder and its readers turn on, folded. */

/** "And", joined to the front of a word. */
export const WA = "\u0648";
/** "And so", joined to the front of a word. */
export const FA = "\u0641";
/** "Like", joined to the front of a noun. */
export const KA = "\u0643";
/** "To, for", joined to the front of a noun. */
export const LI = "\u0644";
/** The article. */
export const AL = "\u0627\u0644";
export const YA = "\u064A";
/** The feminine ending, which folding writes as ha. */
export const TA_MARBUTA = "\u0647";
/** Written ى, which folding writes as ya. */
export const ALEF_MAQSURA = "\u0649";
/** "From". */
export const MIN = "\u0645\u0646";
/** "With". */
export const MAA = "\u0645\u0639";
/** "Since". */
export const MUNDHU = "\u0645\u0646\u0630";
