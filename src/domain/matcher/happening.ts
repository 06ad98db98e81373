import type { Place } from "../gazetteer/place.ts";
import type { PlaceMention, Precision, TermMention } from "./decision.ts";
import type { Worth } from "./relevance.ts";

/** Somewhere that something can happen: a place or a border named in the text. */
export interface Locus {
  readonly mention?: PlaceMention | undefined; // none for a border
  readonly surface: string;
  readonly place?: Place | undefined;
  readonly pair?: string | undefined;
  readonly confidence: number;
  readonly isOrigin: boolean; // somebody's, or it only names something
  readonly precision?: Precision | undefined;
  readonly position: Position;
}

/** Where in the article something stands. */
export interface Position {
  readonly field: number;
  readonly isTitle: boolean;
  readonly isLead: boolean; // in title, summary, or the first paragraph of the body
  readonly sentence: string; // the same for two things of one sentence of one field
  readonly paragraph: string; // likewise
  readonly word: number; // position among the words of its field
}

/** A term that was found, with what it is worth. */
export interface Sign {
  readonly mention: TermMention;
  readonly worth: Worth;
  readonly identity: string;
  readonly isConsequence: boolean; // events of any kind bring it
  readonly position: Position;
}

/** A reason why something is worth less than its concept says. */
export interface Lowering {
  readonly why: string;
  readonly to: "review" | "background" | "nothing";
  /** It speaks against a look as well, not only against an alert. */
  readonly endsReview?: boolean | undefined;
  /** It is about the article, not about the event: a watchlist that asks for the very word does not mind. */
  readonly isAside?: boolean | undefined;
}

/** A sign of an event with where it happened, as far as the text says. */
export interface Happening {
  readonly sign: Sign;
  readonly locus?: Locus | undefined;
  /** The text joins the two only by the article's title or beginning. */
  readonly isLoose?: boolean | undefined;
  /** How the two are joined, in words. */
  readonly because: string;
}

/** Below this a place is too doubtful to be where something happened. */
const PLAUSIBLE = 0.3;

/** Where each sign happened: the nearest place of its sentence, the last before it, the title's, the lead's. */
export function locate(signs: readonly Sign[], loci: readonly Locus[]): Happening[] {
  const usable = loci.filter((locus) => !locus.isOrigin && locus.confidence >= PLAUSIBLE);
  const ofTitle = usable.find(({ position }) => position.isTitle);
  const ofLead = usable.find(({ position }) => position.isLead);
  const bySentence = grouped(usable, ({ position }) => position.sentence);
  const byParagraph = grouped(usable, ({ position }) => position.paragraph);
  return signs.map((sign) => {
    const at = sign.position;
    const quoted = `"${sign.mention.surface}"`;
    const inSentence = nearest(sign, bySentence.get(at.sentence) ?? []);
    if (inSentence) return { sign, locus: inSentence, because: `${quoted} in the same sentence` };
    const inParagraph = byParagraph.get(at.paragraph) ?? [];
    const before = inParagraph.findLast(({ position }) => position.word <= at.word) ?? inParagraph[0];
    if (before) return { sign, locus: before, because: `${quoted} in the same paragraph` };
    const locus = ofTitle ?? ofLead;
    if (!locus) return { sign, because: `${quoted} with no place` };
    const how = ofTitle ? "whose title names the place" : "that begins with the place";
    return { sign, locus, isLoose: !at.isLead, because: `${quoted} in an article ${how}` };
  });
}

/** A border that the lead names in a sentence without events: what the title tells reaches it (وصولا إلى الحدود). */
export function takenToBorder(signs: readonly Sign[], loci: readonly Locus[]): Happening[] {
  const ofTitle = signs.find(({ position, worth }) => position.isTitle && worth === "alert");
  if (!ofTitle) return [];
  const told = new Set(signs.flatMap(({ worth, position }) => (worth === "nothing" ? [] : [position.sentence])));
  return loci
    .filter(({ pair, position }) => pair && position.isLead && !told.has(position.sentence))
    .map((locus) => ({ sign: ofTitle, locus, because: `the text takes "${ofTitle.mention.surface}" to the border` }));
}

function grouped(loci: readonly Locus[], keyOf: (locus: Locus) => string): Map<string, Locus[]> {
  const groups = new Map<string, Locus[]>();
  for (const locus of loci) groups.set(keyOf(locus), [...(groups.get(keyOf(locus)) ?? []), locus]);
  return groups;
}

/** The nearest place by words; a border counts as a little farther than a place as near, since a place says more. */
function nearest(sign: Sign, loci: readonly Locus[]): Locus | undefined {
  const distance = ({ position, pair, place }: Locus) =>
    Math.abs(position.word - sign.position.word) + (pair ? 3 : 0) + (place?.kind === "province" ? 4 : 0);
  return loci.toSorted((a, b) => distance(a) - distance(b))[0];
}

/** The happenings that the article is about: those of its title and lead, else its first. */
export function mainHappenings(happenings: readonly Happening[]): Happening[] {
  const worthwhile = happenings.filter(({ sign, locus }) => locus && sign.worth !== "nothing");
  const ofTitle = worthwhile.filter(({ sign }) => sign.position.isTitle);
  if (ofTitle.length > 0) return ofTitle;
  const ofLead = worthwhile.filter(({ sign }) => sign.position.isLead);
  return ofLead.length > 0 ? ofLead : worthwhile.slice(0, 1);
}

/** What the article's title is worth by its signs; undefined when it has none. A match with a protest is a match. */
export function worthOfTitle(signs: readonly Sign[]): Worth | undefined {
  const worths = signs.flatMap(({ position, mention, worth }) => (position.isTitle && mention.concept ? [worth] : []));
  if (worths.includes("alert")) return "alert";
  return worths.includes("nothing") ? "nothing" : worths[0];
}
