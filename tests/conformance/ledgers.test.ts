import { expect, it } from "vitest";
import type { DeadLetter } from "../../src/pipeline/dead-letter.ts";
import { describeOverBoth } from "./over-both.ts";

const day = (number: number) => new Date(Date.UTC(2026, 2, number));

describeOverBoth("the states of feeds", (stores) => {
  it("are none at first, then what was saved last", async () => {
    const { feedStates } = stores();
    expect(await feedStates.load("one")).toBeUndefined();
    await feedStates.save("one", { failures: 1, items: 0, lastError: "HTTP_500" });
    await feedStates.save("one", { failures: 0, items: 7, validators: { url: "https://n.example/", etag: '"a"' } });
    expect(await feedStates.load("one")).toEqual({
      failures: 0,
      items: 7,
      validators: { url: "https://n.example/", etag: '"a"' },
    });
    expect(await feedStates.load("two")).toBeUndefined();
  });
});

describeOverBoth("the seen-ledger", (stores) => {
  it("remembers by feed, and forgets what has long left its feed", async () => {
    const { seen } = stores();
    await seen.remember("one", ["a", "b"], day(1));
    await seen.remember("one", ["a"], day(8));
    await seen.remember("one", ["c"], day(12));
    expect(await seen.seen("one", ["a", "b", "c"])).toEqual([true, false, true]);
    expect(await seen.seen("two", ["a"])).toEqual([false]);
  });

  it("takes nothing and asks nothing", async () => {
    const { seen } = stores();
    await seen.remember("one", [], day(1));
    expect(await seen.seen("one", [])).toEqual([]);
  });
});

describeOverBoth("the sent-ledger", (stores) => {
  it("tells a first try, one after a crash, and one after the proof", async () => {
    const { sent } = stores();
    expect(await sent.begin("x", day(1))).toBe("first");
    expect(await sent.begin("x", day(1))).toBe("again");
    await sent.done("x", "ref", day(1));
    expect(await sent.begin("x", day(1))).toBe("sent");
    await sent.refused("x");
    expect(await sent.begin("x", day(1))).toBe("sent");
    expect(await sent.refOf("x")).toBe("ref");
  });

  it("takes an intent back that was refused", async () => {
    const { sent } = stores();
    await sent.begin("x", day(1));
    await sent.refused("x");
    expect(await sent.begin("x", day(1))).toBe("first");
    expect(await sent.refOf("x")).toBeUndefined();
  });

  it("knows what was sent and gave nothing", async () => {
    const { sent } = stores();
    await sent.done("x", undefined, day(1));
    expect([await sent.begin("x", day(1)), await sent.refOf("x")]).toEqual(["sent", undefined]);
  });

  it("gives one of two workers the first try", async () => {
    const { sent } = stores();
    const both = await Promise.all([sent.begin("y", day(1)), sent.begin("y", day(1))]);
    expect(both.toSorted()).toEqual(["again", "first"]);
  });
});

describeOverBoth("dead letters", (stores) => {
  const letter = (id: string, at: Date): DeadLetter => ({
    ...{ id, queue: "articles", payload: { x: 1 }, about: id, reason: "broken" },
    at: at.toISOString(),
  });

  it("are kept in order of time until they are dropped or too old", async () => {
    const { deadLetters } = stores();
    await deadLetters.add(letter("late", day(2)));
    await deadLetters.add(letter("early", day(1)));
    expect((await deadLetters.list()).map(({ id }) => id)).toEqual(["early", "late"]);
    expect([await deadLetters.drop("early"), await deadLetters.drop("early")]).toEqual([true, false]);
    await deadLetters.add(letter("new", day(15)));
    expect((await deadLetters.list()).map(({ id }) => id)).toEqual(["new"]);
    expect(await deadLetters.find("new")).toMatchObject({ payload: { x: 1 } });
    expect([await deadLetters.find("late"), await deadLetters.count()]).toEqual([undefined, 1]);
  });
});
