import { describe, expect, it } from "vitest";
import { canonicalUrl, identitiesOf } from "../../src/domain/article-identity.ts";
import { anItem } from "../support/builders.ts";

const identity = (...items: Parameters<typeof anItem>[0][]) =>
  identitiesOf(items.map((item) => anItem(item))).map((one) => one.identity);

describe("what makes two items the same article", () => {
  it("is the guid, whatever else was edited", () => {
    const [before] = identity({ guid: "7", title: "أول" });
    const [after] = identity({ guid: "7", title: "أول (محدث)" });
    expect(after).toBe(before);
  });

  it("is the address where there is no guid, without tracking parameters", () => {
    const [a] = identity({ url: "https://example.org/x?utm_source=rss", title: "أ" });
    const [b] = identity({ url: "http://example.org/x#top", title: "ب" });
    expect(a).toBe(b);
  });

  it("is the text where neither tells two items apart", () => {
    const found = identity(
      { url: "https://example.org/", title: "أول" },
      { url: "https://example.org/", title: "ثان" },
    );
    expect(new Set(found).size).toBe(2);
  });

  it("is not a guid that two different items share", () => {
    const found = identity(
      { guid: "same", url: "https://example.org/1", title: "أول" },
      { guid: "same", url: "https://example.org/2", title: "ثان" },
    );
    expect(new Set(found).size).toBe(2);
  });

  it("keeps parameters that name the article", () => {
    expect(canonicalUrl("https://example.org/?p=12&utm_medium=x")).toBe("https://example.org/?p=12");
  });
});
