import { wordReasons } from "../language/reasons.ts";
import type { Alert } from "./alert.ts";
import type { Digest } from "./digest.ts";

/** An alert as programs are handed it: reasons in English words, as a stable contract of texts and not of our ids. */
export function plainAlert(alert: Alert): object {
  const inWords = <Reasoned extends { readonly because: Alert["watchlists"][number]["because"] }>(one: Reasoned) => ({
    ...one,
    because: wordReasons(one.because, "en"),
  });
  return { ...alert, watchlists: alert.watchlists.map(inWords), place: alert.place && inWords(alert.place) };
}

/** The same of every alert of a digest. */
export function plainDigest(digest: Digest): object {
  return { ...digest, held: digest.held.map((held) => ({ ...held, alert: plainAlert(held.alert) })) };
}
