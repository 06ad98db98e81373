import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { slackMessage } from "../../src/channels/slack-message.ts";
import type { HeldAlert } from "../../src/domain/alerts/digest.ts";
import { anAlert, anArticle } from "../support/builders.ts";

/** https://docs.slack.dev/reference/block-kit/blocks, and slackapi/bolt-js#2509 for all blocks together. */
const MOST_BLOCKS = 50;
const MOST_CHARACTERS = 13_200;

const reason = fc.constantFrom("quiet-hours", "too-many", "silence", "review", "together") as fc.Arbitrary<
  HeldAlert["why"]
>;
const text = (maxLength: number) =>
  fc.oneof(
    fc.string({ unit: "grapheme", maxLength }),
    fc.nat(maxLength).map((length) => "خبر عاجل من الحدود ".repeat(100).slice(0, length)),
    fc.nat(maxLength).map((length) => 'AB"\\ '.repeat(200).slice(0, length)),
  );
const held = fc
  .record({ title: text(600), note: text(200), path: fc.nat(190), why: reason, isRepeat: fc.boolean(), id: fc.uuid() })
  .map(({ title, note, path, why, isRepeat, id }): HeldAlert => {
    const url = `https://n.example/${"a".repeat(path)}`;
    const alert = anAlert({ id, article: anArticle({ title, url }) });
    return { alert, why, note, possibleRepeat: isRepeat };
  });
const digest = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom("digest" as const, "together" as const),
  held: fc.array(held, { minLength: 1, maxLength: 80, size: "max" }),
  leftOut: fc.nat(5000),
  verdicts: fc.dictionary(
    fc.stringMatching(/^[a-z-]{1,60}$/),
    fc.record({ acknowledge: fc.nat(99), reject: fc.nat(99) }),
    {
      maxKeys: 12,
    },
  ),
  at: fc.constant("2026-11-20T04:00:00Z"),
});

describe("a digest in Slack", () => {
  it("keeps to what Slack takes in one message, whatever it holds", () => {
    fc.assert(
      fc.property(digest, fc.constantFrom("ar" as const, "en" as const), (one, language) => {
        const { blocks } = slackMessage({ kind: "digest", digest: one, possibleRepeat: false }, language);
        expect(blocks.length).toBeLessThanOrEqual(MOST_BLOCKS);
        expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(MOST_CHARACTERS);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it("counts the lines that it has no room for", () => {
    const note = "by desk: ".padEnd(150, "exercise ");
    const held = Array.from({ length: 200 }, (_, i) => ({
      alert: anAlert({ id: `a${i}` }),
      why: "silence" as const,
      note: `${i} ${note}`,
    }));
    const one = { id: "d", kind: "digest" as const, held, leftOut: 0, verdicts: {}, at: "2026-11-20T04:00:00Z" };
    const blocks = JSON.stringify(slackMessage({ kind: "digest", digest: one, possibleRepeat: false }, "en").blocks);
    expect(blocks.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    const shown = blocks.match(/1 × \d+ by desk/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(20);
    expect(blocks).toContain(`${200 - shown} more`);
  });

  it("counts what a line without room would have counted", () => {
    const alert = (i: number) =>
      anAlert({
        id: `a${i}`,
        article: anArticle({ title: `${i} ${'"'.repeat(140)}`, url: `https://n.example/${"a".repeat(180)}` }),
      });
    const held = Array.from({ length: 200 }, (_, i) => [
      { alert: alert(i), why: "quiet-hours" as const },
      { alert: alert(i), why: "review" as const },
    ]).flat();
    const one = { id: "d", kind: "digest" as const, held, leftOut: 0, verdicts: {}, at: "2026-11-20T04:00:00Z" };
    const blocks = JSON.stringify(slackMessage({ kind: "digest", digest: one, possibleRepeat: false }, "en").blocks);
    const shown = blocks.match(/n\.example/g)!.length;
    const left = [...blocks.matchAll(/\+\W?(\d+) more/g)].reduce((sum, [, count]) => sum + Number(count), 0);
    expect(shown + left).toBe(400);
    expect(shown).toBeLessThan(21);
  });
});
