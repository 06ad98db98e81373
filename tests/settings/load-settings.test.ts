import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadSettings } from "../../src/app/load-settings.ts";
import { CHANNEL_KINDS } from "../../src/channels/channel-registry.ts";
import { matchArticle } from "../../src/domain/watchlists/match-article.ts";
import { bandWatchlist } from "../../src/domain/watchlists/watchlist.ts";
import { jsonSchemas } from "../../src/settings/json-schemas.ts";
import { problemLine, problemText, SettingsError } from "../../src/settings/problem.ts";
import { rulebookOf } from "../../src/settings/rulebook-of.ts";
import { aSite } from "../support/run-rasid.ts";

const load = (files: Readonly<Record<string, string>>, environment: Record<string, string> = {}) =>
  loadSettings({ shipped: "config", site: aSite(files), environment });
const MISTAKES = join("tests", "settings", "mistakes");

const KINDS = CHANNEL_KINDS.map(({ kind }) => kind).join(", ");
const BORDERS = Object.keys(JSON.parse(readFileSync(join("config", "borders.json"), "utf8"))).join(", ");

/** What is told of a site; what is listed for want of a better guess stands as its name. */
function problemsOf(site: string): string {
  try {
    loadSettings({ shipped: "config", site, environment: { RASID_TEST_TOKEN: "xoxb-1" } });
    return "no problem";
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const told = error.problems.map(problemLine).join("\n").replaceAll(`${site}/`, "");
    return told.replace(KINDS, "{every kind}").replace(BORDERS, "{every border}");
  }
}

describe("a mistake in a file", () => {
  const names = readdirSync(MISTAKES);
  it("is covered in at least forty distinct ways", () => {
    expect(names.length).toBeGreaterThanOrEqual(40);
  });

  it.each(names)("%s is told with file, line, column and remedy", (name) => {
    const told = problemsOf(join(MISTAKES, name));
    expect(`${told}\n`).toBe(readFileSync(join(MISTAKES, name, "expected.txt"), "utf8"));
    for (const line of told.split("\n")) expect(line).toMatch(/^[\w/.-]+:\d+:\d+: .+: .+$/);
  });

  it("is told together with all others", () => {
    try {
      load({
        "rasid.yaml": "polling:\n  every: 5\n",
        "feeds.yaml": "feeds:\n  - id: A\n",
        "channels.yaml": "channels:\n  - id: x\n    kind: pager\n",
      });
      expect.unreachable();
    } catch (error) {
      const files = (error as SettingsError).problems.map(({ file }) => file.split("/").at(-1));
      expect(new Set(files)).toEqual(new Set(["rasid.yaml", "feeds.yaml", "channels.yaml"]));
    }
  });

  it("never shows a secret that was written into the wrong place", () => {
    const told = problemsOf(
      aSite({
        "channels.yaml":
          "channels:\n  - id: s\n    kind: slack-webhook\n    webhookUrl: https://hooks.example.org/SECRET\n",
      }),
    );
    expect(told).toContain("webhookUrlEnv");
    expect(told).not.toContain("SECRET");
  });

  it("is shown with its line, isolated, and a caret under the place", () => {
    const text = problemText({
      file: "f.yaml",
      line: 2,
      column: 5,
      what: "w",
      remedy: "r",
      excerpt: "    الوعر\u202E",
    });
    expect(text).toBe("f.yaml:2:5: w: r\n    \u2068    الوعر\uFFFD\u2069\n        ^");
  });
});

