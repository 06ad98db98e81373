// How well Rasid reads, against simpler ways, on the labelled sets: npm run eval [-- --errors].
// Terms: does a term hit a text? Places: which place is meant, and does a border's band alert? Full text: what does
// reading the page of a report give over its teaser? Stories: which articles tell one event? Prints Markdown for
// docs/quality.md, and with --errors what was wrong, on standard error.
import { loadSettings } from "../src/app/load-settings.ts";
import type { Article } from "../src/domain/article.ts";
import { kmBetween } from "../src/domain/gazetteer/border-distance.ts";
import { findTerm } from "../src/domain/reading/term-index.ts";
import { placeInStory, type Story } from "../src/domain/stories/story.ts";
import { sketchOf } from "../src/domain/stories/story-sketch.ts";
import type { Decision, Lane } from "../src/domain/watchlists/decision.ts";
import { pageIsWanted } from "../src/domain/watchlists/full-text.ts";
import { matchArticle } from "../src/domain/watchlists/match-article.ts";
import { bandWatchlist } from "../src/domain/watchlists/watchlist.ts";
import { rulebookOf } from "../src/settings/rulebook-of.ts";
import {
  type AlertLabel,
  articleSets,
  hasShared,
  type LabelledArticle,
  type LabelledReport,
  type LabelledTerm,
  labelledTerms,
  reportSets,
  sampleNames,
  textOf,
} from "./labelled.ts";
import { alertScore, type JudgedAlert, percent, type StorySaid, storyScore } from "./scores.ts";
import { bitsApart, lucenePhrase, luceneTokens, simhash } from "./simpler-ways.ts";

const BAND_KM = 50;
const TEASER_CHARS = 200;
const WINDOW_MS = 72 * 3_600_000;

const showsErrors = process.argv.includes("--errors");
const print = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => void (showsErrors && process.stderr.write(`${line}\n`));

const settings = loadSettings({ shipped: "config", environment: {} });
const borders = Object.keys(settings.borders);
const rulebook = rulebookOf(
  settings,
  borders.map((border) => bandWatchlist(border, border, BAND_KM)),
);
if (!hasShared) print("On the small sample of this repository: it shows that reading works, not how well.\n");
if (labelledTerms().length > 0) evaluateTerms(labelledTerms().filter(({ soft }) => !soft));
evaluateNames();
evaluatePlaces();
evaluateFullText();
for (const [name, reports] of Object.entries(reportSets())) evaluateStories(name, reports);

function evaluateTerms(rows: readonly LabelledTerm[]): void {
  const ways: Readonly<Record<string, (row: LabelledTerm) => boolean>> = {
    Rasid: ({ term, kind, forms = false, text }) => findTerm({ term, kind, forms }, text).hit,
    substring: ({ text, term }) => text.includes(term),
    "`\\b…\\b`": ({ text, term }) => new RegExp(`\\b${term}\\b`, "u").test(text),
    "Lucene's Arabic analysis": ({ text, term }) => lucenePhrase(text, term),
  };
  print(`## Terms (${rows.length} pairs of a term and a text)\n`);
  print("| way | right | precision | recall | F1 |\n|---|---|---|---|---|");
  for (const [name, hits] of Object.entries(ways)) {
    const said = rows.map((row) => ({ row, hit: hits(row) }));
    const both = said.filter(({ row, hit }) => row.hit && hit).length;
    const precision = both / Math.max(1, said.filter(({ hit }) => hit).length);
    const recall = both / Math.max(1, said.filter(({ row }) => row.hit).length);
    const f1 = (2 * precision * recall) / Math.max(1e-9, precision + recall);
    const wrong = said.filter(({ row, hit }) => row.hit !== hit);
    const right = percent(rows.length - wrong.length, rows.length);
    print(`| ${name} | ${right} | ${percent(precision, 1)} | ${percent(recall, 1)} | ${f1.toFixed(3)} |`);
    if (name !== "Rasid") continue;
    for (const { row } of wrong) complain(`${row.id}: ${row.term} in "${row.text}": ${row.why ?? ""}`);
  }
}

/** Names of the sample in their surroundings: is the name a place there? */
function evaluateNames(): void {
  const names = sampleNames();
  const wrong = names.filter(({ id, l, m, r, label }) => {
    const { mentions } = matchArticle({ title: "", summary: "", body: l + m + r }, rulebook);
    const at = mentions.find(
      ({ kind, start, end }) => kind === "place" && start < l.length + m.length && end > l.length,
    );
    const isPlace = at?.kind === "place" && at.sense === "place";
    const isWrong = isPlace !== ["T", "B", "O"].includes(label);
    if (isWrong) complain(`${id}: ${m} is ${label}, said ${isPlace ? "a place" : "no place"}`);
    return isWrong;
  });
  print(
    `\n## Names\n\n${percent(names.length - wrong.length, names.length)} of ${names.length} names of the sample right\n`,
  );
}

