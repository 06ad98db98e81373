import { fold } from "../arabic/fold.ts";
import type { Context } from "../gazetteer/context.ts";

/** How a sentence says who acts, who gained or lost ground, or by whose account; the group `names` holds who. */
export type Construction = readonly ["who" | "gained" | "lost" | "accordingTo", RegExp];

const AND = "(?<=^|\\s)!?[\u0648\u0641]?";
const OF_IT = fold("(?:عليه|عليها|منه|منها) ");
/** Who withdraws loses what it withdraws from. */
const WITHDRAWN_TOWARDS = `\\S*${fold("نسح")}\\S* (?!(?:\\S+ ){0,8}?${fold("من")} )`;
const AS_WHAT = fold("(?:ما|حسبما|وفقما) ");
const HE_SAYS = fold("[يت]?ق[او]لت?(?:وا|ون)? ");
const CLAUSE = "[,:] ";

/**
 * The constructions over a sentence's tokens: @ an actor, % a country (both after و of "and"), # a place, ! before a
 * word of an event, marks of clauses, and other words folded; a space after each. Every repetition has a bound.
 */
export function constructionsOf({ reporting }: Pick<Context, "reporting">): Construction[] {
  const any = (list: string) => `(?:${reporting[list]!.map(fold).join("|")})`;
  const cue = (list: string) => `${AND}${any(list)} `;
  const parties = `(?<names>(?:${any("partyHeads")} )?\u0648?[@%] (?:\u0648[@%] ){0,3})`;
  const subject = `(?<!${AND}${any("noSubjectAfter")} )${parties}`;
  const ground = "(?=(?:\\S+ ){0,10}?#)";
  const verb = (list: string) =>
    `(?<!${AND}${any("untold")} (?:\\S+ ){0,5})(?!${WITHDRAWN_TOWARDS})${cue(list)}${ground}`;
  const bySubject = (list: string) => [`${verb(list)}${parties}`, `${subject}${verb(list)}(?![@%]|${OF_IT})`];
  const byLink = (list: string, link: string) => `${verb(list)}(?:\\S+ ){0,12}?!?${link} ${parties}`;
  const end = `(?:!|${CLAUSE}|${any("beforeNews")} |${any("afterReporter")} |$)`;
  const known = `(?=(?<li>\u0644)?(?:\u0627?\u0644)?${any("reporters")} |\u0648?@ )`;
  const words = `(?:\\S+ ${fold("في")} )?(?:(?!${end})\\S+ ){1,8}`;
  const name = `(?<names>(?!${any("noReporters")} )${words})(?=${end})`;
  const patterns = {
    who: ["(?<names>@ )"],
    gained: [...bySubject("gaining"), byLink("losing", any("gainingLinks")), byLink("falling", any("gainingLinks"))],
    lost: [...bySubject("losing"), byLink("gaining", `(?:# ${fold("من")}|${any("losingLinks")})`)],
    accordingTo: [
      `${cue("saying")}${name}(?:[^!,:]\\S* ){0,6}?${any("beforeNews")} `,
      `(?:${cue("accordingTo")}(?:${fold("عن")} )?|${AS_WHAT}${cue("saying")})${known}${name}`,
      `${cue("saying")}${known}${name}(?=!)`,
      `${AND}${HE_SAYS}${known}${name}(?=${CLAUSE})`,
      `^${known}${name}(?=:)`,
    ],
  };
  return Object.entries(patterns).flatMap(([fact, all]) =>
    all.map((pattern) => [fact as Construction[0], new RegExp(pattern, "dg")] as const),
  );
}
