import { describe, expect, it } from "vitest";
import { loadSettings } from "../../../src/app/load-settings.ts";
import { factsOf } from "../../../src/domain/reading/facts.ts";
import { matchArticle } from "../../../src/domain/watchlists/match-article.ts";
import { rulebookOf } from "../../../src/settings/rulebook-of.ts";
import { anArticle } from "../../support/builders.ts";

const rulebook = rulebookOf(loadSettings({ shipped: "config", environment: {} }));

/** The facts of one kind that an article of this title and body tells. */
function told(title: string, body = "", publishedAt = "2017-06-09T08:30:00.000Z") {
  const article = anArticle({ title, body, publishedAt });
  const facts = factsOf(article, matchArticle(article, rulebook, { publishedAt }), rulebook);
  for (const { field, start, end, surface } of facts) expect(article[field].slice(start, end)).toBe(surface);
  const of = (kind: string) => facts.filter(({ fact }) => fact === kind).map(({ value }) => value);
  return {
    lost: of("lost"),
    gained: of("gained"),
    accounts: of("accordingTo"),
    killed: of("killed"),
    when: of("when"),
  };
}

describe("who gained or lost ground", () => {
  it.each([
    ["النظام وإيران يخسران الوعر لصالح تنظيم الدولة", ["قوات النظام السوري", "إيران"], ["تنظيم الدولة"]],
    ['"داعش" يسيطر على البوكمال', [], ["تنظيم الدولة"]],
    ["قسد تنتزع الباغوز من داعش", ["تنظيم الدولة"], ["قوات سوريا الديمقراطية"]],
    ["انسحاب قوات النظام من البوكمال", ["قوات النظام السوري"], []],
    ["سقوط البوكمال بيد تنظيم الدولة", [], ["تنظيم الدولة"]],
    ["داعش لم يسيطر على البوكمال", [], []],
    ["اشتباكات مع داعش في البوكمال", [], []],
    ["البوكمال التي يسيطر عليها داعش", [], []],
    ["قوات النظام تنسحب باتجاه البوكمال", [], []],
  ])("%s", (title, lost, gained) => {
    const facts = told(title);
    expect({ lost: facts.lost, gained: facts.gained }).toEqual({ lost, gained });
  });
});

describe("by whose account", () => {
  it.each([
    ["قال مصدر أمني إن قصفا طال البوكمال.", ["مصدر أمني"]],
    ["قصف طال البوكمال، بحسب المرصد السوري لحقوق الإنسان.", ["المرصد السوري لحقوق الإنسان"]],
    ["قصف طال البوكمال، وفقا لمصادر محلية.", ["مصادر محلية"]],
    ["قصف طال البوكمال، بحسب ما أفادت وكالة سانا.", ["وكالة سانا"]],
    ["أفاد مصدر محلي بمقتل خمسة في البوكمال.", ["مصدر محلي"]],
    ["قال مصدر في شرطة البوكمال اليوم إن الهدوء عاد.", ["مصدر في شرطة البوكمال"]],
    ["قال إن قصفا طال البوكمال.", []],
    ["وقال المصدر إن قصفا طال البوكمال.", []],
    ["أعلن الجيش السيطرة على البوكمال.", []],
    ["قالت Desert News إن قصفا طال البوكمال.", []],
    ["العراق: قصف على القائم", []],
  ])("%s", (body, accounts) => {
    expect(told("", body).accounts).toEqual(accounts);
  });
});

it("tells how many and when, each once", () => {
  const { killed, when } = told("مقتل 14 في قصف على البوكمال", "قُتل خمسة في قصف على البوكمال فجر الجمعة.");
  expect([killed, when]).toEqual([[14], ["2017-06-09"]]);
});
