import { fold } from "../arabic/fold.ts";
import { FA, LI, MIN, WA } from "../arabic/letters.ts";
import type { Context } from "../gazetteer/context.ts";

/** What a construction tells: who acts, who gained or lost ground, or by whose account. */
export type ConstructionFact = "who" | "gained" | "lost" | "accordingTo";

/** One way in which a sentence says such a thing. */
export interface Construction {
  readonly fact: ConstructionFact;
  /** Over the tokens of a sentence (see below); the group `names` holds who. */
  readonly pattern: RegExp;
}

/*
 * Constructions are patterns over a sentence's tokens: @ an actor, % a country (both after و of "and"), # a place,
 * ! before a word of an event, the marks of clauses , and :, and every other word folded; a space after each. What each
 * pattern says stands above it, with a sentence that it is for. Every repetition has a bound, so none can run away.
 */

/** "And", alone or on the front of a token that may be a word of an event. */
const AND = `(?<=^|\\s)!?[${WA}${FA}]?`;
const OF_IT = fold("(?:عليه|عليها|منه|منها) ");
const AS_WHAT = fold("(?:ما|حسبما|وفقما) ");
const HE_SAYS = fold("[يت]?ق[او]لت?(?:وا|ون)? ");
const IN = fold("في");
const CLAUSE = "[,:] ";
/** Who withdraws (انسحب) loses what it withdraws from; where no "from" follows, it only goes somewhere. */
const WITHDRAWN_TOWARDS = `\\S*${fold("نسح")}\\S* (?!(?:\\S+ ){0,8}?${MIN} )`;
/** A place that is gained or lost follows within so many words. */
const WITH_GROUND = "(?=(?:\\S+ ){0,10}?#)";

/** The constructions, with the words of config/lexicon/context.yaml. */
export function constructionsOf({ reporting }: Pick<Context, "reporting">): Construction[] {
  const any = (list: string) => `(?:${reporting[list]!.map(fold).join("|")})`;
  const patterns: Readonly<Record<ConstructionFact, readonly string[]>> = {
    who: ["(?<names>@ )"],
    ...groundPatterns(any),
    accordingTo: accountPatterns(any),
  };
  return Object.entries(patterns).flatMap(([fact, all]) =>
    all.map((pattern) => ({ fact: fact as ConstructionFact, pattern: new RegExp(pattern, "dg") })),
  );
}

type WordList = (list: string) => string;

function cue(any: WordList, list: string): string {
  return `${AND}${any(list)} `;
}

/** Who gained and who lost ground. */
function groundPatterns(any: WordList): Record<"gained" | "lost", string[]> {
  // One party or several joined by "and", after "forces of" or the like: قوات النظام وإيران.
  const parties = `(?<names>(?:${any("partyHeads")} )?${WA}?[@%] (?:${WA}[@%] ){0,3})`;
  const subject = `(?<!${AND}${any("noSubjectAfter")} )${parties}`;
  // A verb of gaining or losing, not denied or only planned, with ground that follows: سيطر ... على #.
  const verb = (list: string) =>
    `(?<!${AND}${any("untold")} (?:\\S+ ){0,5})(?!${WITHDRAWN_TOWARDS})${cue(any, list)}${WITH_GROUND}`;
  const bySubject = (list: string) => [
    // The verb before its subject: سيطر تنظيم الدولة على الوعر.
    `${verb(list)}${parties}`,
    // The subject before its verb: تنظيم الدولة يسيطر على الوعر.
    `${subject}${verb(list)}(?![@%]|${OF_IT})`,
  ];
  // The other side, named by what links it to the verb: انسحبت قوات النظام من الوعر لصالح تنظيم الدولة.
  const byLink = (list: string, link: string) => `${verb(list)}(?:\\S+ ){0,12}?!?${link} ${parties}`;
  return {
    gained: [
      ...bySubject("gaining"),
      byLink("losing", any("gainingLinks")),
      // A town that falls, into whose hands: سقوط الوعر بيد تنظيم الدولة.
      byLink("falling", any("gainingLinks")),
    ],
    lost: [
      ...bySubject("losing"),
      // Taken from whom: سيطر تنظيم الدولة على الوعر من قوات النظام.
      byLink("gaining", `(?:# ${MIN}|${any("losingLinks")})`),
    ],
  };
}

/** By whose account. */
function accountPatterns(any: WordList): string[] {
  // A name ends where the news begins: at a word of an event, a mark of a clause, "that".
  const end = `(?:!|${CLAUSE}|${any("beforeNews")} |${any("afterReporter")} |$)`;
  // A known kind of reporter, perhaps with li- and the article, or an actor.
  const known = `(?=(?<li>${LI})?(?:\u0627?${LI})?${any("reporters")} |${WA}?@ )`;
  const words = `(?:\\S+ ${IN} )?(?:(?!${end})\\S+ ){1,8}`;
  const name = `(?<names>(?!${any("noReporters")} )${words})(?=${end})`;
  const saying = cue(any, "saying");
  return [
    // أفاد مصدر أمني في دير الزور بأن ...
    `${saying}${name}(?:[^!,:]\\S* ){0,6}?${any("beforeNews")} `,
    // بحسب المرصد السوري; وفق ما أفاد ناشطون.
    `(?:${cue(any, "accordingTo")}(?:${fold("عن")} )?|${AS_WHAT}${saying})${known}${name}`,
    // أعلن المرصد مقتل ...: the event follows the reporter at once.
    `${saying}${known}${name}(?=!)`,
    // ويقول ناشطون، ...
    `${AND}${HE_SAYS}${known}${name}(?=${CLAUSE})`,
    // المرصد السوري: ...
    `^${known}${name}(?=:)`,
  ];
}
