/**
 * Which derived pattern an Arabic verb or verbal noun is written in, told from its letters alone. Numbers are the
 * forms of the grammars (I fa'ala ... X istaf'ala); "quad" is the four-letter verb. Weak letters: hollow verbs have an
 * alef for their middle letter, defective verbs end in ya (alef maqsura, folded) or alef.
 */
export interface Paradigm {
  /** Third person masculine singular, perfect; also the stem its endings are joined to. Empty: not told by the letters. */
  readonly perfect: string;
  /** The stem before endings that begin with a consonant, where it differs (hollow verbs: أصاب, أصبت). */
  readonly shortPerfect?: string;
  /** The imperfect without its person letter. */
  readonly imperfect: string;
  readonly passiveImperfect?: string;
  /** Verbal nouns and participles. */
  readonly nouns: readonly string[];
}

const A = "\u0627";
const T = "\u062A";
const N = "\u0646";
const M = "\u0645";
const W = "\u0648";
const Y = "\u064A";
const H = "\u0647";
const S = "\u0633";
const HAMZA = "\u0621";
const ALEF_HAMZA_ABOVE = "\u0623";
const ALEF_HAMZA_BELOW = "\u0625";
const SHADDA = "\u0651";

/**
 * The paradigms a word may belong to; none for a word in no known pattern (it is then a plain noun).
 * `folded` is the folded word, `written` the word as the lexicon writes it (its hamza and shadda tell patterns apart).
 */
export function paradigmsOf(folded: string, written: string): Paradigm[] {
  const doubled = written.includes(SHADDA);
  const hamza = written.startsWith(ALEF_HAMZA_ABOVE) || written.startsWith(ALEF_HAMZA_BELOW);
  const c = [...folded];
  const found =
    tenth(c) ??
    (hamza ? fourth(c) : undefined) ??
    seventhOrEighth(c) ??
    fifthOrSixth(c) ??
    secondNoun(c) ??
    third(c) ??
    quadriliteral(c) ??
    (doubled && c.length === 3 ? second(c[0]!, c[1]!, c[2]!) : undefined) ??
    first(c);
  return found ? [found] : [];
}

/** istaf'ala: استهدف, استهداف, استعاد, استعادة, استولى, استيلاء. */
function tenth(c: string[]): Paradigm | undefined {
  if (c[0] !== A || c[1] !== S || c[2] !== T || c.length < 6) return undefined;
  const rest = c.slice(3);
  const stem = S + T;
  if (rest.length === 4 && rest[2] === A && rest[3] !== HAMZA)
    return derived(A + stem, M + stem, rest[0]! + rest[1] + rest[3], rest[0]! + rest[1] + A + rest[3]);
  if (rest.length === 3 && rest[1] === A) return hollow(A + stem, stem, rest[0]!, rest[2]!);
  if (rest.length === 4 && rest[1] === A && rest[3] === H) return hollow(A + stem, stem, rest[0]!, rest[2]!);
  if (rest.length === 3 && rest[2] === Y) return defective(A + stem, stem, rest[0]! + rest[1]);
  if (rest.length === 4 && rest[2] === A && rest[3] === HAMZA)
    return defective(A + stem, stem, (rest[0] === Y ? W : rest[0]!) + rest[1]);
  if (rest.length === 3) return derived(A + stem, M + stem, rest.join(""), rest[0]! + rest[1] + A + rest[2]);
  return undefined;
}

/** af'ala: أغلق, إغلاق, أصاب, إصابة, ألقى. */
function fourth(c: string[]): Paradigm | undefined {
  if (c[0] !== A) return undefined;
  const rest = c.slice(1);
  if (rest.length === 3 && rest[1] === A) return hollow(A, "", rest[0]!, rest[2]!);
  if (rest.length === 4 && rest[1] === A && rest[3] === H) return hollow(A, "", rest[0]!, rest[2]!);
  if (rest.length === 3 && rest[2] === Y) return defective(A, "", rest[0]! + rest[1]);
  if (rest.length === 4 && rest[2] === A && rest[3] === HAMZA) return defective(A, "", rest[0]! + rest[1]);
  if (rest.length === 3) return derived(A, M, rest.join(""), rest[0]! + rest[1] + A + rest[2]);
  if (rest.length === 4 && rest[2] === A)
    return derived(A, M, rest[0]! + rest[1] + rest[3], rest[0]! + rest[1] + A + rest[3]);
  return undefined;
}

/** infa'ala: انسحب, انسحاب; ifta'ala: اشتبك, اشتباك. */
function seventhOrEighth(c: string[]): Paradigm | undefined {
  if (c[0] !== A || c.length < 5 || c.length > 6) return undefined;
  const eighth = c[2] === T || (c[1] === "\u0632" && c[2] === "\u062F") || (c[1] === "\u0635" && c[2] === "\u0637");
  const seventh = c[1] === N && !eighth;
  const doubledT = c[1] === T;
  if (!eighth && !seventh && !doubledT) return undefined;
  const root = c.slice(1);
  if (root.length === 4 && root[2] === A)
    return hollow(A + root[0] + (root[1] ?? ""), root[0]! + root[1], "", root[3]!, true);
  if (root.length === 4 && root[3] === Y) return defective(A, "", root.slice(0, 3).join(""));
  if (root.length === 4) return derived(A, M, root.join(""), root.slice(0, 3).join("") + A + root[3]);
  if (root.length === 5 && root[3] === A)
    return derived(A, M, root.slice(0, 3).join("") + root[4], root.slice(0, 3).join("") + A + root[4]);
  return undefined;
}

