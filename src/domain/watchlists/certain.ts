/** The confidence from which on a place is certain enough to alert. */
export const CERTAIN = 0.55;
