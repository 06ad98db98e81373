import { describe, expect, it } from "vitest";
import { loadSettings } from "../../src/app/load-settings.ts";
import { problemLine } from "../../src/settings/problem.ts";
import { aSite } from "../support/run-rasid.ts";

const HEAD = "id: mine\ntitle: t\nchannels:\n  - terminal\n";
const BAND = "places:\n  - border: SY-IQ\n    within: 50km\n";
const EXAMPLE = "examples:\n  must:\n    - قصف على البوكمال\n";

function warnings(body: string): string[] {
  const site = aSite({ "watchlists/mine.yaml": HEAD + body });
  return loadSettings({ shipped: "config", site, environment: {} })
    .warnings.filter(({ file }) => file.startsWith(site))
    .map((problem) => problemLine(problem).slice(site.length + 1));
}

/** Each kind of mistake with a list that makes it and no other. */
const MISTAKES: [kind: string, body: string, told: RegExp][] = [
  [
    "a term that is a common word",
    `${BAND}terms:\n  - خلال\n${EXAMPLE}`,
    /^watchlists\/mine\.yaml:9:5: "خلال" is a common word.*longer phrase/,
  ],
  [
    "a term that hides an invisible character",
    `${BAND}terms:\n  - "قص\u200Fف"\n${EXAMPLE}`,
    /:9:5: "قص\uFFFDف" hides an invisible character/,
  ],
  [
    "a term that mixes Arabic and Persian letters",
    `${BAND}terms:\n  - "کتيبة"\n${EXAMPLE}`,
    /:9:5: .* mixes Arabic and Persian letters/,
  ],
  ["a term with vowel signs", `${BAND}terms:\n  - "قَصف"\n${EXAMPLE}`, /:9:5: .* bears vowel signs/],
  ["a term with a Latin letter inside", `${BAND}terms:\n  - "داعsh"\n${EXAMPLE}`, /:9:5: .* Latin letter inside/],
  ["a phrase over punctuation", `${BAND}terms:\n  - "قصف، غارة"\n${EXAMPLE}`, /:9:5: .* holds punctuation/],
  [
    "two terms that are one once folded",
    `${BAND}terms:\n  - إنزال\n  - انزال\n${EXAMPLE}`,
    /:10:5: the same as term 1/,
  ],
  [
    "a term that is a place",
    `${BAND}terms:\n  - البوكمال\n${EXAMPLE}`,
    /:9:5: "البوكمال" is a place: move it under `places`/,
  ],
  [
    "a term with a proclitic joined to it",
    `${BAND}terms:\n  - وبالبوكمال\n${EXAMPLE}`,
    /:9:5: "وبالبوكمال" is "البوكمال" with "وب" joined/,
  ],
  [
    "a term that a concept covers",
    `${BAND}terms:\n  - concept: shelling\n  - قذيفة\n${EXAMPLE}`,
    /:10:5: "قذيفة" is part of the concept shelling/,
  ],
  [
    "forms and exact together",
    `${BAND}terms:\n  - text: إنزال\n    forms: true\n    exact: true\n${EXAMPLE}`,
    /:9:5: `forms` and `exact` together/,
  ],
  ["forms on a phrase", `${BAND}terms:\n  - text: إنزال جوي\n    forms: true\n${EXAMPLE}`, /:9:5: `forms` on a phrase/],
  [
    "forms of a very short word",
    `${BAND}terms:\n  - text: شن\n    forms: true\n${EXAMPLE}`,
    /:9:5: the forms of so short a word/,
  ],
  [
    "definite on a definite word",
    `${BAND}terms:\n  - text: الإنزال\n    definite: true\n${EXAMPLE}`,
    /:9:5: `definite` on "الإنزال"/,
  ],
  [
    "a veto of what is asked for",
    `${BAND}terms:\n  - إنزال\nunless:\n  - انزال\n${EXAMPLE}`,
    /:11:5: .* is asked for and vetoed/,
  ],
  [
    "a veto of nearly everything",
    `${BAND}unless:\n  - مدينة\n${EXAMPLE}`,
    /:9:5: "مدينة" stands in most articles and would veto/,
  ],
  [
    "a name of several places",
    `places:\n  - ربيعة\n${EXAMPLE}`,
    /:6:5: "ربيعة" names \d+ places: .*name the one you mean/,
  ],
  [
    "a place that a band holds anyway",
    `${BAND}  - البوكمال\n${EXAMPLE}`,
    /:8:5: "البوكمال" lies in the band of SY-IQ anyway/,
  ],
  ["a place twice", `places:\n  - الرطبة\n  - الرطبه\n${EXAMPLE}`, /:7:5: the same as place 1/],
  [
    "terms next to when",
    `${BAND}terms:\n  - إنزال\nwhen:\n  any:\n    - إنزال\n${EXAMPLE}`,
    /:9:3: `terms` next to `when`/,
  ],
  ["no example", BAND, /no example of what has to alert/],
  [
    "an example on both sides",
    `${BAND}${EXAMPLE}  mustNot:\n    - قصف على البوكمال\n`,
    /the same example is under `must`/,
  ],
];

describe("rasid check warns of", () => {
  it("at least fifteen kinds of mistake", () => {
    expect(MISTAKES.length).toBeGreaterThanOrEqual(15);
  });

  it.each(MISTAKES)("%s, and of nothing else", (_, body, told) => {
    const found = warnings(body);
    expect(found.length, found.join("\n")).toBe(1);
    expect(found[0]).toMatch(told);
  });

  it("nothing in the shipped configuration", () => {
    expect(loadSettings({ shipped: "config", environment: {} }).warnings.map(problemLine)).toEqual([]);
  });
});
