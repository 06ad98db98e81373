import type { Reason } from "../language/reasons.ts";
import { compareWorth, type Worth } from "../reading/concept.ts";
import type { Happening, Locus, Sign } from "../reading/happening.ts";
import type { LocatedArticle } from "../reading/located-article.ts";
import type { Lowering } from "../reading/lowering.ts";
import type { Mention } from "../reading/mention.ts";
import { termIdentity } from "../reading/term.ts";
import { worst } from "../severity.ts";
import { CERTAIN } from "./certain.ts";
import { type Condition, prove } from "./condition.ts";
import type { Match } from "./decision.ts";
import { placeLowerings } from "./place-lowering.ts";
import type { CompiledWatchlist, Scope } from "./rulebook.ts";
import { type ArticleSource, hasTrait } from "./watchlist.ts";

/** What a watchlist makes of an article, and the mentions that say so. */
interface Ruling extends Pick<Match, "decision" | "score" | "because"> {
  readonly evidence: readonly Mention[];
}

/** A happening in a watchlist's places, and what it comes to. */
interface Judged {
  readonly sign: Sign;
  readonly locus: Locus;
  readonly worth: Worth;
  readonly because: readonly Reason[];
}

/** What a watchlist makes of an article: the worthiest happening in its places, lowered where the text says so. */
export function decideWatchlist(compiled: CompiledWatchlist, article: LocatedArticle, source: ArticleSource): Match {
  const { id: watchlist, severity: usual, severityRules } = compiled.watchlist;
  const { decision, score, because, evidence } = rule(compiled, article, source);
  const mentions = new Set(evidence);
  const identities = new Set(article.signs.flatMap((sign) => (mentions.has(sign.mention) ? [sign.identity] : [])));
  const raised = severityRules.filter(({ terms }) => terms.some((term) => identities.has(termIdentity(term))));
  const severity = worst(raised.map((one) => one.severity)) ?? usual;
  const positions = [...mentions].map((mention) => article.mentions.indexOf(mention));
  return { watchlist, decision, severity, score, evidence: positions, because };
}

function none(why: Reason, evidence: readonly Mention[] = []): Ruling {
  return { decision: "none", score: 0, evidence, because: [why] };
}

function rule(compiled: CompiledWatchlist, article: LocatedArticle, source: ArticleSource): Ruling {
  const { sources: { only, except } = {}, when } = compiled.watchlist;
  if ((only && !hasTrait(source, only)) || (except && hasTrait(source, except)))
    return none({ id: "source-not-asked" });
  const veto = article.signs.find(({ identity }) => compiled.unless.has(identity));
  if (veto) return none({ id: "vetoed", word: veto.mention.surface }, [veto.mention]);
  return when ? ruleByCondition(when, compiled, article) : ruleByHappenings(compiled, article);
}

function ruleByHappenings(compiled: CompiledWatchlist, article: LocatedArticle): Ruling {
  const isWanted = ({ sign }: Happening) => compiled.wanted.size === 0 || compiled.wanted.has(sign.identity);
  const judged = article.happenings.filter(isWanted).flatMap((happening) => judge(happening, compiled, article));
  const [best] = judged.toSorted(
    (a, b) =>
      compareWorth(b.worth, a.worth) || prominence(b) - prominence(a) || b.locus.confidence - a.locus.confidence,
  );
  if (!best || best.worth === "nothing") return ruleNothing(best, compiled, article);
  const company = judged.filter((one) => one.worth !== "nothing" && isOfOneEvent(one, best));
  const evidence = [best, ...company].flatMap(({ sign, locus }) => [locus.mention ?? [], sign.mention]).flat();
  return { decision: best.worth, score: best.locus.confidence, evidence, because: best.because };
}

