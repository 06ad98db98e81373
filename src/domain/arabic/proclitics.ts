import { AL, LI } from "./letters.ts";
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

const CONJUNCTION = /^[\u0648\u0641](?=..)/s;
const BI_OR_KA = /^[\u0628\u0643](?=..)/s;

/** All legal readings of a folded word, the word as it stands first. */
export function readings(word: string): Reading[] {
  const found: Reading[] = [];
  addAfterConjunction(found, word, "");
  if (CONJUNCTION.test(word)) addAfterConjunction(found, word.slice(1), word[0]!);
  return found;
}

function addAfterConjunction(found: Reading[], word: string, before: string): void {
  const add = (stem: string, proclitics: string, preposition: boolean, articleRemoved = false) =>
    found.push({ stem, proclitics: before + proclitics, preposition, articleRemoved });
  const addStem = (stem: string, proclitics: string, preposition: boolean) => {
    add(stem, proclitics, preposition);
    if (isDefinite(stem)) add(stem.slice(2), proclitics + AL, preposition, true);
  };
  addStem(word, "", false);
  if (BI_OR_KA.test(word)) addStem(word.slice(1), word[0]!, true);
  if (word.length < 3 || !word.startsWith(LI)) return;
  // li- before the article is written lil-; "لال" is never legal.
  if (!word.startsWith(AL, 1)) add(word.slice(1), LI, true);
  if (!word.startsWith(LI, 1)) return;
  for (const stem of [word.slice(2), word.slice(1)]) {
    add(AL + stem, LI, true);
    add(stem, LI + LI, true, true);
  }
}

/** Whether a folded name or term is written with the article. */
export function isDefinite(stem: string): boolean {
  return stem.startsWith(AL) && stem.length > 3;
}
