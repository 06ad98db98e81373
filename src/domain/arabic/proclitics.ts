/**
 * What may be joined to the front of an Arabic noun or name: one of wa-, fa-; one of bi-, li-, ka-; the article al-,
 * in this order and nothing else. li- and al- contract to lil-.
 */

/** One legal way to read a written word as proclitics and a stem. */
export interface Reading {
  readonly stem: string;
  readonly proclitics: string;
  /** The word bears bi-, li- or ka-. */
  readonly preposition: boolean;
  /** Folded al- was taken off, so only a term written without the article may answer. */
  readonly articleRemoved: boolean;
}

const WA = "\u0648";
const FA = "\u0641";
const BI = "\u0628";
const KA = "\u0643";
const LI = "\u0644";
const AL = "\u0627\u0644";
const LIL = LI + LI;

/** All legal readings of a folded word, the word as it stands first. */
export function readings(word: string): Reading[] {
  const found: Reading[] = [];
  addAfterConjunction(found, word, "");
  const first = word[0];
  if (word.length > 2 && (first === WA || first === FA)) addAfterConjunction(found, word.slice(1), first);
  return found;
}

function addAfterConjunction(found: Reading[], word: string, before: string): void {
  addStem(found, word, before, false);
  const first = word[0];
  if (word.length < 3) return;
  if (first === BI || first === KA) addStem(found, word.slice(1), before + first, true);
  if (first !== LI) return;
  const rest = word.slice(1);
  // li- before the article is written lil-; "لال" is never legal.
  if (!rest.startsWith(AL)) found.push(reading(rest, before + LI, true, false));
  if (!word.startsWith(LIL)) return;
  const afterLil = word.slice(2);
  for (const stem of [afterLil, LI + afterLil]) {
    found.push(reading(AL + stem, before + LI, true, false));
    found.push(reading(stem, before + LIL, true, true));
  }
}

function addStem(found: Reading[], word: string, before: string, preposition: boolean): void {
  found.push(reading(word, before, preposition, false));
  if (word.startsWith(AL) && word.length > 3) found.push(reading(word.slice(2), before + AL, preposition, true));
}

function reading(stem: string, proclitics: string, preposition: boolean, articleRemoved: boolean): Reading {
  return { stem, proclitics, preposition, articleRemoved };
}

/** Whether a folded name or term is written with the article. */
export function isDefinite(stem: string): boolean {
  return stem.startsWith(AL) && stem.length > 3;
}