describe("a site folder", () => {
  it("changes one key of a shipped entry and leaves the rest", () => {
    const settings = load({ "feeds.yaml": "feeds:\n  - id: bbc-arabic\n    every: 2m\n" });
    const feed = settings.feeds.find(({ id }) => id === "bbc-arabic");
    expect([feed?.every, feed?.source.outlet]).toEqual([120_000, "BBC Arabic"]);
    expect(settings.overrides).toMatchObject([{ entry: "bbc-arabic", change: "changed: every", line: 2 }]);
  });

  it("adds, removes, and merges maps of rasid.yaml", () => {
    const settings = load({
      "feeds.yaml":
        "feeds:\n  - id: bbc-arabic\n    remove: true\n  - id: mine\n    title: لي\n    urls:\n      - https://example.org/feed\n    source:\n      outlet: Mine\n",
      "rasid.yaml": "web:\n  port: 9000\n",
    });
    expect(settings.feeds.some(({ id }) => id === "bbc-arabic")).toBe(false);
    expect(settings.feeds.some(({ id }) => id === "mine")).toBe(true);
    expect(settings.rasid.web).toEqual({ host: "127.0.0.1", port: 9000 });
  });

  it("adds places and senses of its own", () => {
    const place =
      "  - id: sy-iq/tall-tajriba\n    name: تل تجربة\n    latin: Tall Tajriba\n    kind: village\n    country: SY\n    lat: 34.5\n    lon: 40.9\n    source: survey\n    confidence: low\n";
    const settings = load({ "gazetteer/mine.yaml": `border: SY-IQ\nplaces:\n${place}` });
    expect(settings.places.find(({ id }) => id === "sy-iq/tall-tajriba")?.kmToBorder["SY-IQ"]).toBeLessThan(20);
  });

  it("takes secrets from the environment, trimmed", () => {
    const settings = load(
      { "channels.yaml": "channels:\n  - id: s\n    kind: slack-webhook\n    webhookUrlEnv: HOOK\n" },
      { HOOK: "https://hooks.example.org/x\n" },
    );
    expect(settings.channels.find(({ entry }) => entry.id === "s")?.secrets).toEqual({
      webhookUrl: "https://hooks.example.org/x",
    });
  });

  it("takes secrets from a file", () => {
    const folder = aSite({ "token.txt": "xoxb-7\n" });
    const settings = load({
      "channels.yaml": `channels:\n  - id: b\n    kind: slack-bot\n    channel: C0123456789\n    tokenFile: ${folder}/token.txt\n`,
    });
    expect(settings.channels.find(({ entry }) => entry.id === "b")?.secrets).toEqual({ token: "xoxb-7" });
  });

  it("warns once where messages could ask for a verdict and cannot take it", () => {
    const channels =
      "channels:\n  - id: m\n    kind: email\n    host: h\n    from: a@example.org\n    to:\n      - b@example.org\n  - id: b\n    kind: slack-bot\n    channel: C0123456789\n    tokenEnv: T\n";
    const secrets = { T: "xoxb-1", A: "xapp-1" };
    const warned = (files: Readonly<Record<string, string>>) =>
      load(files, secrets).warnings.map(({ what, line }) => `${line}: ${what}`);
    expect(warned({ "channels.yaml": channels })).toEqual(["3: nobody can acknowledge or reject what `m`, `b` tells"]);
    expect(warned({ "channels.yaml": `${channels}    appTokenEnv: A\n` })).toEqual([
      "3: nobody can acknowledge or reject what `m` tells",
    ]);
    const web = "web:\n  publicUrl: https://news.example.org/rasid\n";
    expect(warned({ "channels.yaml": channels, "rasid.yaml": web })).toEqual([]);
    expect(warned({})).toEqual([]);
  });

  it("asks for no secret of a channel that is off", () => {
    expect(() =>
      load({
        "channels.yaml":
          "channels:\n  - id: s\n    kind: slack-webhook\n    enabled: false\n    webhookUrlEnv: UNSET\n",
      }),
    ).not.toThrow();
  });

  it("has a version that follows every file", () => {
    const one = load({ "rasid.yaml": "log:\n  level: info\n" }).version;
    expect(load({ "rasid.yaml": "log:\n  level: info\n" }).version).toBe(one);
    expect(load({ "rasid.yaml": "log:\n  level: warn\n" }).version).not.toBe(one);
  });

  it("that does not exist is told, and what creates one", () => {
    expect(problemsOf("/nonexistent/rasid")).toMatch(/no such folder: create it with `rasid init`/);
  });

  it("may be the shipped folder itself", () => {
    expect(() => loadSettings({ shipped: "config", site: "config", environment: {} })).not.toThrow();
  });
});

