import { fold } from "../domain/arabic/fold.ts";
import { readings } from "../domain/arabic/proclitics.ts";
import { placesByName } from "../domain/gazetteer/name-noise.ts";
import type { Place } from "../domain/gazetteer/place.ts";
import type { Concept, TermAsked, WrittenTerm } from "../domain/matcher/watchlist.ts";
import { type Report, reportTo } from "./layers.ts";
import type { Problem } from "./problem.ts";
import type { Path } from "./source-file.ts";
import type { Checked } from "./validate.ts";
import { termsOfWatchlist, textOf, type WatchlistSettings } from "./watchlist-file.ts";

const PERSIAN = /[\u067e\u0686\u0698\u06a9\u06af\u06cc\u06c0\u06be\u06c1]/;
const ARABIC_ONLY = /[\u0643\u064a\u0629\u0649\u0624\u0626\u0623\u0625]/;
const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/;
const MARKS = /[\u0640\u064b-\u0652\u0670]/;
const SENTENCE_MARK = /[.!?\u061f\u061b,\u060c:]/;
const LATIN_IN_ARABIC = /[\u0600-\u06ff][A-Za-z]|[A-Za-z][\u0600-\u06ff]/;
const SHORTEST_FORMS = 3;

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
    for (const { term, path } of termsOfWatchlist(value)) {
      const text = textOf(term);
      if (text !== undefined) lintSpelling(text, path, report);
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
  value: WatchlistSettings,
  common: ReadonlySet<string>,
  places: ReadonlyMap<string, readonly Place[]>,
  concepts: readonly Concept[],
  report: Report,
): void {
  const { terms, when } = value;
  const covering = concepts.filter(({ id }) => terms.some((term) => "concept" in term && term.concept === id));
  const first = new Map<string, number>();
  for (const [i, term] of terms.entries()) {
    const path = ["terms", i];
    const identity = identityOf(term);
    const twin = first.get(identity);
    if (twin !== undefined)
      report(path, `the same as term ${twin + 1} once spelling is set aside`, "remove one of the two");
    else first.set(identity, i);
    if (!("text" in term)) continue;
    lintOptions(term, path, report);
    const { text } = term;
    const folded = fold(text).trim();
    const say = (what: string, remedy: string) => report(path, `"${text}" ${what}`, remedy);
    if (common.has(folded))
      say("is a common word and stands in most articles", "write a longer phrase, or ask for a concept");
    if (places.has(folded)) say("is a place", "move it under `places`, where its other senses are told apart");
    const bare = readings(folded).find(
      ({ stem, proclitics }) =>
        !["", "\u0627\u0644"].includes(proclitics) && (common.has(stem) || places.has(stem) || first.has(stem)),
    );
    const joined = "write the bare word: what may be joined to it is found anyway";
    if (bare) say(`is "${bare.stem}" with "${bare.proclitics}" joined to it`, joined);
    const concept = covering.find(({ forms, phrases }) => [...forms, ...phrases].some((word) => fold(word) === folded));
    if (concept) say(`is part of the concept ${concept.id}, which is asked for too`, "remove the term");
  }
  if (when !== undefined && terms.length > 0)
    report(["terms"], "`terms` next to `when`: only `when` is asked", "move the terms into `when`, or remove it");
}

function lintSpelling(text: string, path: Path, report: Report): void {
  const say = (what: string, remedy: string, shown = text) => report(path, `"${shown}" ${what}`, remedy);
  if (INVISIBLE.test(text))
    say("hides an invisible character", "type it anew instead of pasting it", text.replace(INVISIBLE, "\uFFFD"));
  if (PERSIAN.test(text) && ARABIC_ONLY.test(text))
    say("mixes Arabic and Persian letters", "type it on one keyboard; both spellings are found anyway");
  if (MARKS.test(text)) say("bears vowel signs or a tatweel", "write it bare: marks are set aside when searching");
  if (LATIN_IN_ARABIC.test(text)) say("has a Latin letter inside an Arabic word", "type it on an Arabic keyboard");
  if (SENTENCE_MARK.test(text))
    say("holds punctuation, over which no phrase is found", "write the words alone, or two terms in a `when`");
}

function lintOptions({ text, forms, exact, definite }: WrittenTerm, path: Path, report: Report): void {
  const words = fold(text).trim().split(/\s+/);
  if (forms) {
    const asOne = `\`forms\` on a phrase: "${text}" is inflected as if it were one word`;
    const isShort = `the forms of so short a word as "${text}" are inside many others`;
    if (exact) report(path, "`forms` and `exact` together", "keep one: `exact` finds nothing but the word as it is");
    if (words.length > 1) report(path, asOne, "leave `forms` out, or write the phrases one by one");
    if (words[0]!.length < SHORTEST_FORMS) report(path, isShort, "leave `forms` out, and list the forms you mean");
  }
  if (definite && words[0]!.startsWith("\u0627\u0644"))
    report(path, `\`definite\` on "${text}", which bears the article`, "leave `definite` out");
}

function lintUnless(value: WatchlistSettings, common: ReadonlySet<string>, report: Report): void {
  const wanted = new Set(value.terms.map(identityOf));
  for (const [i, term] of value.unless.entries()) {
    const [path, text, identity] = [["unless", i], textOf(term), identityOf(term)];
    const vetoed = `${JSON.stringify(identity)} is asked for and vetoed, so nothing can match`;
    const rarer = "write a phrase that only unwanted articles hold";
    if (wanted.has(identity)) report(path, vetoed, "remove it from one of the two");
    else if (text !== undefined && common.has(identity))
      report(path, `"${text}" stands in most articles and would veto them`, rarer);
  }
}

function lintPlaces(value: WatchlistSettings, places: ReadonlyMap<string, readonly Place[]>, report: Report): void {
  const bands = value.places.flatMap((place) => ("border" in place ? [place] : []));
  const first = new Map<string, number>();
  for (const [i, asked] of value.places.entries()) {
    const key = JSON.stringify("name" in asked ? fold(asked.name) : asked);
    const path = ["places", i];
    if (first.has(key)) report(path, `the same as place ${first.get(key)! + 1}`, "remove one of the two");
    else first.set(key, i);
    if (!("name" in asked)) continue;
    const { name } = asked;
    const named = places.get(fold(name)) ?? [];
    const which = `"${name}" names ${named.length} places: ${named.map(({ id }) => id).join(", ")}`;
    if (named.length > 1) report(path, which, "name the one you mean with `id:`");
    const only = named.length === 1 ? named[0] : undefined;
    const band = bands.find(({ border, withinKm }) => (only?.kmToBorder[border] ?? Infinity) <= withinKm);
    if (band) report(path, `"${name}" lies in the band of ${band.border} anyway`, "remove it");
  }
}

function lintExamples({ examples: { must, mustNot } }: WatchlistSettings, report: Report): void {
  const remedy = "add one under `examples: must:`, so that an edit that breaks the list is refused";
  if (must.length === 0) report(["examples"], "no example of what has to alert", remedy);
  for (const [i, text] of mustNot.entries()) {
    if (must.includes(text))
      report(["examples", "mustNot", i], "the same example is under `must`", "decide which of the two it is");
  }
}
