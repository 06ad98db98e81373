import { KA } from "../arabic/letters.ts";
import { stemIn } from "../gazetteer/context.ts";
import type { Concept } from "./concept.ts";
import type { Sign } from "./happening.ts";
import type { PlaceMention, TermMention } from "./mention.ts";
import { positionOf, type ReadField, spanOf } from "./read-article.ts";
import type { Indexed } from "./reading-rules.ts";
import { termIdentity } from "./term.ts";
import type { TermHit } from "./term-index.ts";

/** The signs of events in a field, each once; `places`: names of the article, in which a word is no sign. */
export function signsIn(
  field: ReadField,
  hits: readonly TermHit<Indexed>[],
  places: readonly PlaceMention[],
  publishedAt: string | undefined,
): Sign[] {
  return distinct(hits.flatMap((hit) => signOf(hit, field, hits, publishedAt))).filter(
    ({ mention }) => !isPartOfPlace(mention, places),
  );
}

/** A word that is a place here (نصيب) is no event here. */
function isPartOfPlace({ field, start, end }: TermMention, places: readonly PlaceMention[]): boolean {
  return places.some(
    (name) => name.sense === "place" && name.field === field && start >= name.start && end <= name.end,
  );
}

/** What a term that was found means here, if anything. */
function signOf(
  hit: TermHit<Indexed>,
  field: ReadField,
  hits: readonly TermHit<Indexed>[],
  publishedAt: string | undefined,
): Sign[] {
  const { payload, from, to } = hit;
  const sign = (
    identity: string,
    named: Pick<TermMention, "name" | "concept" | "actor">,
    concept?: Concept,
  ): Sign[] => {
    const mention: TermMention = { kind: "term", ...spanOf(field, from, to), ...named };
    return [{ mention, identity, concept, worth: concept?.worth ?? "nothing", position: positionOf(field, from) }];
  };
  if (payload.kind === "concept") {
    const { concept, beside } = payload;
    const isMeant = !isExcepted(hit, hits) && standsBeside(beside, field, from, to);
    return isMeant
      ? sign(termIdentity({ concept: concept.id }), { name: concept.title, concept: concept.id }, concept)
      : [];
  }
  if (payload.kind === "actor") {
    const { id: actor, title: name, from: since = "", to: until = "9999" } = payload.actor;
    const day = publishedAt?.slice(0, 10);
    return day !== undefined && (day < since || day >= until) ? [] : sign(termIdentity({ actor }), { name, actor });
  }
  if (payload.kind !== "term") return [];
  const { fields, text: name } = payload.term;
  return fields && !fields.includes(field.field) ? [] : sign(payload.key, { name });
}

/** Whether words of a concept are no event: something is likened to it, or its `except` lists the phrase (تحت السيطرة). */
function isExcepted({ payload, from, to, proclitics }: TermHit<Indexed>, hits: readonly TermHit<Indexed>[]): boolean {
  if (payload.kind !== "concept" || proclitics.includes(KA)) return true;
  const isPhrase = (other: Indexed) => other.kind === "except" && other.concept === payload.concept;
  return hits.some((one) => one.from <= from && to <= one.to && isPhrase(one.payload));
}

/** Whether one of these words stands in the sentence, outside the term itself; none are asked for when it is empty. */
function standsBeside(wanted: ReadonlySet<string>, { words }: ReadField, from: number, to: number): boolean {
  const { sentence } = words[from]!;
  const isWanted = (i: number) => words[i]!.sentence === sentence && (i < from || i >= to) && stemIn(words[i], wanted);
  return wanted.size === 0 || words.some((_, i) => isWanted(i));
}

/** A word may be read with and without a proclitic and so be found twice as the same thing; the longer one is kept. */
function distinct(signs: readonly Sign[]): Sign[] {
  const length = ({ mention: { start, end } }: Sign) => end - start;
  const kept: Sign[] = [];
  for (const one of signs.toSorted((a, b) => length(b) - length(a))) {
    const { start, end } = one.mention;
    const twins = kept.filter(({ identity }) => identity === one.identity);
    if (!twins.some(({ mention }) => start < mention.end && mention.start < end)) kept.push(one);
  }
  return kept;
}
