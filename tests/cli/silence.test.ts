import { describe, expect, it } from "vitest";
import { redisSilences } from "../../src/redis/silences.ts";
import { withFreshRedis } from "../support/fresh-redis.ts";
import { rasid } from "../support/run-rasid.ts";
import type { TestRedis } from "../support/test-redis.ts";

let server: TestRedis;
withFreshRedis((_, started) => {
  server = started;
});

const silence = (...args: string[]) => rasid(["silence", ...args], "", { REDIS_URL: `unix://${server.socket}` });
const WHY = ["--by", "Noor", "--reason", "announced drill"];

describe("rasid silence", () => {
  it("adds one that the daemon finds, lists it, and ends it", async () => {
    const added = silence("add", "--place", "sy-iq/abu-kamal", "--concept", "shelling", "--for", "2h", ...WHY);
    expect(added).toMatchObject({ status: 0, stderr: "" });
    const [known] = await redisSilences(server.connect(), () => new Date()).all();
    expect(known).toMatchObject({
      place: "sy-iq/abu-kamal",
      concept: "shelling",
      by: "Noor",
      reason: "announced drill",
    });
    const lastsMs = Date.parse(known!.until) - Date.now();
    expect(lastsMs).toBeGreaterThan(7_100_000);
    expect(lastsMs).toBeLessThanOrEqual(7_200_000);

    expect(silence("list").stdout).toBe(added.stdout);
    expect(JSON.parse(silence("list", "--json").stdout)).toEqual(known);
    expect(silence("drop", known!.id, "nothing").stdout).toBe(`ended ${known!.id}\nno silence nothing\n`);
    expect(silence("list").stdout).toBe("No silences.\n");
  }, 60_000);

  it.each([
    ["for no length", ["add", "--place", "sy-iq/abu-kamal", "--for", "soon", ...WHY], "--for"],
    ["for too long", ["add", "--place", "sy-iq/abu-kamal", "--for", "91d", ...WHY], "the most is `90d`"],
    ["everything", ["add", "--for", "2h", ...WHY], "--watchlist, --place"],
    ["what is not there", ["add", "--place", "sy-iq/nowhere", "--for", "2h", ...WHY], "--place sy-iq/nowhere"],
    ["without a reason", ["add", "--place", "sy-iq/abu-kamal", "--for", "2h", "--by", "Noor"], "--reason"],
    ["no id", ["drop"], "name a silence by its id"],
    ["an action that is none", ["mute"], "list, add, drop"],
  ])("refuses %s with 2 and a remedy", async (_, args, remedy) => {
    const { status, stderr } = silence(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(remedy);
    expect(await redisSilences(server.connect(), () => new Date()).all()).toEqual([]);
  });
});
