// How well Rasid reads, against simpler ways, on the labelled sets: npm run eval [-- --errors]
// forms: does a term hit a text? sense: which place is meant, and does a border band alert? full text: what does reading
// the page of a report give over the teaser that its feed has of it? events: which articles tell one event? Prints
// Markdown for docs/quality.md. The sets lie beside the checkout (../shared/data/eval/dev); without them there is
// nothing to measure.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { loadSettings } from "../dist/src/app/load-settings.js";
import { kmBetween } from "../dist/src/domain/gazetteer/border-distance.js";
import { findTerm } from "../dist/src/domain/reading/term-index.js";
import { placeInStory } from "../dist/src/domain/stories/story.js";
import { sketchOf } from "../dist/src/domain/stories/story-sketch.js";
import { pageIsWanted } from "../dist/src/domain/watchlists/full-text.js";
import { matchArticle } from "../dist/src/domain/watchlists/match-article.js";
import { bandWatchlist } from "../dist/src/domain/watchlists/watchlist.js";
import { rulebookOf } from "../dist/src/settings/rulebook-of.js";

const FOLDER = "../shared/data/eval/dev";
if (!existsSync(FOLDER)) {
  console.error(`nothing to measure: ${FOLDER} is not at hand`);
  process.exit(1);
}
const showErrors = process.argv.includes("--errors");
const rows = (name) =>
  readFileSync(`${FOLDER}/${name}.jsonl`, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const percent = (part, whole) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

const BORDERS = ["SY-IQ", "SY-TR", "SY-JO", "SY-LB", "IQ-IR", "IQ-TR", "IQ-SA", "IQ-JO", "IQ-KW"];
const SAYS = { alert: 1, review: 0.5, none: 0 };
const WANT = { yes: 1, review: 0.5, no: 0 };
const bands = BORDERS.map((border) => bandWatchlist(border, border, 50));

forms();
senses();
fullText();
stories();

function forms() {
  const all = rows("forms").filter((row) => !row.soft);
  const ways = {
    Rasid: (row) => findTerm({ term: row.term, kind: row.kind, forms: row.forms ?? false }, row.text).hit,
    substring: (row) => row.text.includes(row.term),
    "`\\b…\\b`": (row) => new RegExp(`\\b${row.term}\\b`, "u").test(row.text),
    "Lucene's Arabic analysis": (row) => lucenePhrase(row.text, row.term),
  };
  console.log(`## Terms (${all.length} pairs of a term and a text)\n`);
  console.log("| way | right | precision | recall | F1 |\n|---|---|---|---|---|");
  for (const [name, hits] of Object.entries(ways)) {
    const said = all.map((row) => ({ row, hit: hits(row) }));
    const both = said.filter(({ row, hit }) => row.hit && hit).length;
    const precision = both / Math.max(1, said.filter(({ hit }) => hit).length);
    const recall = both / said.filter(({ row }) => row.hit).length;
    const f1 = (2 * precision * recall) / Math.max(1e-9, precision + recall);
    const wrong = said.filter(({ row, hit }) => row.hit !== hit);
    console.log(
      `| ${name} | ${percent(all.length - wrong.length, all.length)} | ${percent(precision, 1)} | ${percent(recall, 1)} | ${f1.toFixed(3)} |`,
    );
    if (showErrors && name === "Rasid")
      for (const { row } of wrong) console.error(`${row.id}: ${row.term} in "${row.text}": ${row.why}`);
  }
}

/** ArabicNormalizer and ArabicStemmer of Apache Lucene, described in its source: normalise, one prefix, then suffixes. */
function luceneTokens(text) {
  const tokens =
    text.replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).match(/[\p{L}\p{M}\p{N}]+/gu) ??
    [];
  return tokens.map((token) => {
    let word = token
      .replace(/[\u064b-\u0652\u0640]/g, "")
      .replace(/[\u0622\u0623\u0625]/g, "\u0627")
      .replace(/\u0649/g, "\u064a")
      .replace(/\u0629/g, "\u0647");
    const prefix = [
      "\u0627\u0644",
      "\u0648\u0627\u0644",
      "\u0628\u0627\u0644",
      "\u0643\u0627\u0644",
      "\u0641\u0627\u0644",
      "\u0644\u0644",
      "\u0648",
    ].find((one) => word.startsWith(one) && word.length >= one.length + (one.length === 1 ? 3 : 2));
    if (prefix) word = word.slice(prefix.length);
    for (const suffix of [
      "\u0647\u0627",
      "\u0627\u0646",
      "\u0627\u062a",
      "\u0648\u0646",
      "\u064a\u0646",
      "\u064a\u0647",
      "\u064a\u0629",
      "\u0647",
      "\u0629",
      "\u064a",
    ]) {
      if (word.endsWith(suffix) && word.length >= suffix.length + 2) word = word.slice(0, -suffix.length);
    }
    return word;
  });
}