interface DecidedArticle {
  readonly article: LabelledArticle;
  readonly decision: Decision;
}

function decided(article: LabelledArticle, body = textOf(article).body): DecidedArticle {
  const decision = matchArticle({ ...textOf(article), body }, rulebook, { publishedAt: article.publishedAt });
  return { article, decision };
}

function laneOf({ matches }: Decision, border: string): Lane {
  return matches.find(({ watchlist }) => watchlist === border)?.decision ?? "none";
}

/** The labelled borders of articles, each with what a way says of it. */
function judged<One extends { readonly article: LabelledArticle }>(
  all: readonly One[],
  says: (one: One, border: string) => Lane,
): JudgedAlert[] {
  return all.flatMap((one) =>
    Object.entries(one.article.alert ?? {}).map(([border, label]) => ({ said: says(one, border), label })),
  );
}

function evaluatePlaces(): void {
  const namesIn = (border: string) =>
    settings.places
      .filter(({ kmToBorder }) => (kmToBorder[border] ?? Number.POSITIVE_INFINITY) <= BAND_KM)
      .flatMap(({ name, aliases }) => [name, ...aliases]);
  const bandNames = new Map(borders.map((border) => [border, new Set(namesIn(border))]));
  const isNamed = (border: string, names: readonly string[]): Lane =>
    names.some((name) => bandNames.get(border)?.has(name)) ? "alert" : "none";
  const ways: Readonly<Record<string, (one: DecidedArticle, border: string) => Lane>> = {
    Rasid: ({ decision }, border) => laneOf(decision, border),
    "names of the band, as substrings"({ article }, border) {
      const { title, body } = textOf(article);
      return [...(bandNames.get(border) ?? [])].some((name) => `${title}\n${body}`.includes(name)) ? "alert" : "none";
    },
    "names of the band, as words": ({ decision }, border) =>
      isNamed(
        border,
        decision.mentions.flatMap((mention) => (mention.kind === "place" ? mention.name : [])),
      ),
  };
  print(`## Places and alerts (bands of ${BAND_KM} km; a review counts half)\n`);
  print("| set | way | mentions right | alert precision | alert recall | `yes` told as none | `no` told as alert |");
  print("|---|---|---|---|---|---|---|");
  for (const [set, articles] of Object.entries(articleSets())) {
    const all = articles.map((article) => decided(article));
    for (const [name, says] of Object.entries(ways)) {
      const { precision, recall, missed, falselyTold } = alertScore(judged(all, says));
      const mentions = name === "Rasid" ? mentionsRight(all) : "";
      const shares = [precision, recall, missed, falselyTold].map((share) => percent(share, 1)).join(" | ");
      print(`| ${set} | ${name} | ${mentions} | ${shares} |`);
    }
    for (const { article, decision } of all) tellWrongAlerts(article, decision);
  }
}

function tellWrongAlerts(article: LabelledArticle, decision: Decision): void {
  const right: Readonly<Record<AlertLabel, Lane>> = { yes: "alert", review: "review", no: "none" };
  for (const [border, label] of Object.entries(article.alert ?? {})) {
    const said = laneOf(decision, border);
    if (said !== right[label])
      complain(`${article.id} ${border}: wanted ${label}, said ${said}: ${article.title ?? ""}`);
  }
}

function mentionsRight(all: readonly DecidedArticle[]): string {
  const checked = all.flatMap(({ article, decision }) =>
    article.places.map((label) => {
      const end = label.start + label.surface.length;
      const said = decision.mentions.flatMap((mention) =>
        mention.kind === "place" &&
        mention.sense === "place" &&
        mention.field === label.field &&
        mention.start < end &&
        mention.end > label.start
          ? [mention]
          : [],
      );
      const { lat = 0, lon = 0, tolKm = 0 } = label;
      const isThere = said.some((one) => kmBetween(one.lat ?? 0, one.lon ?? 0, lat, lon) <= tolKm);
      const isRight = label.is === "place" ? isThere : said.length === 0;
      if (!isRight) complain(`${article.id}: "${label.surface}" is ${label.is}: ${label.why ?? ""}`);
      return isRight;
    }),
  );
  return percent(checked.filter(Boolean).length, checked.length);
}

function evaluateFullText(): void {
  const isPageWanted = pageIsWanted("auto", rulebook);
  print(`\n## Full text (teaser: the title and the first ${TEASER_CHARS} characters; bands of ${BAND_KM} km)\n`);
  print("| set | what is read | pages asked for | alert precision | alert recall | `yes` told as none |");
  print("|---|---|---|---|---|---|");
  for (const [set, articles] of Object.entries(articleSets())) {
    if (!hasShared || set === "real" || set === "long") evaluateTeasers(set, articles, isPageWanted);
  }
}

