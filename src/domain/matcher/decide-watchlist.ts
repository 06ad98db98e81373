import { type Condition, prove } from "./condition.ts";
import type { Match, Mention } from "./decision.ts";
import type { Happening, Locus, Lowering, Sign } from "./happening.ts";
import type { LocatedArticle } from "./match-article.ts";
import { compareWorth, type Worth } from "./relevance.ts";
import type { CompiledWatchlist } from "./rulebook.ts";
import { hasTrait, termIdentity, worst } from "./watchlist.ts";

/** Above this a place is certain enough to alert. */
const CERTAIN = 0.55;

/** What a watchlist makes of an article, and the mentions that say so. */
interface Ruling extends Pick<Match, "decision" | "score" | "because"> {
  readonly evidence: readonly Mention[];
}

/** What a watchlist makes of an article: the worthiest happening in its places, lowered where the text says so. */
export function decideWatchlist(compiled: CompiledWatchlist, article: LocatedArticle): Match {
  const { id: watchlist, severity: usual, severityRules } = compiled.watchlist;
  const { decision, score, because, ...told } = rule(compiled, article);
  const mentions = new Set(told.evidence);
  const identities = new Set(article.signs.flatMap((one) => (mentions.has(one.mention) ? [one.identity] : [])));
  const raised = severityRules.filter(({ terms }) => terms.some((term) => identities.has(termIdentity(term))));
  const severity = worst(raised.map((one) => one.severity)) ?? usual;
  const evidence = [...mentions].map((mention) => article.numberOf.get(mention)!);
  return { watchlist, decision, severity, score, evidence, because };
}

function none(why: string, evidence: readonly Mention[] = []): Ruling {
  return { decision: "none", score: 0, evidence, because: [why] };
}

function rule(compiled: CompiledWatchlist, article: LocatedArticle): Ruling {
  const { sources: { only, except } = {}, when } = compiled.watchlist;
  if ((only && !hasTrait(article.source, only)) || (except && hasTrait(article.source, except)))
    return none("its source is not one that the watchlist looks at");
  const veto = article.signs.find(({ identity }) => compiled.unless.has(identity));
  if (veto) return none(`"${veto.mention.surface}" is under \`unless\``, [veto.mention]);
  if (when) return ruleByCondition(when, compiled, article);

  const isWanted = ({ sign }: Happening) => compiled.wanted.size === 0 || compiled.wanted.has(sign.identity);
  const judged = article.happenings.filter(isWanted).flatMap((happening) => judge(happening, compiled, article));
  const [best] = judged.toSorted(
    (a, b) =>
      compareWorth(b.worth, a.worth) || prominence(b) - prominence(a) || b.locus.confidence - a.locus.confidence,
  );
  if (!best || best.worth === "nothing") {
    const named = article.loci.filter((locus) => locus.confidence >= CERTAIN && compiled.scopeOf(locus));
    const why = named.length === 0 ? "no place of the watchlist" : best?.because[0];
    const evidence = named.flatMap(({ mention }) => mention ?? []);
    return none(why ?? "nothing that it asks for happens there", evidence);
  }
  const company = judged.filter((one) => one.worth !== "nothing" && isOfOneEvent(one, best));
  const evidence = [best, ...company].flatMap(({ sign, locus }) => [locus.mention ?? [], sign.mention]).flat();
  return { decision: best.worth, score: best.locus.confidence, evidence, because: best.because };
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

/** A happening in a watchlist's places, and what it comes to. */
interface Judged extends Readonly<{ sign: Sign; locus: Locus; worth: Worth; because: readonly string[] }> {}

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
  const meaning = locus.place ? `is ${locus.place.latin}: ${scope.reason}` : "names the border";
  const because = [`"${locus.surface}" ${meaning}`, happening.because];
  if (asksAny) because.push(`relevance.yaml: ${sign.mention.concept ?? sign.identity} is worth ${worth}`);
  // Whatever says that it is past says one thing.
  const told = article.loweringsAt(sign.position);
  const past = told.find(({ to }) => to === "background");
  const ofText = told.filter((one) => one.to !== "background" || one === past);
  const all = [...ofText, ...placeLowerings(happening, locus, compiled, article)];
  const lowerings = all.filter(({ isAside }) => asksAny || !isAside);
  because.push(...lowerings.map(({ why }) => `lowered: ${why}`));
  return [{ sign, locus, worth: lowered(worth, lowerings), because }];
}

/** One reason lowers an alert to a look; two that it is no news of the band leave nothing. */
function lowered(worth: Worth, lowerings: readonly Lowering[]): Worth {
  if (lowerings.length === 0) return worth;
  if (worth === "nothing" || lowerings.some(({ to }) => to === "nothing")) return "nothing";
  if (worth === "review") return lowerings.some(({ endsReview }) => endsReview) ? "nothing" : "review";
  return lowerings.filter(({ to }) => to === "background").length > 1 ? "nothing" : "review";
}

/** Why a happening is worth less to this watchlist than its concept says. */
function placeLowerings(
  { sign, isLoose }: Happening,
  locus: Locus,
  compiled: CompiledWatchlist,
  { isFigurative, worthOfTitle, isEvent, borders, main }: LocatedArticle,
): Lowering[] {
  const found: Lowering[] = [];
  const background = (why: string, isAside = false) => found.push({ why, to: "background", endsReview: true, isAside });
  const look = (why: string, isAside = false) => found.push({ why, to: "review", isAside });

  const { isTitle, isLead, sentence } = sign.position;
  // In a round-up of several fights each is news where it happened.
  const isRoundUp = sentence === locus.position.sentence && main.some((one) => one.sign.worth === "alert");
  const isElsewhere = () =>
    !isRoundUp && main.length > 0 && main.every((one) => one.locus && !compiled.scopeOf(one.locus));
  const isOfNothing = worthOfTitle === "nothing";
  if (isFigurative) found.push({ why: "the title makes it a figure of speech", to: "nothing", isAside: true });
  else if (isOfNothing && sign.isConsequence)
    found.push({ why: "the title tells what brought it", to: "nothing", isAside: true });
  else if (isOfNothing) background("the title is about something else", true);
  else if (!isLead && isElsewhere()) background("the article is about something elsewhere", true);
  else if (worthOfTitle === "review" && !isTitle) look("the title tells nothing more", true);
  if (!isLead && !isEvent) look("neither the title nor the lead tells an event", true);
  if (isLoose && isOfNothing) background("its own place is not told", true);
  else if (isLoose) look("its own place is not told", true);
  const { border, nearerBorder, isBeyond, isNearEdge, isThirdCountry } = compiled.scopeOf(locus)!;
  if (isBeyond) background("a little beyond the band");
  if (locus.confidence < CERTAIN) background("the place is not certain");
  if (isNearEdge && (locus.precision === "province" || locus.precision === "district"))
    look("where in it is not told, and the band ends close by");
  if (isThirdCountry) look("it lies in a third country");
  else if (border && nearerBorder && !borders.has(border))
    look(`nearer to the ${nearerBorder} border, and the article does not name this one`);
  return found;
}