function lucenePhrase(text, term) {
  const [words, wanted] = [luceneTokens(text), luceneTokens(term)];
  return words.some((_, at) => wanted.every((word, i) => words[at + i] === word));
}

function senses() {
  const settings = loadSettings({ shipped: "config", environment: {} });
  const rulebook = rulebookOf(settings, bands);
  const inBand = (pair) =>
    settings.places
      .filter((place) => (place.kmToBorder[pair] ?? 999) <= 50)
      .flatMap((place) => [place.name, ...place.aliases]);
  const bandNames = Object.fromEntries(BORDERS.map((pair) => [pair, inBand(pair)]));
  console.log("\n## Places and alerts (bands of 50 km; a review counts half)\n");
  console.log(
    "| set | way | mentions right | alert precision | alert recall | `yes` told as none | `no` told as alert |\n|---|---|---|---|---|---|---|",
  );
  for (const set of ["sense", "real", "long"]) {
    const articles = rows(set);
    const decided = articles.map((article) => {
      const text = { title: article.title ?? "", summary: article.summary ?? "", body: article.body ?? "" };
      return { article, text, decision: matchArticle(text, rulebook, { publishedAt: article.publishedAt }) };
    });
    const ways = {
      Rasid: ({ decision }, pair) =>
        SAYS[decision.matches.find(({ watchlist }) => watchlist === pair)?.decision ?? "none"],
      "names of the band, as substrings": ({ text }, pair) =>
        bandNames[pair]?.some((name) => `${text.title}\n${text.body}`.includes(name)) ? 1 : 0,
      "names of the band, as words": ({ decision }, pair) => {
        const names = new Set(bandNames[pair]);
        return decision.mentions.some((mention) => mention.kind === "place" && names.has(mention.name)) ? 1 : 0;
      },
    };
    for (const [name, says] of Object.entries(ways)) {
      const totals = { said: 0, wanted: 0, good: 0, yes: 0, missed: 0, no: 0, false: 0 };
      for (const one of decided) {
        for (const [pair, label] of Object.entries(one.article.alert ?? {})) {
          const [said, wanted] = [says(one, pair), WANT[label]];
          totals.said += said;
          totals.wanted += wanted;
          totals.good += Math.min(said, wanted);
          if (wanted === 1) {
            totals.yes++;
            if (said === 0) totals.missed++;
          }
          if (wanted === 0) {
            totals.no++;
            if (said === 1) totals.false++;
          }
          if (showErrors && name === "Rasid" && said !== wanted)
            console.error(`${one.article.id} ${pair}: wanted ${label}, said ${said}: ${one.article.title}`);
        }
      }
      const mentions = name === "Rasid" ? mentionsRight(decided) : "";
      console.log(
        `| ${set} | ${name} | ${mentions} | ${percent(totals.good, totals.said)} | ${percent(totals.good, totals.wanted)} | ${percent(totals.missed, totals.yes)} | ${percent(totals.false, totals.no)} |`,
      );
    }
  }
}

