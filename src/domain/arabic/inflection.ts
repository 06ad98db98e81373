import { fold } from "./fold.ts";
import { TA_MARBUTA, YA } from "./letters.ts";
import { type Paradigm, paradigmOf } from "./verb-pattern.ts";

const NOUN_PRONOUNS = ["ه", "ها", "هم", "هما", "هن", "ك", "كم", "نا", "ي"];
const PRONOUNS = [...NOUN_PRONOUNS.slice(0, -1), "ني"];
/** Endings of the perfect that begin with a consonant shorten a hollow stem. */
const CONSONANT_ENDINGS = ["ن", "نا", "تم"];
const VOWEL_ENDINGS = ["", "ت", "تا", "وا", "ا"];
/** The letters of the persons, also after that of the future. */
const PERSONS = ["ي", "سي", "ت", "ست", "ن", "سن", "ا", "سا"];
const IMPERFECT_ENDINGS = ["", "ون", "وا", "ان", "ا", "ين", "ن"];

/**
 * The inflected forms of a verb or noun, folded, without proclitics, the word itself among them. A table of patterns, not
 * a stemmer: it never cuts a word of the text, so قائمة is never taken for القائم. Figures are in docs/quality.md.
 */
export function inflectedForms(written: string): Set<string> {
  const folded = fold(written);
  const forms = new Set(nounForms(folded));
  const paradigm = paradigmOf(folded, written.normalize("NFC"));
  if (!paradigm) return forms;
  addPerfect(forms, paradigm);
  addImperfect(forms, paradigm.imperfect);
  addImperfect(forms, paradigm.passiveImperfect ?? "");
  for (const form of paradigm.nouns.flatMap(nounForms)) forms.add(form);
  return forms;
}

function addPerfect(forms: Set<string>, { perfect, shortPerfect = perfect }: Paradigm): void {
  if (perfect === "") return;
  const isDefective = perfect.endsWith(YA);
  for (const ending of VOWEL_ENDINGS) {
    const stem = ending === "" || !isDefective ? perfect : shortPerfect;
    const form = stem + ending;
    forms.add(form);
    const joined = ending === "وا" ? `${stem}و` : isDefective && ending === "" ? `${shortPerfect}ا` : form;
    for (const pronoun of PRONOUNS) forms.add(joined + pronoun);
  }
  for (const ending of CONSONANT_ENDINGS) forms.add((isDefective ? perfect : shortPerfect) + ending);
}

function addImperfect(forms: Set<string>, stem: string): void {
  if (stem === "") return;
  const isDefective = stem.endsWith(YA);
  for (const before of PERSONS) {
    for (const ending of IMPERFECT_ENDINGS)
      forms.add(before + (isDefective && /^[وي]/.test(ending) ? stem.slice(0, -1) : stem) + ending);
    for (const pronoun of PRONOUNS) forms.add(before + stem + pronoun).add(`${before}${stem}ون${pronoun}`);
  }
}

function nounForms(noun: string): string[] {
  const isFeminine = noun.endsWith(TA_MARBUTA) && noun.length > 3;
  const stem = isFeminine ? noun.slice(0, -1) : noun;
  const open = isFeminine ? `${stem}ت` : noun;
  const plural = `${stem}ات`;
  const endings = isFeminine
    ? ["ين", "ان", "ي", "ا"]
    : ["ا", "ين", "ان", "ون", "و", noun.endsWith(TA_MARBUTA) ? "" : "ي"];
  const withPronoun = NOUN_PRONOUNS.flatMap((pronoun) => [open + pronoun, plural + pronoun]);
  return [noun, ...endings.map((ending) => open + ending), plural, ...withPronoun];
}
