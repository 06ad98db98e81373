import { fold } from "../arabic/fold.ts";
import type { Context } from "../gazetteer/context.ts";

/** A way to say who gained or lost ground, or by whose account news is told; its group `names` says who. */
export type Construction = readonly ["gained" | "lost" | "accordingTo", RegExp];

const WA_FA = "(?<=^|\\s)!?[\u0648\u0641]?";
const OF_IT = fold("(?:عليه|عليها|منه|منها) ");
const AS_WHAT = fold("(?:ما|حسبما|وفقما) ");
const HE_SAYS = fold("[يت]?ق[او]لت?(?:وا|ون)? ");
const CLAUSE = "[,:] ";

/** The constructions, over tokens (see tokens.ts) each followed by a space. Every repetition has a bound. */
export function constructionsOf(context: Context): Construction[] {
  const any = (words: ReadonlySet<string>) => `(?:${[...words].join("|")})`;
  const cue = (words: ReadonlySet<string>) => `${WA_FA}${any(words)} `;
  const { gaining, losing, falling, gainingLinks, losingLinks, saying } = context;
  const told = `(?<!${WA_FA}${any(context.untold)} (?:\\S+ ){0,2})`;
  const parties = `(?<names>(?:${any(context.partyHeads)} )?\u0648?[@%] (?:\u0648[@%] ){0,3})`;
  const subject = `(?<!${WA_FA}${any(context.noSubjectAfter)} )${parties}`;
  const ground = "(?=(?:\\S+ ){0,10}?#)";
  const change = (verbs: ReadonlySet<string>, links: string) => {
    const verb = told + cue(verbs);
    return [`${verb}${ground}${parties}`, `${subject}${verb}(?![@%]|${OF_IT})${ground}`, `${verb}${ground}(?:\\S+ ){0,12}?${links} ${parties}`] as const;
  };
  const [gains, gainsToo, takes] = change(gaining, `(?:# ${fold("من")}|${any(losingLinks)})`);
  const [loses, losesToo, gives] = change(losing, any(gainingLinks));
  const [, , falls] = change(falling, any(gainingLinks));
  const known = `(?=(?<li>\u0644)?(?:\u0627?\u0644)?${any(context.reporters)} |\u0648?@ )`;
  const end = `(?:!|${CLAUSE}|${any(context.beforeNews)} |${any(context.afterReporter)} |$)`;
  const name = `(?<names>(?!${any(context.noReporters)} )(?:\\S+ ${fold("في")} )?(?:(?!${end})\\S+ ){1,8})(?=${end})`;
  const accounts = [
    `${cue(saying)}${name}(?:[^!,:]\\S* ){0,6}?${any(context.beforeNews)} `,
    `(?:${cue(context.accordingTo)}(?:${fold("عن")} )?|${AS_WHAT}${cue(saying)})${known}${name}`,
    `${cue(saying)}${known}${name}(?=!)`,
    `${WA_FA}${HE_SAYS}${known}${name}(?=${CLAUSE})`,
    `^${known}${name}(?=:)`,
  ];
  const all = { gained: [gains, gainsToo, gives, falls], lost: [takes, loses, losesToo], accordingTo: accounts };
  return Object.entries(all).flatMap(([fact, patterns]) =>
    patterns.map((pattern) => [fact as Construction[0], new RegExp(pattern, "dg")] as const),
  );
}
