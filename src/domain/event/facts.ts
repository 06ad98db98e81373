import { fold } from "../arabic/fold.ts";
import type { Article } from "../article.ts";
import type { Decision, Span } from "../matcher/decision.ts";
import { type ReadField, readArticle, spanOf } from "../matcher/read-article.ts";
import type { Rulebook } from "../matcher/rulebook.ts";
import type { Construction } from "./constructions.ts";
import { type FigureKind, figuresIn, largestOfEach } from "./figures.ts";
import { cleanLine } from "./safe-text.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** One thing that an article tells of its event, with the words that say it. What no words say is absent. */
export interface Fact extends Span {
  readonly fact: "what" | "where" | "when" | "who" | "gained" | "lost" | "accordingTo" | FigureKind;
  /** A concept or place by its id, a date, a number, or a name in Arabic. */
  readonly value: string | number;
  /** A name in English, where the lexicon knows it. */
  readonly english?: string | undefined;
}

/** News tells its event in its first sentences; what follows is often background. */
const LAST_SENTENCE = 1;
const MOST_OF_A_KIND = 4;

/** What title, summary and lead tell besides what happened and where, which depend on who asks. */
export function factsOf(article: Article, { mentions, event }: Decision, rulebook: Rulebook): Fact[] {
  const sentences = readArticle(article).flatMap((read) =>
    [0, LAST_SENTENCE].map((at) => ({ ...read, words: read.words.filter(({ sentence }) => sentence === at) })),
  );
  const told = sentences.flatMap((read) => {
    const tokens = tokensOf(read, mentions, rulebook);
    return rulebook.constructions.flatMap((one) => toldBy(one, tokens, read));
  });
  const outlet = fold(article.source.outlet);
  const accounts = told.filter(({ fact, value }) => fact === "accordingTo" && !isOutlet(fold(`${value}`), outlet));
  const figures = sentences.flatMap((read) =>
    figuresIn(read.words).map(({ kind, value, from, to }) => ({ kind, value, ...spanOf(read, from, to) })),
  );
  const counts = largestOfEach(figures.filter(({ kind }) => kind !== "other"));
  const isTeller = (one: Span) =>
    accounts.some(({ field, start, end }) => field === one.field && start <= one.start && one.end <= end);
  const who = mentions.flatMap((one): Fact[] => {
    const actor = one.kind === "term" && !isTeller(one) ? rulebook.actorById.get(one.actor ?? "") : undefined;
    const { field, start, end, surface } = one;
    return actor ? [{ fact: "who", value: actor.title, english: actor.english, field, start, end, surface }] : [];
  });
  return [
    ...(event.dateSpan ? [{ fact: "when" as const, value: event.date!, ...event.dateSpan }] : []),
    ...counts.map(({ kind, ...count }) => ({ fact: kind, ...count })),
    ...[...who, ...told.filter(({ fact }) => fact !== "accordingTo"), ...accounts].filter(isFirstOfFew),
  ];
}

function toldBy([fact, pattern]: Construction, tokens: readonly Token[], read: ReadField): Fact[] {
  const text = tokens.map((token) => `${token.text} `).join("");
  const tokenAt = (at: number) => text.slice(0, at).split(" ").length - 1;
  return [...text.matchAll(pattern)].flatMap(({ index, groups, indices }): Fact[] => {
    const [first, end] = indices!.groups!.names!.map(tokenAt) as [number, number];
    const named = tokens.slice(first, end);
    if (fact === "accordingTo") {
      const { surface } = spanOf(read, named[0]!.from, named.at(-1)!.to);
      const value = cleanLine(surface).replace(/["\u00AB\u00BB\u201C\u201D]/g, "");
      const bare = groups!.li ? value.replace(/^\u0644\u0644/, "\u0627\u0644").replace(/^\u0644/, "") : value;
      return [{ fact, value: bare, ...spanOf(read, tokens[tokenAt(index)]!.from, named.at(-1)!.to) }];
    }
    return named.flatMap(({ party, from, to }) =>
      party ? [{ fact, value: party.title, english: party.english, ...spanOf(read, from, to) }] : [],
    );
  });
}

/** The outlet itself, or with one word before it (وكالة). */
function isOutlet(name: string, outlet: string): boolean {
  return name === outlet || name.replace(/^\S+ /, "") === outlet;
}

/** Each thing once, and no more than a few of a kind. */
function isFirstOfFew({ fact, value }: Fact, at: number, all: readonly Fact[]): boolean {
  const values = new Set(all.slice(0, at).flatMap((one) => (one.fact === fact ? [one.value] : [])));
  return !values.has(value) && values.size < MOST_OF_A_KIND;
}
