import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadSettings } from "../../src/app/load-settings.ts";
import { SENSE_FEATURES } from "../../src/domain/gazetteer/sense-features.ts";
import { STORY_FEATURES } from "../../src/domain/stories/story-features.ts";
import { boundedBySide } from "../../src/domain/weighing.ts";
import { rulebookOf } from "../../src/settings/rulebook-of.ts";
import { FOLDS, foldOf, type LabelledArticle, type LabelledReport } from "../../training/labelled.ts";
import { alertScore, storyScore } from "../../training/scores.ts";
import { fittedSenses, SENSE_FEATURE_NAMES, senseAccuracy, senseRows } from "../../training/sense-fit.ts";
import { fittedStories, STORY_FEATURE_NAMES, storyErrors, storyPairs } from "../../training/story-fit.ts";
import { withWeights } from "../../training/weights-file.ts";

const settings = loadSettings({ shipped: "config", environment: {} });
const rulebook = rulebookOf(settings);
const sample = <Row>(name: string) =>
  readFileSync(`training/sample/${name}.jsonl`, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);
const articles = sample<LabelledArticle>("articles");
const reports = sample<LabelledReport>("events").toSorted((a, b) => a.publishedAt.localeCompare(b.publishedAt));

describe("the sample", () => {
  it("holds thirty articles, thirty names and twenty events, and every label stands where it says", () => {
    expect([articles.length, sample("names").length, new Set(reports.map(({ event }) => event)).size]).toEqual([
      30, 30, 20,
    ]);
    for (const article of articles)
      for (const { field, start, surface } of article.places)
        expect(article[field]?.slice(start, start + surface.length)).toBe(surface);
  });
});

describe("the folds", () => {
  it("are fixed by the id, and all of them are used", () => {
    expect(foldOf("d-a001")).toBe(foldOf("d-a001"));
    const used = new Set(articles.map(({ id }) => foldOf(id)));
    expect([...used].toSorted()).toEqual(Array.from({ length: FOLDS }, (_, i) => i));
  });
});

describe("the fit of senses", () => {
  const prior = SENSE_FEATURE_NAMES.map((feature) => settings.weights.senses[feature]);
  const rows = senseRows(articles, rulebook, settings.weights.senses);

  const turned = rows.map((row) => ({ ...row, right: row.right.map((right) => !right), none: !row.none }));

  it("learns from labels what names mean: turned labels teach the opposite", () => {
    expect(rows.length).toBeGreaterThan(60);
    const learned = senseAccuracy(rows, fittedSenses(rows, prior));
    expect(learned).toBeGreaterThan(0.95);
    expect(senseAccuracy(rows, fittedSenses(turned, prior))).toBeLessThan(learned - 0.1);
  });

  it("keeps every weight on its side, even where the labels pull it over", () => {
    for (const [i, weight] of fittedSenses(turned, prior).entries()) {
      const { side } = SENSE_FEATURES[SENSE_FEATURE_NAMES[i]!];
      expect(weight, SENSE_FEATURE_NAMES[i]).toBe(boundedBySide(side, weight));
    }
  });
});

describe("the fit of stories", () => {
  const pairs = storyPairs(reports, rulebook);

  it("tells the events of the sample apart, with every weight on its side", () => {
    const fitted = fittedStories(pairs);
    const { pairs: count, joined, parted } = storyErrors(pairs, fitted);
    expect(count).toBeGreaterThan(30);
    expect((joined + parted) / count).toBeLessThan(0.35);
    for (const [i, weight] of fitted.entries())
      expect(weight).toBe(boundedBySide(STORY_FEATURES[STORY_FEATURE_NAMES[i]!].side, weight));
  });
});

describe("scores", () => {
  it("count a look half, on both sides", () => {
    const score = alertScore([
      { said: "alert", label: "yes" },
      { said: "review", label: "yes" },
      { said: "alert", label: "no" },
      { said: "none", label: "yes" },
    ]);
    expect(score.precision).toBeCloseTo(1.5 / 2.5);
    expect(score.recall).toBeCloseTo(1.5 / 3);
    expect([score.missed, score.falselyTold]).toEqual([1 / 3, 1]);
  });

  it("of stories are whole when every event is one story, and count a look-alike that was merged", () => {
    const own = reports.map(({ relation, id, event }) => ({ story: relation === "different" ? id : event }));
    expect(storyScore(reports, own)).toMatchObject({ merged: 0 });
    expect(storyScore(reports, own).f1).toBeCloseTo(1);
    expect(
      storyScore(
        reports,
        reports.map(() => ({ story: "one" })),
      ).merged,
    ).toBe(1);
  });
});

it("weights are written to two places over those of one section, every other line kept", () => {
  const text = "# words\nsenses:\n  locative: 1\nstories:\n  bias: -1\n  wording: 2\n";
  expect(withWeights(text, "stories", { wording: Math.PI, locative: 9 })).toBe(
    "# words\nsenses:\n  locative: 1\nstories:\n  bias: -1\n  wording: 3.14\n",
  );
});

it("eval says something in a clone by itself, from the built program", () => {
  const { status, stdout } = spawnSync(process.execPath, ["dist/training/eval.js"], {
    encoding: "utf8",
    timeout: 300_000,
    env: { ...process.env, RASID_LABELLED: "sample" },
  });
  expect(status).toBe(0);
  expect(stdout).toMatch(/\| sample \| Rasid \| [\d.]+ % \| [\d.]+ % \|/);
  expect(stdout).toContain("names of the sample right");
}, 120_000);
