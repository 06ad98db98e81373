import { fold } from "../domain/arabic/fold.ts";
import { readings } from "../domain/arabic/proclitics.ts";
import { placesByName } from "../domain/gazetteer/gather-places.ts";
import type { Place } from "../domain/gazetteer/place.ts";
import type { Concept } from "../domain/reading/concept.ts";
import type { TermAsked } from "../domain/reading/term.ts";
import type { Watchlist } from "../domain/watchlists/watchlist.ts";
import { type Report, reportTo } from "./layers.ts";
import type { Problem } from "./problem.ts";
import type { Checked } from "./validate.ts";
import { termsOfWatchlist, textOf, type WatchlistSettings } from "./watchlist-file.ts";

const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/;
const PERSIAN_AND_ARABIC =
  /^(?=.*[\u067e\u0686\u0698\u06a9\u06af\u06cc\u06c0\u06be\u06c1]).*[\u0643\u064a\u0629\u0649\u0624\u0626\u0623\u0625]/s;
const MARKS = /[\u0640\u064b-\u0652\u0670]/;
const LATIN_IN_ARABIC = /[\u0600-\u06ff][A-Za-z]|[A-Za-z][\u0600-\u06ff]/;
const SENTENCE_MARK = /[.!?\u061f\u061b,\u060c:]/;
const SPELLING: readonly (readonly [RegExp, what: string, remedy: string])[] = [
  [INVISIBLE, "hides an invisible character", "type it anew instead of pasting it"],
  [PERSIAN_AND_ARABIC, "mixes Arabic and Persian letters", "type it on one keyboard; both spellings are found anyway"],
  [MARKS, "bears vowel signs or a tatweel", "write it bare: marks are set aside when searching"],
  [LATIN_IN_ARABIC, "has a Latin letter inside an Arabic word", "type it on an Arabic keyboard"],
  [
    SENTENCE_MARK,
    "holds punctuation, over which no phrase is found",
    "write the words alone, or two terms in a `when`",
  ],
];
const SHORTEST_FORMS = 3;
const ARTICLE = "\u0627\u0644";

/** Mistakes that a schema cannot see: what an analyst wrote is legal, and will not do what it looks like. */
export function lintWatchlists(
  watchlists: readonly Checked<WatchlistSettings>[],
  known: { places: readonly Place[]; common: readonly string[]; concepts: readonly Concept[] },
): Problem[] {
  const common = new Set(known.common.map(fold));
  const byName = placesByName(known.places);
  return watchlists.flatMap(({ value, layered }) => {
    const found: Problem[] = [];
    const report = reportTo(found, layered);
    lintTerms(value, common, byName, known.concepts, report);
    for (const { term, path } of termsOfWatchlist(value))
      for (const [mistake, what, remedy] of SPELLING) {
        const text = textOf(term) ?? "";
        const shown = mistake === INVISIBLE ? text.replace(INVISIBLE, "\uFFFD") : text;
        if (mistake.test(text)) report(path, `"${shown}" ${what}`, remedy);
      }
    lintUnless(value, common, report);
    lintPlaces(value, byName, report);
    lintExamples(value, report);
    return found;
  });
}

function identityOf(term: TermAsked): string {
  if ("concept" in term) return `concept ${term.concept}`;
  return "actor" in term ? `actor ${term.actor}` : fold(term.text).trim();
}

