import { type Condition, prove } from "./condition.ts";
import type { Match, Mention } from "./decision.ts";
import type { Happening, Locus, Lowering, Position, Sign } from "./happening.ts";
import { compareWorth, type Worth } from "./relevance.ts";
import type { CompiledWatchlist, Scope } from "./rulebook.ts";
import {
  type Severity,
  type SourceFilter,
  type SourceTraits,
  termIdentity,
  type Watchlist,
  worst,
} from "./watchlist.ts";

/** An article as far as watchlists need it. */
export interface LocatedArticle {
  /** Position of each mention among the decision's. */
  readonly numberOf: ReadonlyMap<Mention, number>;
  readonly signs: readonly Sign[];
  readonly loci: readonly Locus[];
  readonly happenings: readonly Happening[];
  /** The happenings that the article is about. */
  readonly main: readonly Happening[];
  /** Its title tells of a match or the like, where words of fighting are figures of speech. */
  readonly isFigurative: boolean;
  /** Its title or lead tells something worth an alert. */
  readonly isEvent: boolean;
  /** What its title tells, by worth; undefined when it tells nothing known. */
  readonly worthOfTitle?: Worth | undefined;
  /** What in its sentence or in the title lowers what is told somewhere. */
  loweringsAt(position: Position): readonly Lowering[];
  /** Borders that it names. */
  readonly borders: ReadonlySet<string>;
  readonly source: ArticleSource;
}

/** Who published an article, as far as it is known. */
export interface ArticleSource {
  readonly feedId?: string | undefined;
  readonly kind?: string | undefined;
  readonly country?: string | undefined;
}

/** Above this a place is certain enough to alert. */
const CERTAIN = 0.55;

/** A happening in a watchlist's places, and what it comes to. */
interface Judged {
  readonly happening: Happening;
  readonly worth: Worth;
  readonly because: readonly string[];
}

/** What a watchlist makes of an article, and the mentions that say so. */
interface Ruling extends Pick<Match, "decision" | "score" | "because"> {
  readonly evidence: readonly Mention[];
}

function none(why: string, evidence: readonly Mention[] = []): Ruling {
  return { decision: "none", score: 0, evidence, because: [why] };
}

/** What a watchlist makes of an article: the worthiest happening in its places, lowered where the text says so. */
export function decideWatchlist(compiled: CompiledWatchlist, article: LocatedArticle): Match {
  const { decision, score, evidence, because } = rule(compiled, article);
  return {
    watchlist: compiled.watchlist.id,
    decision,
    severity: severityOf(compiled.watchlist, article, new Set(evidence)),
    score,
    evidence: [...new Set(evidence)].map((mention) => article.numberOf.get(mention)!),
    because,
  };
}

function rule(compiled: CompiledWatchlist, article: LocatedArticle): Ruling {
  const { sources, when } = compiled.watchlist;
  if (sources && !looksAt(sources, article.source)) return none("its source is not one that the watchlist looks at");
  const veto = article.signs.find(({ identity }) => compiled.unless.has(identity));
  if (veto) return none(`"${veto.mention.surface}" is under \`unless\``, [veto.mention]);
  if (when) return ruleByCondition(when, compiled, article);

  const isWanted = ({ sign }: Happening) => compiled.wanted.size === 0 || compiled.wanted.has(sign.identity);
  const judged = article.happenings.filter(isWanted).flatMap((happening) => judge(happening, compiled, article));
  const best = judged.toSorted(
    (a, b) => compareWorth(b.worth, a.worth) || prominence(b) - prominence(a) || confidenceOf(b) - confidenceOf(a),
  )[0];
  if (!best || best.worth === "nothing") {
    const named = article.loci.filter((locus) => locus.confidence >= CERTAIN && compiled.scopeOf(locus));
    const why = named.length === 0 ? "no place of the watchlist" : best?.because[0];
    return none(
      why ?? "nothing that it asks for happens there",
      named.flatMap(({ mention }) => mention ?? []),
    );
  }
  const company = judged.filter((one) => one.worth !== "nothing" && isOfOneEvent(one.happening, best.happening));
  const evidence = [best, ...company].flatMap(({ happening: { sign, locus } }) => [locus?.mention ?? [], sign.mention]);
  return { decision: best.worth, score: confidenceOf(best), evidence: evidence.flat(), because: best.because };
}

function ruleByCondition(condition: Condition, compiled: CompiledWatchlist, article: LocatedArticle): Ruling {
  const loci = article.loci.filter((locus) => !locus.isOrigin && compiled.scopeOf(locus)?.isBeyond === false);
  const proof = prove(condition, { signs: article.signs, loci });
  if (!proof) return none("what `when` asks for does not hold");
  const evidence = [...proof.loci, ...proof.signs].flatMap(({ mention }) => mention ?? []);
  const score = Math.min(1, ...proof.loci.map(({ confidence }) => confidence));
  const ofPlaces = proof.loci.map(
    (locus) => `"${locus.surface}" is ${locus.place?.latin ?? "the border"}: ${compiled.scopeOf(locus)!.reason}`,
  );
  const ofSigns = proof.signs.map(({ mention }) => `"${mention.surface}" stands where \`when\` asks for it`);
  return { decision: score >= CERTAIN ? "alert" : "review", score, evidence, because: [...ofPlaces, ...ofSigns] };
}

function looksAt({ only, except }: SourceFilter, source: ArticleSource): boolean {
  const { feedId = "", kind = "", country = "" } = source;
  const has = ({ feeds = [], kinds = [], countries = [] }: SourceTraits) =>
    feeds.includes(feedId) || kinds.includes(kind) || countries.includes(country);
  return (!only || has(only)) && !(except && has(except));
}

