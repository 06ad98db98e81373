import type { Reason } from "../language/reasons.ts";
import type { Happening, Locus } from "../reading/happening.ts";
import type { LocatedArticle } from "../reading/located-article.ts";
import type { Lowering } from "../reading/lowering.ts";
import { CERTAIN } from "./certain.ts";
import type { CompiledWatchlist } from "./rulebook.ts";

/** Why a happening is worth less to this watchlist than its concept says: what the article is about, and where it is. */
export function placeLowerings(
  happening: Happening,
  locus: Locus,
  compiled: CompiledWatchlist,
  article: LocatedArticle,
): Lowering[] {
  return [
    ...ofArticle(happening, locus, compiled, article),
    ...ofTitleAndLead(happening, article),
    ...ofOwnPlace(happening, article),
    ...ofDistance(locus, compiled, article),
  ];
}

/** It is no news of the band, and with a second reason of that kind nothing is left, not even a look. */
function background(why: Reason, isAside = false): Lowering {
  return { why, to: "background", endsReview: true, isAside };
}

function look(why: Reason, isAside = false): Lowering {
  return { why, to: "review", isAside };
}

function nothing(why: Reason): Lowering {
  return { why, to: "nothing", isAside: true };
}

/** The article is about something else: the first of these that holds says it. */
function ofArticle(
  { sign }: Happening,
  locus: Locus,
  compiled: CompiledWatchlist,
  article: LocatedArticle,
): Lowering[] {
  const { isFigurative, worthOfTitle } = article;
  const { isTitle, isLead } = sign.position;
  if (isFigurative) return [nothing({ id: "figurative" })];
  if (worthOfTitle === "nothing" && sign.concept?.isConsequence) return [nothing({ id: "title-tells-cause" })];
  if (worthOfTitle === "nothing") return [background({ id: "title-of-something-else" }, true)];
  if (!isLead && isAboutElsewhere(sign.position.sentence, locus, compiled, article))
    return [background({ id: "article-of-elsewhere" }, true)];
  if (worthOfTitle === "review" && !isTitle) return [look({ id: "title-tells-no-more" }, true)];
  return [];
}

/** All that the article is mainly about lies outside; in a round-up of several fights each is news where it happened. */
function isAboutElsewhere(
  sentence: string,
  locus: Locus,
  compiled: CompiledWatchlist,
  { main }: LocatedArticle,
): boolean {
  const isRoundUp = sentence === locus.position.sentence && main.some(({ sign }) => sign.worth === "alert");
  return !isRoundUp && main.length > 0 && main.every((one) => one.locus && !compiled.scopeOf(one.locus));
}

function ofTitleAndLead({ sign }: Happening, { isEvent }: LocatedArticle): Lowering[] {
  return sign.position.isLead || isEvent ? [] : [look({ id: "no-event-in-title-or-lead" }, true)];
}

function ofOwnPlace({ isLoose }: Happening, { worthOfTitle }: LocatedArticle): Lowering[] {
  if (!isLoose) return [];
  return [(worthOfTitle === "nothing" ? background : look)({ id: "own-place-untold" }, true)];
}

function ofDistance(locus: Locus, compiled: CompiledWatchlist, { borders }: LocatedArticle): Lowering[] {
  const { border, nearerBorder, isBeyond, isNearEdge, isThirdCountry } = compiled.scopeOf(locus)!;
  const found: Lowering[] = [];
  if (isBeyond) found.push(background({ id: "beyond-band" }));
  if (locus.confidence < CERTAIN) found.push(background({ id: "place-uncertain" }));
  const isSpread = locus.precision === "province" || locus.precision === "district";
  if (isNearEdge && isSpread) found.push(look({ id: "band-ends-close-by" }));
  if (isThirdCountry) found.push(look({ id: "third-country" }));
  else if (border && nearerBorder && !borders.has(border))
    found.push(look({ id: "nearer-border", border: nearerBorder }));
  return found;
}