function lintTerms(
  { terms, when }: Watchlist,
  common: ReadonlySet<string>,
  places: ReadonlyMap<string, readonly Place[]>,
  concepts: readonly Concept[],
  report: Report,
): void {
  const covering = concepts.filter(({ id }) => terms.some((term) => "concept" in term && term.concept === id));
  const first = new Map<string, number>();
  for (const [i, term] of terms.entries()) {
    const tell = (what: string, remedy: string) => report(["terms", i], what, remedy);
    const identity = identityOf(term);
    const twin = first.get(identity);
    if (twin === undefined) first.set(identity, i);
    else tell(`the same as term ${twin + 1} once spelling is set aside`, "remove one of the two");
    if (!("text" in term)) continue;
    const { text, forms, exact, definite } = term;
    const words = identity.split(/\s+/);
    if (forms && exact) tell("`forms` and `exact` together", "keep one: `exact` finds nothing but the word as it is");
    const asOne = `\`forms\` on a phrase: "${text}" is inflected as if it were one word`;
    if (forms && words.length > 1) tell(asOne, "leave `forms` out, or write the phrases one by one");
    const areInOthers = `the forms of so short a word as "${text}" are inside many others`;
    if (forms && words[0]!.length < SHORTEST_FORMS) tell(areInOthers, "leave `forms` out, and list the forms you mean");
    if (definite && identity.startsWith(ARTICLE))
      tell(`\`definite\` on "${text}", which bears the article`, "leave `definite` out");
    if (common.has(identity))
      tell(`"${text}" is a common word and stands in most articles`, "write a longer phrase, or ask for a concept");
    if (places.has(identity))
      tell(`"${text}" is a place`, "move it under `places`, where its other senses are told apart");
    const isKnown = (stem: string) => common.has(stem) || places.has(stem) || first.has(stem);
    const bare = readings(identity).find(
      ({ stem, proclitics }) => !["", ARTICLE].includes(proclitics) && isKnown(stem),
    );
    const joined = "write the bare word: what may be joined to it is found anyway";
    if (bare) tell(`"${text}" is "${bare.stem}" with "${bare.proclitics}" joined to it`, joined);
    const concept = covering.find((one) => [...one.forms, ...one.phrases].some((word) => fold(word) === identity));
    if (concept) tell(`"${text}" is part of the concept ${concept.id}, which is asked for too`, "remove the term");
  }
  if (when !== undefined && terms.length > 0)
    report(["terms"], "`terms` next to `when`: only `when` is asked", "move the terms into `when`, or remove it");
}

function lintUnless({ terms, unless }: WatchlistSettings, common: ReadonlySet<string>, report: Report): void {
  const wanted = new Set(terms.map(identityOf));
  for (const [i, term] of unless.entries()) {
    const [path, identity] = [["unless", i], identityOf(term)];
    const vetoed = `${JSON.stringify(identity)} is asked for and vetoed, so nothing can match`;
    const vetoing = `"${textOf(term)}" stands in most articles and would veto them`;
    if (wanted.has(identity)) report(path, vetoed, "remove it from one of the two");
    else if ("text" in term && common.has(identity))
      report(path, vetoing, "write a phrase that only unwanted articles hold");
  }
}

function lintPlaces(value: WatchlistSettings, places: ReadonlyMap<string, readonly Place[]>, report: Report): void {
  const bands = value.places.flatMap((place) => ("border" in place ? [place] : []));
  const first = new Map<string, number>();
  for (const [i, asked] of value.places.entries()) {
    const key = JSON.stringify("name" in asked ? fold(asked.name) : asked);
    const path = ["places", i];
    const twin = first.get(key);
    if (twin === undefined) first.set(key, i);
    else report(path, `the same as place ${twin + 1}`, "remove one of the two");
    if (!("name" in asked)) continue;
    const named = places.get(fold(asked.name)) ?? [];
    const which = `"${asked.name}" names ${named.length} places: ${named.map(({ id }) => id).join(", ")}`;
    if (named.length > 1) report(path, which, "name the one you mean with `id:`");
    const only = named.length === 1 ? named[0] : undefined;
    const band = bands.find(({ border, withinKm }) => (only?.kmToBorder[border] ?? Infinity) <= withinKm);
    if (band) report(path, `"${asked.name}" lies in the band of ${band.border} anyway`, "remove it");
  }
}

function lintExamples({ examples: { must, mustNot } }: WatchlistSettings, report: Report): void {
  const remedy = "add one under `examples: must:`, so that an edit that breaks the list is refused";
  if (must.length === 0) report(["examples"], "no example of what has to alert", remedy);
  for (const [i, text] of mustNot.entries())
    if (must.includes(text))
      report(["examples", "mustNot", i], "the same example is under `must`", "decide which of the two it is");
}
