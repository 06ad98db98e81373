import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

it("the short run of the fault scenarios passes", { timeout: 600_000 }, () => {
  const built = spawnSync("node_modules/.bin/tsc", ["-p", "tests/faults"], { encoding: "utf8" });
  expect(built.stdout).toBe("");
  const { status, stdout } = spawnSync(process.execPath, ["dist/faults/tests/faults/run.js", "--short"], {
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
    maxBuffer: 1 << 26,
  });
  console.log(stdout);
  expect(status, stdout).toBe(0);
});