/** Why there is nothing to tell, with the places of the watchlist that the article names all the same. */
function ruleNothing(best: Judged | undefined, compiled: CompiledWatchlist, article: LocatedArticle): Ruling {
  const named = article.loci.filter((locus) => locus.confidence >= CERTAIN && compiled.scopeOf(locus));
  if (named.length === 0) return none({ id: "no-place" });
  return none(
    best?.because[0] ?? { id: "nothing-happens" },
    named.flatMap(({ mention }) => mention ?? []),
  );
}

function ruleByCondition(condition: Condition, compiled: CompiledWatchlist, article: LocatedArticle): Ruling {
  const loci = article.loci.filter((locus) => !locus.isOrigin && compiled.scopeOf(locus)?.isBeyond === false);
  const proof = prove(condition, { signs: article.signs, loci });
  if (!proof) return none({ id: "when-fails" });
  const evidence = [...proof.loci, ...proof.signs].flatMap(({ mention }) => mention ?? []);
  const score = Math.min(1, ...proof.loci.map(({ confidence }) => confidence));
  const ofPlaces = proof.loci.map((locus): Reason => {
    if (!locus.place) return { id: "border-in-band", word: locus.surface };
    return whereReason(locus, compiled.scopeOf(locus)!);
  });
  const ofSigns = proof.signs.map(({ mention }): Reason => ({ id: "when-holds", word: mention.surface }));
  return { decision: score >= CERTAIN ? "alert" : "review", score, evidence, because: [...ofPlaces, ...ofSigns] };
}

/** What the title tells comes before what the lead tells, and that before the rest. */
function prominence({ sign, locus }: Judged): number {
  if (sign.position.isTitle && locus.position.isTitle) return 2;
  return sign.position.isLead ? 1 : 0;
}

/** The title and the lead tell one event; so do one paragraph, and one place. */
function isOfOneEvent(a: Judged, b: Judged): boolean {
  if (a.sign.position.isLead && b.sign.position.isLead) return true;
  if (a.sign.position.paragraph === b.sign.position.paragraph) return true;
  return a.locus.place !== undefined && a.locus.place.id === b.locus.place?.id;
}

function judge(happening: Happening, compiled: CompiledWatchlist, article: LocatedArticle): Judged[] {
  const { sign, locus } = happening;
  const scope = locus && compiled.scopeOf(locus);
  if (!scope) return [];
  const asksAny = compiled.wanted.size === 0;
  const worth = asksAny ? sign.worth : "alert";
  const because: Reason[] = [whereReason(locus, scope), happening.because];
  if (asksAny) {
    const { concept, identity } = sign;
    because.push({ id: "worth", concept: concept?.id ?? identity, title: concept?.title ?? identity, worth });
  }
  // Whatever says that it is past says one thing.
  const told = article.loweringsAt(sign.position);
  const past = told.find(({ to }) => to === "background");
  const ofText = told.filter((lowering) => lowering.to !== "background" || lowering === past);
  const all = [...ofText, ...placeLowerings(happening, locus, compiled, article)];
  const lowerings = all.filter(({ isAside }) => asksAny || !isAside);
  because.push(...lowerings.map(({ why }): Reason => ({ id: "lowered", by: why })));
  return [{ sign, locus, worth: lowered(worth, lowerings), because }];
}

function whereReason({ surface: word, place }: Locus, { border, km }: Scope): Reason {
  if (!place) return { id: "names-border", word };
  const named = { word, name: place.name, latin: place.latin };
  return border === undefined ? { id: "place-named", ...named } : { id: "place-in-band", ...named, km: km!, border };
}

/** One reason lowers an alert to a look; two that it is no news of the band leave nothing. */
function lowered(worth: Worth, lowerings: readonly Lowering[]): Worth {
  if (lowerings.length === 0) return worth;
  if (worth === "nothing" || lowerings.some(({ to }) => to === "nothing")) return "nothing";
  if (worth === "review") return lowerings.some(({ endsReview }) => endsReview) ? "nothing" : "review";
  return lowerings.filter(({ to }) => to === "background").length > 1 ? "nothing" : "review";
}
