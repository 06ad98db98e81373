import type { Place } from "../gazetteer/place.ts";
import type { Reason } from "../language/reasons.ts";
import type { Concept, Worth } from "./concept.ts";
import type { PlaceMention, TermMention } from "./mention.ts";
import type { Position } from "./position.ts";

/** How exactly the place of an event is known: there, near there, somewhere in its district or province. */
export type Precision = "exact" | "near" | "district" | "province";

/** Somewhere that something can happen: a place or a border named in the text. */
export interface Locus {
  readonly mention?: PlaceMention | undefined; // none for a border
  readonly surface: string;
  readonly place?: Place | undefined;
  readonly border?: string | undefined; // its id
  readonly confidence: number;
  readonly isOrigin: boolean; // somebody's, or it only names something
  readonly precision?: Precision | undefined;
  readonly position: Position;
}

/** A term that was found, with what it is worth. */
export interface Sign {
  readonly mention: TermMention;
  /** Of its concept; what is no concept is worth nothing by itself. */
  readonly worth: Worth;
  readonly identity: string;
  readonly concept?: Concept | undefined;
  readonly position: Position;
}

/** A sign of an event with where it happened, as far as the text says. */
export interface Happening {
  readonly sign: Sign;
  readonly locus?: Locus | undefined;
  /** The text joins the two only by the article's title or beginning. */
  readonly isLoose?: boolean | undefined;
  /** How the two are joined. */
  readonly because: Reason;
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
    const word = sign.mention.surface;
    const inSentence = nearest(sign, bySentence.get(at.sentence) ?? []);
    if (inSentence) return { sign, locus: inSentence, because: { id: "same-sentence", word } };
    const inParagraph = byParagraph.get(at.paragraph) ?? [];
    const before = inParagraph.findLast(({ position }) => position.word <= at.word) ?? inParagraph[0];
    if (before) return { sign, locus: before, because: { id: "same-paragraph", word } };
    const locus = ofTitle ?? ofLead;
    if (!locus) return { sign, because: { id: "no-place-told", word } };
    return { sign, locus, isLoose: !at.isLead, because: { id: ofTitle ? "by-title" : "by-lead", word } };
  });
}

/** A border that the lead names in a sentence without events: what the title tells reaches it (وصولا إلى الحدود). */
export function takenToBorder(signs: readonly Sign[], loci: readonly Locus[]): Happening[] {
  const ofTitle = signs.find(({ position, worth }) => position.isTitle && worth === "alert");
  if (!ofTitle) return [];
  const told = new Set(signs.flatMap(({ worth, position }) => (worth === "nothing" ? [] : [position.sentence])));
  return loci
    .filter(({ border, position }) => border && position.isLead && !told.has(position.sentence))
    .map((locus) => ({
      sign: ofTitle,
      locus,
      because: { id: "taken-to-border", word: ofTitle.mention.surface },
    }));
}

function grouped(loci: readonly Locus[], keyOf: (locus: Locus) => string): Map<string, Locus[]> {
  const groups = new Map<string, Locus[]>();
  for (const locus of loci) groups.set(keyOf(locus), [...(groups.get(keyOf(locus)) ?? []), locus]);
  return groups;
}

/** The nearest place by words; a border counts as a little farther than a place as near, since a place says more. */
function nearest(sign: Sign, loci: readonly Locus[]): Locus | undefined {
  const distance = ({ position, border, place }: Locus) =>
    Math.abs(position.word - sign.position.word) + (border ? 3 : 0) + (place?.kind === "province" ? 4 : 0);
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