function severityOf(
  { severity, severityRules }: Watchlist,
  { signs }: LocatedArticle,
  evidence: ReadonlySet<Mention>,
): Severity {
  const identities = new Set(signs.filter(({ mention }) => evidence.has(mention)).map(({ identity }) => identity));
  const raised = severityRules.filter(({ terms }) => terms.some((term) => identities.has(termIdentity(term))));
  return worst(raised.map((rule) => rule.severity)) ?? severity;
}

/** What the title tells comes before what the lead tells, and that before the rest. */
function prominence({ happening: { sign, locus } }: Judged): number {
  if (sign.position.isTitle && locus?.position.isTitle) return 2;
  return sign.position.isLead ? 1 : 0;
}

/** The title and the lead tell one event; so do one paragraph, and one place. */
function isOfOneEvent(a: Happening, b: Happening): boolean {
  if (a.sign.position.isLead && b.sign.position.isLead) return true;
  if (a.sign.position.paragraph === b.sign.position.paragraph) return true;
  return a.locus?.place !== undefined && a.locus.place.id === b.locus?.place?.id;
}

function confidenceOf({ happening }: Judged): number {
  return happening.locus?.confidence ?? 0;
}

function judge(happening: Happening, compiled: CompiledWatchlist, article: LocatedArticle): Judged[] {
  const { sign, locus } = happening;
  const scope = locus && compiled.scopeOf(locus);
  if (!locus || !scope) return [];
  const asksAny = compiled.wanted.size === 0;
  const worth: Worth = asksAny ? sign.worth : "alert";
  const where = locus.place
    ? `"${locus.surface}" is ${locus.place.latin}: ${scope.reason}`
    : `"${locus.surface}" names the border`;
  const because = [where, happening.because];
  if (asksAny) because.push(`relevance.yaml: ${sign.mention.concept ?? sign.identity} is worth ${worth}`);
  // Whatever says that it is past says one thing.
  const told = article.loweringsAt(sign.position);
  const past = told.find(({ to }) => to === "background");
  const ofText = told.filter((one) => one.to !== "background" || one === past);
  const all = [...ofText, ...placeLowerings(happening, scope, article, compiled)];
  const lowerings = all.filter(({ isAside }) => asksAny || !isAside);
  if (lowerings.length === 0) return [{ happening, worth, because }];
  const reasons = [...because, ...lowerings.map(({ why }) => `lowered: ${why}`)];
  return [{ happening, worth: lowered(worth, lowerings), because: reasons }];
}

/** One reason lowers an alert to a look; two that it is no news of the band leave nothing. */
function lowered(worth: Worth, lowerings: readonly Lowering[]): Worth {
  if (worth === "nothing" || lowerings.some(({ to }) => to === "nothing")) return "nothing";
  if (worth === "review") return lowerings.some(({ endsReview }) => endsReview) ? "nothing" : "review";
  return lowerings.filter(({ to }) => to === "background").length > 1 ? "nothing" : "review";
}

/** Why a happening is worth less to this watchlist than its concept says. */
function placeLowerings(
  happening: Happening,
  scope: Scope,
  article: LocatedArticle,
  compiled: CompiledWatchlist,
): Lowering[] {
  const { sign, locus } = happening;
  const found: Lowering[] = [];
  const nothing = (why: string) => found.push({ why, to: "nothing", isAside: true });
  const background = (why: string, isAside = false) => found.push({ why, to: "background", endsReview: true, isAside });
  const look = (why: string, isAside = false) => found.push({ why, to: "review", isAside });

  const isBody = !sign.position.isTitle && !sign.position.isLead;
  if (article.isFigurative) nothing("the title makes it a figure of speech");
  else if (article.worthOfTitle === "nothing" && sign.isConsequence) nothing("the title tells what brought it");
  else if (article.worthOfTitle === "nothing") background("the title is about something else", true);
  else if (isBody && isElsewhere(happening, article, compiled))
    background("the article is about something elsewhere", true);
  else if (article.worthOfTitle === "review" && !sign.position.isTitle) look("the title tells nothing more", true);
  if (isBody && !article.isEvent) look("neither the title nor the lead tells an event", true);
  if (happening.isLoose && article.worthOfTitle === "nothing") background("its own place is not told", true);
  else if (happening.isLoose) look("its own place is not told", true);
  if (scope.isBeyond) background("a little beyond the band");
  if (locus!.confidence < CERTAIN) background("the place is not certain");
  if (scope.isNearEdge && (locus!.precision === "province" || locus!.precision === "district"))
    look("where in it is not told, and the band ends close by");
  const { border, nearerBorder } = scope;
  if (scope.isThirdCountry) look("it lies in a third country");
  else if (border && nearerBorder && !article.borders.has(border))
    look(`nearer to the ${nearerBorder} border, and the article does not name this one`);
  return found;
}

/** Whether the article's main events are elsewhere. In a round-up of several fights each is news where it happened. */
function isElsewhere({ sign, locus }: Happening, { main }: LocatedArticle, compiled: CompiledWatchlist): boolean {
  const isOneSentence = sign.position.sentence === locus!.position.sentence;
  const isRoundUp = isOneSentence && main.some((one) => one.sign.worth === "alert");
  return !isRoundUp && main.length > 0 && main.every((one) => one.locus && !compiled.scopeOf(one.locus));
}
