import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { type Configuration, followConfiguration } from "../../src/app/live-configuration.ts";
import { eventually } from "../support/eventually.ts";
import { aSite } from "../support/run-rasid.ts";

const first = { settings: { version: "1", tables: [] }, rulebook: {} } as unknown as Configuration;

/** Follows folders and counts how often they are read. */
function follow(folders: readonly string[]) {
  let reads = 0;
  const live = followConfiguration(first, {
    folders,
    reloadOnHangUp: false,
    load() {
      reads++;
      return first;
    },
    onRefused: async () => undefined,
    onAccepted: async () => undefined,
    onTrouble: (error) => expect.unreachable(error.message),
  });
  return { live, reads: () => reads };
}

it("what was read at the start is not read again; what was touched meanwhile is, once", async () => {
  const untouched = follow(["config"]);
  const touched = follow(["config", aSite({ "rasid.yaml": "log:\n  level: info\n" })]);
  await eventually(touched.reads, (count) => count > 0);
  await sleep(1000);
  expect({ untouched: untouched.reads(), touched: touched.reads() }).toEqual({ untouched: 0, touched: 1 });
  await Promise.all([untouched.live.close(1000), touched.live.close(1000)]);
});