describe("the shipped configuration", () => {
  const settings = loadSettings({ shipped: "config", environment: {} });

  it("knows at least 60 places of the Syria-Iraq border, each with its source, and three senses of الوعر", () => {
    expect(settings.places.filter(({ id }) => id.startsWith("sy-iq/")).length).toBeGreaterThanOrEqual(60);
    const waar = settings.senses.find(({ name }) => name === "الوعر");
    expect(waar?.readings.length).toBeGreaterThanOrEqual(3);
    const border = settings.places.find(({ id }) => id === "sy-iq/al-waar");
    expect([border?.lat, border?.lon].map((degrees) => degrees?.toFixed(2))).toEqual(["33.88", "39.52"]);
  });

  it("has schemas next to it from the build that are current, and files that name them", () => {
    for (const [name, schema] of Object.entries(jsonSchemas(CHANNEL_KINDS))) {
      const file = join("config", "schemas", `${name}.schema.json`);
      expect(JSON.parse(readFileSync(file, "utf8")), `${file}: run npm run build`).toEqual(
        JSON.parse(JSON.stringify(schema)),
      );
    }
    const files = readdirSync("config", { recursive: true })
      .map(String)
      .filter((name) => name.endsWith(".yaml"));
    for (const file of files) {
      const [, schema] =
        /^# yaml-language-server: \$schema=(\S+)/.exec(readFileSync(join("config", file), "utf8")) ?? [];
      expect(schema, `${file} names its schema`).toBeDefined();
      expect(() => readFileSync(join("config", file, "..", schema!))).not.toThrow();
    }
  });
});

describe("a site that changes one thing", () => {
  const decisionOn = (files: Readonly<Record<string, string>>, body: string) => {
    const settings = load(files);
    const rulebook = rulebookOf(settings, [...settings.watchlists, bandWatchlist("any", "SY-IQ", 50)]);
    const { matches } = matchArticle({ title: "", summary: "", body }, rulebook);
    return matches.find(({ watchlist }) => watchlist === "any")?.decision;
  };
  const FLOOD = {
    "lexicon/concepts.yaml":
      "concepts:\n  - id: flood\n    title: فيضان\n    english: flood\n    worth: alert\n    forms:\n      - فيضان\n  - id: protest\n    worth: alert\n",
  };

  it("adds a concept, or changes one, and no list that asks for any event falls silent", () => {
    expect(decisionOn(FLOOD, "فيضان كبير في مدينة البوكمال")).toBe("alert");
    expect(decisionOn(FLOOD, "احتجاجات واسعة في مدينة البوكمال")).toBe("alert");
    expect(decisionOn({}, "احتجاجات واسعة في مدينة البوكمال")).toBe("review");
    expect(decisionOn(FLOOD, "قصف مدفعي على مدينة البوكمال")).toBe("alert");
  });

  it("adds a border by its own borders.json, with places in a table of its own", () => {
    const columns =
      "id name latin kind country lat lon source confidence district province population aliases neighbours";
    const row = "eg-ly/bardia\tالبردية\tBardia\ttown\tLY\t31.76\t25.08\tsite survey\thigh\t\t\t\t\tليبيا";
    const settings = load({
      "borders.json": '{"EG-LY": [[[25.15, 31.65], [24.99, 29.0], [25.0, 22.0]]]}',
      "gazetteer/eg-ly.tsv": `${columns.replaceAll(" ", "\t")}\n${row}\n`,
      "watchlists/eg-ly.yaml":
        "id: eg-ly\ntitle: الحدود المصرية الليبية\nchannels:\n  - terminal\nplaces:\n  - border: EG-LY\n    within: 50km\n",
    });
    for (const id of ["eg-ly/bardia", "eg-matrouh/sallum"])
      expect(settings.places.find((place) => place.id === id)?.kmToBorder["EG-LY"]).toBeLessThan(20);
    const { matches } = matchArticle(
      { title: "", summary: "", body: "اندلعت اشتباكات في بلدة البردية الليبية قرب الحدود المصرية" },
      rulebookOf(settings),
    );
    expect(matches.find(({ watchlist }) => watchlist === "eg-ly")?.decision).toBe("alert");
  });

  it("is told what is wrong with a border, a row of a table or a weight on the wrong side", () => {
    const told = (files: Readonly<Record<string, string>>) => problemsOf(aSite(files));
    expect(told({ "borders.json": '{"EGLY": []}' })).toBe(
      'borders.json:1:1: "EGLY" is no border: write two country codes like SY-IQ: make it with `node scripts/make-borders.mjs`, or see docs/configuration.md',
    );
    expect(told({ "borders.json/x": "" })).toMatch(/^borders\.json:1:1: cannot be read \(EISDIR\): /);
    expect(told({ "borders.json": "{" })).toMatch(/^borders\.json:1:1: .+: make it with/);
    expect(told({ "gazetteer/x.tsv": "id\tname\n" })).toMatch(
      /^gazetteer\/x\.tsv:1:1: not a table of places: write as its first line/,
    );
    expect(told({ "lexicon/weights.yaml": "senses:\n  far-place: 2\n" })).toMatch(
      /^lexicon\/weights\.yaml:2:14: 2 is too large: the most is 0$/,
    );
  });
});
