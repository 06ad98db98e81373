/**
 * The pattern an Arabic verb or verbal noun is written in, told from its letters alone; numbered as grammars do. Hollow
 * verbs have an alef for their middle letter, defective verbs end in ya (alef maqsura, folded) or alef.
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

const [A, T, N, M, W, Y, H, HAMZA] = ["ا", "ت", "ن", "م", "و", "ي", "ه", "ء"];
const IST = "است";
const BEGINS_WITH_HAMZA = /^[\u0623\u0625]/;
const SHADDA = "\u0651";

/** None for a word in no known pattern, a plain noun; the hamza and shadda of `written` tell patterns apart. */
export function paradigmOf(folded: string, written: string): Paradigm | undefined {
  const c = [...folded];
  return (
    (folded.startsWith(IST) ? tenthOrFourth(IST, c.slice(3)) : undefined) ??
    (c[0] === A && BEGINS_WITH_HAMZA.test(written) ? tenthOrFourth(A, c.slice(1)) : undefined) ??
    seventhOrEighth(c) ??
    fifthOrSixth(c) ??
    // taf'il (تهريب, توقيف) as a noun: its verb is spelt like a first form of another meaning (to smuggle, to flee).
    (c.length === 5 && c[0] === T && c[3] === Y ? regular("", second(c[1]!, c[2]!, c[4]!).nouns) : undefined) ??
    third(c) ??
    quadriliteral(c) ??
    (c.length === 3 && written.includes(SHADDA) ? second(c[0]!, c[1]!, c[2]!) : undefined) ??
    first(c)
  );
}

/** istaf'ala: استهدف, استهداف, استعاد, استعادة, استولى, استيلاء; af'ala: أغلق, إغلاق, أصاب, إصابة, ألقى. */
function tenthOrFourth(before: string, rest: readonly string[]): Paradigm | undefined {
  if (rest.length !== 3 && rest.length !== 4) return undefined;
  const [a = "", b = "", d = "", e] = rest;
  if (b === A && (e === undefined || e === H)) return hollow(before, a, d);
  if (e === undefined) return d === Y ? defective(before, a + b) : derived(before, a + b + d);
  if (d !== A) return undefined;
  if (e !== HAMZA) return derived(before, a + b + e);
  return defective(before, (before === IST && a === Y ? W : a) + b);
}

/** infa'ala: انسحب, انسحاب; ifta'ala: اشتبك, اشتباك. */
function seventhOrEighth([before, ...root]: readonly string[]): Paradigm | undefined {
  const [a = "", b = "", , e = ""] = root;
  const isEighth = b === T || ["زد", "صط"].includes(a + b);
  if (before !== A || !(isEighth || a === N || a === T)) return undefined;
  const beginning = root.slice(0, 3).join("");
  if (root.length === 5) return e === A ? derived(A, beginning + root[4]) : undefined;
  if (root.length !== 4) return undefined;
  if (root[2] === A) return hollow(A + a + b, "", e, true);
  return e === Y ? defective(A, beginning) : derived(A, beginning + e);
}

/** tafa''ala: تسلل, تقدم; tafa'ala: تبادل. The verbal noun is spelt like the verb. */
function fifthOrSixth(c: readonly string[]): Paradigm | undefined {
  const isFifth = c.length === 4 && c[2] !== A;
  const isSixth = c.length === 5 && c[2] === A;
  if (c[0] !== T || c.at(-1) === H || !(isFifth || isSixth)) return undefined;
  const word = c.join("");
  return regular(word, [word, M + word]);
}

function second(a: string, b: string, d: string): Paradigm {
  return regular(a + b + d, [T + a + b + Y + d, M + a + b + d]);
}

/** fa'ala with a long first vowel: هاجم, مهاجمة, واجه, مواجهة. */
function third(c: readonly string[]): Paradigm | undefined {
  const isVerb = c.length === 4 && c[1] === A && (c[3] !== H || c[0] === W);
  const isNoun = c.length === 6 && c[0] === M && c[2] === A && c[5] === H;
  if (!isVerb && !isNoun) return undefined;
  const stem = (isVerb ? c : c.slice(1, 5)).join("");
  return regular(stem, [M + stem + H, M + stem]);
}

/** Four letters: سيطر, سيطرة. */
function quadriliteral(c: readonly string[]): Paradigm | undefined {
  const letters = c.length === 5 && c[4] === H ? c.slice(0, 4) : c;
  const [a, , d = "", e] = letters;
  if (letters.length !== 4 || letters.includes(A) || [W, Y].includes(d) || a === M || e === H) return undefined;
  const word = letters.join("");
  return regular(word, [word + H, M + word]);
}

/** fa'ala: قصف, قتل, خسر; and the verbal nouns fu'ul (هجوم) and fa'il (قتيل), whose verb they share. */
function first(c: readonly string[]): Paradigm | undefined {
  const [a = "", b = "", d = "", e = ""] = c;
  if (c.length === 4 && d === W && e !== H) return regular(a + b + e, [c.join(""), a + b + e, a + A + b + e]);
  if (c.length !== 3) return undefined;
  if (b === A)
    return { perfect: a + A + d, shortPerfect: a + d, imperfect: a + W + d, passiveImperfect: a + A + d, nouns: [] };
  if (d === Y || d === A) return defective("", a + b);
  return d === H ? undefined : regular(a + b + d, [a + b + d, a + A + b + d, M + a + b + W + d]);
}

function regular(stem: string, nouns: readonly string[]): Paradigm {
  return { perfect: stem, imperfect: stem, nouns };
}

/** `before`: what stands before the root; the imperfect and the participles drop its alef. */
function derived(before: string, root: string): Paradigm {
  const imperfect = before.slice(1) + root;
  const nouns = [before + root.slice(0, -1) + A + root.slice(-1), M + imperfect];
  return { perfect: before + root, imperfect, nouns };
}

function hollow(before: string, a: string, d: string, isEighth = false): Paradigm {
  const perfect = before + a + A + d;
  const imperfect = before.slice(1) + a + (isEighth ? A : Y) + d;
  const passiveImperfect = perfect.slice(1);
  const noun = isEighth ? before + Y + A + d : perfect + H;
  const shortPerfect = before + a + d;
  return { perfect, shortPerfect, imperfect, passiveImperfect, nouns: [noun, M + imperfect, M + passiveImperfect] };
}

function defective(before: string, root: string): Paradigm {
  const kept = before.slice(1) + root;
  const noun = root.startsWith(W) ? before + Y + root.slice(1) : before + root;
  const nouns = before === "" ? [] : [noun + A + HAMZA, M + kept];
  return { perfect: before + root + Y, shortPerfect: before + root, imperfect: kept + Y, nouns };
}