function mentionsRight(decided) {
  let right = 0;
  let all = 0;
  for (const { article, decision } of decided) {
    for (const label of article.places) {
      const end = label.start + label.surface.length;
      const said = decision.mentions.filter(
        (mention) =>
          mention.kind === "place" &&
          mention.sense === "place" &&
          mention.field === label.field &&
          mention.start < end &&
          mention.end > label.start,
      );
      all++;
      const isRight =
        label.is === "place"
          ? said.some(({ lat, lon }) => kmBetween(lat, lon, label.lat, label.lon) <= label.tolKm)
          : said.length === 0;
      if (isRight) right++;
      else if (showErrors) console.error(`${article.id}: "${label.surface}" is ${label.is}: ${label.why}`);
    }
  }
  return percent(right, all);
}

function fullText() {
  const TEASER_CHARS = 200;
  const rulebook = rulebookOf(loadSettings({ shipped: "config", environment: {} }), bands);
  const isPageWanted = pageIsWanted("auto", rulebook);
  console.log(`\n## Full text (teaser: the title and the first ${TEASER_CHARS} characters; bands of 50 km)\n`);
  console.log(
    "| set | what is read | pages asked for | alert precision | alert recall | `yes` told as none |\n|---|---|---|---|---|---|",
  );
  for (const set of ["real", "long"]) {
    const read = rows(set).map((article) => {
      const whole = { title: article.title ?? "", summary: article.summary ?? "", body: article.body ?? "" };
      const { length } = whole.body.slice(0, TEASER_CHARS).replace(/\S*$/, "");
      const teaser = { ...whole, body: whole.body.slice(0, length || TEASER_CHARS), url: "https://example.org/" };
      const decide = (text) => matchArticle(text, rulebook, { publishedAt: article.publishedAt });
      const decision = decide(teaser);
      const isAsked = isPageWanted(teaser, decision);
      return { article, teaser: decision, whole: decide(whole), isAsked };
    });
    const ways = {
      "the teaser": () => false,
      "the page where `auto` asks for it": (one) => one.isAsked,
      "the page, always": () => true,
    };
    for (const [name, asks] of Object.entries(ways)) {
      const totals = { said: 0, wanted: 0, good: 0, yes: 0, missed: 0 };
      for (const one of read) {
        const { matches } = asks(one) ? one.whole : one.teaser;
        for (const [pair, label] of Object.entries(one.article.alert ?? {})) {
          const said = SAYS[matches.find(({ watchlist }) => watchlist === pair)?.decision ?? "none"];
          totals.said += said;
          totals.wanted += WANT[label];
          totals.good += Math.min(said, WANT[label]);
          if (label !== "yes") continue;
          totals.yes++;
          if (said === 0) totals.missed++;
        }
      }
      console.log(
        `| ${set} | ${name} | ${percent(read.filter(asks).length, read.length)} | ${percent(totals.good, totals.said)} | ${percent(totals.good, totals.wanted)} | ${percent(totals.missed, totals.yes)} |`,
      );
    }
  }
}

