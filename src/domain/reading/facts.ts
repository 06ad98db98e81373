import { fold } from "../arabic/fold.ts";
import { AL, WA } from "../arabic/letters.ts";
import type { Article } from "../article.ts";
import { stemIn } from "../gazetteer/context.ts";
import { countryName } from "../language/country-name.ts";
import type { ArticleEvent } from "./article-event.ts";
import type { Actor } from "./concept.ts";
import { type FigureKind, figuresIn, largestOfEach } from "./figures.ts";
import type { Mention, Span } from "./mention.ts";
import { type ReadField, readArticle, spanOf } from "./read-article.ts";
import type { ReadingRules } from "./reading-rules.ts";

/** One thing that an article tells of its event, with the words that say it. What no words say is absent. */
export interface Fact extends Span {
  readonly fact: "what" | "where" | "when" | "who" | "gained" | "lost" | "accordingTo" | FigureKind;
  /** A concept or place by its id, a date, a number, or a name in Arabic. */
  readonly value: string | number;
  /** A name in English, where the lexicon knows it. */
  readonly english?: string | undefined;
}

/** What was read in an article before. */
interface Readout {
  readonly mentions: readonly Mention[];
  readonly event: ArticleEvent;
}

/** A word, or a name of several, as words[from, to) of its sentence. */
type Token = { text: string; from: number; to: number; party?: Pick<Actor, "title" | "english"> | undefined };

const MOST_OF_A_KIND = 4;
const MOST_TOKENS = 150;
const QUOTES = /["\u00AB\u00BB\u201C\u201D]/g;

/** What title, summary and the first two sentences tell besides what happened and where, which depend on who asks. */
export function factsOf(article: Article, { mentions, event }: Readout, rules: ReadingRules): Fact[] {
  const sentences = readArticle(article).flatMap((read) =>
    [0, 1].map((at) => ({ ...read, words: read.words.filter(({ sentence }) => sentence === at) })),
  );
  const told = sentences.flatMap((read) => toldIn(read, mentions, rules));
  const accounts = told.filter(({ fact }) => fact === "accordingTo");
  const isTeller = ({ fact, field, start }: Fact) =>
    fact === "who" && accounts.some((one) => one.field === field && one.start <= start && start < one.end);
  const isOutlet = ({ fact, value }: Fact) =>
    fact === "accordingTo" && fold(`${value}`).endsWith(fold(article.source.outlet));
  const figures = sentences.flatMap((read) =>
    figuresIn(read.words).map(({ kind, value, from, to }) => ({ kind, value, ...spanOf(read, from, to) })),
  );
  const counts = largestOfEach(figures.filter(({ kind }) => kind !== "other"));
  return [
    ...(event.dateSpan ? [{ fact: "when" as const, value: event.date!, ...event.dateSpan }] : []),
    ...counts.map(({ kind, ...count }) => ({ fact: kind, ...count })),
    ...told.filter((one) => !isTeller(one) && !isOutlet(one)).filter(isFirstOfFew),
  ];
}

/** Each thing once, and no more than a few of a kind. */
function isFirstOfFew({ fact, value }: Fact, at: number, all: readonly Fact[]): boolean {
  const values = new Set(all.slice(0, at).flatMap((one) => (one.fact === fact ? [one.value] : [])));
  return !values.has(value) && values.size < MOST_OF_A_KIND;
}

function toldIn(read: ReadField, mentions: readonly Mention[], rules: ReadingRules): Fact[] {
  const tokens = tokensOf(read, mentions, rules);
  const text = tokens.map((token) => `${token.text} `).join("");
  const tokenAt = (at: number) => text.slice(0, at).split(" ").length - 1;
  return rules.constructions.flatMap(({ fact, pattern }) =>
    [...text.matchAll(pattern)].flatMap(({ index, groups, indices }): Fact[] => {
      const named = tokens.slice(...indices!.groups!.names!.map(tokenAt));
      if (fact !== "accordingTo")
        return named.flatMap(({ party, from, to }) =>
          party ? [{ fact, value: party.title, english: party.english, ...spanOf(read, from, to) }] : [],
        );
      const { to } = named.at(-1)!;
      const name = spanOf(read, named[0]!.from, to).surface.replace(QUOTES, "");
      const value = groups!.li ? name.replace(/^\u0644\u0644/, AL).replace(/^\u0644/, "") : name;
      return [{ fact, value, ...spanOf(read, tokens[tokenAt(index)]!.from, to) }];
    }),
  );
}

/** Reads a sentence as constructions read it: see there. */
function tokensOf(read: ReadField, mentions: readonly Mention[], { context, actorById }: ReadingRules): Token[] {
  const { words, folded } = read;
  const starts = words.map((_, at) => spanOf(read, at, at + 1).start);
  const tokens: Token[] = [];
  for (let from = 0, to = 1; from < words.length && tokens.length < MOST_TOKENS; from = to, to = from + 1) {
    const { text } = words[from]!;
    const here = mentions.filter(({ field, start }) => field === read.field && start === starts[from]);
    const named = here.toSorted((a, b) => b.end - a.end).find((one) => (one.kind === "term" ? one.actor : one.placeId));
    if (named) to = starts.findLastIndex((start) => start < named.end) + 1;
    const actor = named?.kind === "term" ? actorById.get(named.actor!) : undefined;
    const code = context.countryOfName.get(stemIn(words[from], context.countryOfName) ?? "");
    const country = code && { title: countryName(code, "ar"), english: countryName(code, "en") };
    const isEvent = here.some((one) => one.kind === "term" && one.concept) && !text.startsWith(AL);
    const party = `${text.startsWith(WA) ? WA : ""}${actor ? "@" : country ? "%" : ""}`;
    const sign = actor || country ? party : named ? "#" : `${isEvent ? "!" : ""}${text}`;
    tokens.push({ text: sign, from, to, party: actor ?? (country || undefined) });
    const { gap, end } = words[to - 1]!;
    if (gap === "clause") tokens.push({ text: folded.text[end] === ":" ? ":" : ",", from: to, to });
  }
  return tokens;
}