/** tafa''ala: تسلل, تقدم; tafa'ala: تبادل. The verbal noun is spelt like the verb. */
function fifthOrSixth(c: string[]): Paradigm | undefined {
  const isFifth = c.length === 4 && c[0] === T && c[3] !== H && c[2] !== A;
  const isSixth = c.length === 5 && c[0] === T && c[2] === A && c[4] !== H;
  if (!isFifth && !isSixth) return undefined;
  const word = c.join("");
  return { perfect: word, imperfect: word, nouns: [word, M + word] };
}

/**
 * taf'il, the verbal noun of fa''ala: تهريب, توقيف. The verb itself is spelt like that of the first form, which means
 * something else (to smuggle, to flee; to arrest, to stop), so only nouns are made.
 */
function secondNoun(c: string[]): Paradigm | undefined {
  if (c.length !== 5 || c[0] !== T || c[3] !== Y) return undefined;
  return { perfect: "", imperfect: "", nouns: second(c[1]!, c[2]!, c[4]!).nouns };
}

function second(a: string, b: string, d: string): Paradigm {
  return { perfect: a + b + d, imperfect: a + b + d, nouns: [T + a + b + Y + d, M + a + b + d] };
}

/** fa'ala with a long first vowel: هاجم, مهاجمة, واجه, مواجهة. */
function third(c: string[]): Paradigm | undefined {
  if (c.length === 4 && c[1] === A && c[3] !== H) return long(c[0]!, c[2]!, c[3]!);
  if (c.length === 6 && c[0] === M && c[2] === A && c[5] === H) return long(c[1]!, c[3]!, c[4]!);
  if (c.length === 4 && c[1] === A && c[0] === W) return long(c[0], c[2]!, c[3]!);
  return undefined;
}

function long(a: string, b: string, d: string): Paradigm {
  const stem = a + A + b + d;
  return { perfect: stem, imperfect: stem, nouns: [M + stem + H, M + stem] };
}

/** Four letters: سيطر, سيطرة. */
function quadriliteral(c: string[]): Paradigm | undefined {
  const strong = (letters: string[]) =>
    letters.every((letter, i) => letter !== A && (i !== 2 || (letter !== W && letter !== Y)));
  const letters = c.length === 5 && c[4] === H ? c.slice(0, 4) : c;
  if (letters.length !== 4 || !strong(letters) || letters[0] === M || letters[3] === H) return undefined;
  const word = letters.join("");
  return { perfect: word, imperfect: word, nouns: [word + H, M + word] };
}

/** fa'ala: قصف, قتل, خسر; and the verbal nouns fu'ul (هجوم) and fa'il (قتيل), whose verb they share. */
function first(c: string[]): Paradigm | undefined {
  if (c.length === 4 && c[2] === W && c[3] !== H) {
    const root = c[0]! + c[1] + c[3];
    return { perfect: root, imperfect: root, nouns: [c.join(""), root, c[0]! + A + c[1] + c[3]] };
  }
  if (c.length !== 3) return undefined;
  const [a, b, d] = c as [string, string, string];
  if (b === A)
    return { perfect: a + A + d, shortPerfect: a + d, imperfect: a + W + d, passiveImperfect: a + A + d, nouns: [] };
  if (d === Y || d === A) return defective("", "", a + b);
  if (d === H) return undefined;
  return { perfect: a + b + d, imperfect: a + b + d, nouns: [a + b + d, a + A + b + d, M + a + b + W + d] };
}

function derived(before: string, participle: string, root: string, noun: string): Paradigm {
  const kept = before.slice(1);
  return { perfect: before + root, imperfect: kept + root, nouns: [before + noun, participle + root] };
}

function hollow(before: string, kept: string, a: string, d: string, eighth = false): Paradigm {
  const middle = eighth ? A : Y;
  return {
    perfect: before + a + A + d,
    shortPerfect: before + a + d,
    imperfect: kept + a + middle + d,
    passiveImperfect: kept + a + A + d,
    nouns: [eighth ? before + Y + A + d : before + a + A + d + H, M + kept + a + middle + d, M + kept + a + A + d],
  };
}

function defective(before: string, kept: string, root: string): Paradigm {
  const noun = root.startsWith(W) ? before + Y + root.slice(1) : before + root;
  return {
    perfect: before + root + Y,
    shortPerfect: before + root,
    imperfect: kept + root + Y,
    nouns: before === "" ? [] : [noun + A + HAMZA, M + kept + root],
  };
}