function stories() {
  const rulebook = rulebookOf(loadSettings({ shipped: "config", environment: {} }));
  const all = rows("events").toSorted((a, b) => a.publishedAt.localeCompare(b.publishedAt) || a.id.localeCompare(b.id));
  const WINDOW_MS = 72 * 3_600_000;
  /** Joins an article to the latest story of which one report within three days is like it. */
  const joining = (isLike) => {
    const seen = [];
    return all.map((row) => {
      const at = Date.parse(row.publishedAt);
      const like = seen.findLast((one) => at - one.at <= WINDOW_MS && isLike(row, one.row));
      seen.push({ row, at, story: like?.story ?? row.id });
      return { story: like?.story ?? row.id };
    });
  };
  const fold = (row) => luceneTokens(`${row.title} ${row.body}`).join(" ");
  const hashes = new Map(all.map((row) => [row, simhash(luceneTokens(`${row.title} ${row.body}`))]));
  const bySimhash = (bits) => joining((a, b) => bitsApart(hashes.get(a), hashes.get(b)) <= bits);
  const best = Array.from({ length: 32 }, (_, bits) => bits).toSorted(
    (a, b) => storyScores(all, bySimhash(b)).f1 - storyScores(all, bySimhash(a)).f1,
  )[0];
  let open = [];
  const ours = all.map((row) => {
    const text = { title: row.title, summary: "", body: row.body };
    const decision = matchArticle(text, rulebook, { publishedAt: row.publishedAt });
    const sketch = sketchOf(row.id, text, decision, rulebook, Date.parse(row.publishedAt));
    const { story, placement } = placeInStory(sketch, open, rulebook.storyWeights);
    open = [...open.filter(({ id }) => id !== story.id), story];
    return { story: placement.storyId, isMaterial: placement.changes.length > 0 };
  });
  console.log(`\n## Stories (${all.length} articles of ${new Set(all.map(({ event }) => event)).size} events)\n`);
  console.log(
    "| way | B-cubed precision | recall | F1 | other events merged | updates, F1 |\n|---|---|---|---|---|---|",
  );
  const ways = {
    Rasid: ours,
    "the same text": joining((a, b) => fold(a) === fold(b)),
    "the same title": joining((a, b) => a.title === b.title),
    [`simhash, at its best threshold (${best} of 64 bits)`]: bySimhash(best),
  };
  for (const [name, said] of Object.entries(ways)) {
    const { precision, recall, f1, merged, updates } = storyScores(all, said);
    console.log(
      `| ${name} | ${percent(precision, 1)} | ${percent(recall, 1)} | ${f1.toFixed(3)} | ${percent(merged, 1)} | ${name === "Rasid" ? updates.toFixed(3) : ""} |`,
    );
  }
}

function storyScores(all, said) {
  const groups = (keyOf) => {
    const byKey = new Map();
    for (const i of all.keys()) byKey.set(keyOf(i), (byKey.get(keyOf(i)) ?? new Set()).add(i));
    return (i) => byKey.get(keyOf(i));
  };
  const gold = groups((i) => (all[i].relation === "different" ? all[i].id : all[i].event));
  const ours = groups((i) => said[i].story);
  const sums = { precision: 0, recall: 0, merged: 0, different: 0, right: 0, told: 0, wanted: 0 };
  all.forEach((row, i) => {
    const both = [...gold(i)].filter((one) => ours(i).has(one)).length;
    sums.precision += both / ours(i).size / all.length;
    sums.recall += both / gold(i).size / all.length;
    if (row.relation === "different") sums.different++;
    if (row.relation === "different" && ours(i).size > 1) sums.merged++;
    if (said[i].isMaterial) sums.told++;
    if (row.materialUpdate) sums.wanted++;
    if (said[i].isMaterial && row.materialUpdate) sums.right++;
    if (showErrors && said[i].isMaterial !== undefined && gold(i).size !== ours(i).size)
      console.error(`${row.id} (${row.relation} of ${row.event}): ${ours(i).size} in its story, not ${gold(i).size}`);
  });
  const { precision, recall } = sums;
  return {
    precision,
    recall,
    f1: (2 * precision * recall) / (precision + recall),
    merged: sums.merged / sums.different,
    updates: (2 * sums.right) / Math.max(1, sums.told + sums.wanted),
  };
}

/** Charikar's simhash of 64 bits over words and pairs of words. */
function simhash(words) {
  const sums = new Array(64).fill(0);
  for (const feature of [...words, ...words.slice(1).map((word, i) => `${words[i]} ${word}`)]) {
    const bits = createHash("sha1").update(feature).digest().readBigUInt64BE();
    for (let i = 0; i < 64; i++) sums[i] += (bits >> BigInt(i)) & 1n ? 1 : -1;
  }
  return sums.reduce((hash, sum, i) => (sum > 0 ? hash | (1n << BigInt(i)) : hash), 0n);
}

function bitsApart(a, b) {
  return [...(a ^ b).toString(2)].filter((bit) => bit === "1").length;
}