function evaluateTeasers(
  set: string,
  articles: readonly LabelledArticle[],
  isPageWanted: ReturnType<typeof pageIsWanted>,
): void {
  const all = articles.map((article) => {
    const { body } = textOf(article);
    const { length } = body.slice(0, TEASER_CHARS).replace(/\S*$/, "");
    const teaser = body.slice(0, length || TEASER_CHARS);
    const { decision } = decided(article, teaser);
    const asArticle: Article = {
      ...textOf(article),
      ...{ id: article.id, feedId: "", source: { outlet: "" }, body: teaser, url: "https://example.org/" },
    };
    return { ...decided(article), teaser: decision, isAsked: isPageWanted(asArticle, decision) };
  });
  const ways: Readonly<Record<string, (one: (typeof all)[number]) => boolean>> = {
    "the teaser": () => false,
    "the page where `auto` asks for it": ({ isAsked }) => isAsked,
    "the page, always": () => true,
  };
  for (const [name, asks] of Object.entries(ways)) {
    const says = (one: (typeof all)[number], border: string) => laneOf(asks(one) ? one.decision : one.teaser, border);
    const { precision, recall, missed } = alertScore(judged(all, says));
    const shares = [precision, recall, missed].map((share) => percent(share, 1)).join(" | ");
    print(`| ${set} | ${name} | ${percent(all.filter(asks).length, all.length)} | ${shares} |`);
  }
}

function evaluateStories(set: string, reports: readonly LabelledReport[]): void {
  const tokens = new Map(reports.map((report) => [report.id, luceneTokens(`${report.title} ${report.body}`)]));
  const hashes = new Map(reports.map(({ id }) => [id, simhash(tokens.get(id)!)]));
  const bySimhash = (bits: number) =>
    joined(reports, (a, b) => bitsApart(hashes.get(a.id)!, hashes.get(b.id)!) <= bits);
  const f1Of = (bits: number) => storyScore(reports, bySimhash(bits)).f1;
  const best = Array.from({ length: 32 }, (_, bits) => bits).toSorted((a, b) => f1Of(b) - f1Of(a))[0]!;
  const textOfTokens = ({ id }: LabelledReport) => tokens.get(id)!.join(" ");
  const ways: Readonly<Record<string, readonly StorySaid[]>> = {
    Rasid: storiesOf(reports),
    "the same text": joined(reports, (a, b) => textOfTokens(a) === textOfTokens(b)),
    "the same title": joined(reports, (a, b) => a.title === b.title),
    [`simhash, at its best threshold (${best} of 64 bits)`]: bySimhash(best),
  };
  const events = new Set(reports.map(({ event }) => event)).size;
  print(`\n## Stories: ${set} (${reports.length} articles of ${events} events)\n`);
  print("| way | B-cubed precision | recall | F1 | other events merged | updates, F1 |");
  print("|---|---|---|---|---|---|");
  for (const [name, said] of Object.entries(ways)) {
    const { precision, recall, f1, merged, updates } = storyScore(reports, said);
    const shares = `${percent(precision, 1)} | ${percent(recall, 1)} | ${f1.toFixed(3)} | ${percent(merged, 1)}`;
    print(`| ${name} | ${shares} | ${name === "Rasid" ? updates.toFixed(3) : ""} |`);
  }
}

function storiesOf(reports: readonly LabelledReport[]): StorySaid[] {
  let open: Story[] = [];
  return reports.map(({ id, title, body, publishedAt }) => {
    const text = { title, summary: "", body };
    const decision = matchArticle(text, rulebook, { publishedAt });
    const sketch = sketchOf(id, text, decision, rulebook, Date.parse(publishedAt));
    const { story, placement } = placeInStory(sketch, open, rulebook.stories);
    open = [...open.filter((one) => one.id !== story.id), story];
    return { story: placement.storyId, isMaterial: placement.changes.length > 0 };
  });
}

/** Joins an article to the latest story of which one report within three days is like it. */
function joined(
  reports: readonly LabelledReport[],
  isLike: (a: LabelledReport, b: LabelledReport) => boolean,
): StorySaid[] {
  const seen: { report: LabelledReport; at: number; story: string }[] = [];
  return reports.map((report) => {
    const at = Date.parse(report.publishedAt);
    const like = seen.findLast((one) => at - one.at <= WINDOW_MS && isLike(report, one.report));
    const story = like?.story ?? report.id;
    seen.push({ report, at, story });
    return { story };
  });
}
