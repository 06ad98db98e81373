import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emailMessage } from "../../src/channels/email/email-message.ts";
import { slackMessage } from "../../src/channels/slack-message.ts";
import type { Alert } from "../../src/domain/alerts/alert.ts";
import type { Fact } from "../../src/domain/reading/facts.ts";
import { shorten } from "../../src/domain/safe-text.ts";
import { anAlert, anArticle } from "../support/builders.ts";

/** Words as feeds may hold them: Arabic, Latin, digits, markup, brackets, controls of terminals and direction. */
const word = fc.oneof(
  fc.constantFrom("قصف", "البوكمال", "والمليشيات", "MQ-9", "١٤", "520", '"داعش"', "(T2)", "<b>", "&amp;", "<!channel>"),
  fc.constantFrom("\u202E", "\u2066x", "\u001b[31m", "😀", "\ud800", "*x*", "\n", "a".repeat(300)),
  fc.string({ unit: "grapheme", maxLength: 12 }),
);
const text = (words: number) => fc.array(word, { maxLength: words }).map((all) => all.join(" "));
const fact: fc.Arbitrary<Fact> = fc.record({
  fact: fc.constantFrom("when", "who", "gained", "lost", "accordingTo", "where", "what"),
  value: text(20),
  field: fc.constant("body"),
  start: fc.nat(),
  end: fc.nat(),
  surface: text(20),
});
const alert: fc.Arbitrary<Alert> = fc
  .record({
    title: text(400),
    // Names of outlets are configured, reasons are Rasid's own: neither is empty.
    outlet: text(60).map((name) => `Desert ${name}`),
    url: fc.option(fc.nat({ max: 4000 }).map((length) => `https://example.org/${"x".repeat(length)}`)),
    facts: fc.array(fact, { maxLength: 30 }),
    outlets: fc.array(text(5), { maxLength: 20 }),
    because: fc.array(
      text(80).map((reason) => `near ${reason}`),
      { maxLength: 20 },
    ),
    quote: text(600),
    marks: fc.array(fc.tuple(fc.nat({ max: 3000 }), fc.nat({ max: 60 })), { maxLength: 60 }),
    isUpdate: fc.boolean(),
  })
  .map(({ title, outlet, url, facts, outlets, because, quote, marks, isUpdate }) =>
    anAlert({
      article: anArticle({ title, source: { outlet, kind: "state" }, url: url ?? undefined }),
      watchlists: [{ id: "w", title: outlet, because }],
      concepts: [{ id: "c", title: outlet, english: title.slice(0, 200) }],
      figures: [{ kind: "killed", value: 12 }],
      ...{ facts, outlets },
      quote: { text: quote, marks: marks.map(([from, length]) => [from, from + length] as const) },
      update: isUpdate
        ? { of: "a", toldAt: "2026-11-20T08:30:00Z", changes: [{ change: "turn", concept: "c" }, { change: "truce" }] }
        : undefined,
    }),
  );
const language = fc.constantFrom("ar", "en");

interface Block {
  readonly type: string;
  readonly text?: { readonly text: string };
  readonly fields?: readonly { readonly text: string }[];
  readonly elements?: readonly Element[];
}
interface Element {
  readonly text?: string | { readonly text: string };
  readonly url?: string;
  readonly elements?: readonly Element[];
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return value && typeof value === "object" ? Object.values(value).flatMap(stringsIn) : [];
}

describe("whatever an alert holds, its message keeps to", () => {
  it("the limits of Block Kit, one by one and in all", () => {
    fc.assert(
      fc.property(alert, language, fc.boolean(), (given, labels, possibleRepeat) => {
        const message = slackMessage({ kind: "alert", alert: given, possibleRepeat }, labels as "ar");
        const blocks = message.blocks as Block[];
        expect(blocks.length).toBeLessThanOrEqual(50);
        for (const block of blocks) {
          expect(block.text?.text.length ?? 1).toBeGreaterThan(0);
          expect(block.text?.text.length ?? 1).toBeLessThanOrEqual(block.type === "header" ? 150 : 3000);
          expect(block.fields?.length ?? 1).toBeGreaterThan(0);
          expect(block.fields?.length ?? 1).toBeLessThanOrEqual(10);
          for (const field of block.fields ?? []) expect(field.text.length).toBeLessThanOrEqual(2000);
          expect(block.elements?.length ?? 1).toBeLessThanOrEqual(block.type === "context" ? 10 : 25);
          for (const { text, url } of block.type === "actions" ? block.elements! : []) {
            expect((text as { text: string }).text.length).toBeLessThanOrEqual(75);
            expect(url!.length).toBeLessThanOrEqual(3000);
          }
        }
        // Slack counts characters with some for what holds them; escapes of JSON are none of its.
        const counted = JSON.stringify(blocks).replace(/\\u[0-9a-f]{4}|\\./g, "x");
        expect(counted.length).toBeLessThanOrEqual(13_200);
        expect(message.text.length).toBeLessThanOrEqual(40_000);
      }),
      { numRuns: 300 },
    );
  });

  it("texts that show what they hold and act on nothing", () => {
    fc.assert(
      fc.property(alert, language, (given, labels) => {
        const outgoing = { kind: "alert", alert: given, possibleRepeat: false } as const;
        const { subject, text, html } = emailMessage(outgoing, labels as "ar");
        const { blocks, text: notification } = slackMessage(outgoing, labels as "ar");
        for (const shown of [subject, text, html, notification, ...stringsIn(blocks)]) {
          expect(shown).not.toMatch(/\p{Surrogate}/u);
          expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066\u2067]/);
          expect(shown.match(/\u2068/g)?.length ?? 0).toBe(shown.match(/\u2069/g)?.length ?? 0);
        }
        expect(subject.length).toBeLessThanOrEqual(160);
        expect(subject).not.toMatch(/\n/);
        expect(html.match(/<(?!\/?(?:!doctype|html|head|meta|body|table|tr|td|div|bdi|b|a)[ >])/g)).toBeNull();
        for (const [, attributes] of html.matchAll(/<td ([^>]*)>/g)) expect(attributes).toMatch(/dir="(rtl|ltr)"/);
      }),
      { numRuns: 200 },
    );
  });

  it("cuts between words, with an ellipsis", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 9, unit: fc.constantFrom("ق", "و", "a") })),
        (words) => {
          const whole = words.join(" ");
          const cut = shorten(whole, 60);
          const kept = whole.length <= 60 ? whole : cut.slice(0, -1);
          expect(cut.length).toBeLessThanOrEqual(60);
          expect(cut).toBe(whole.length <= 60 ? whole : `${kept}…`);
          expect(`${whole} `.startsWith(`${kept} `)).toBe(true);
        },
      ),
    );
  });
});
