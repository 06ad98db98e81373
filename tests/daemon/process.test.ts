import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { eventually } from "../support/eventually.ts";
import { aDataDir, aSite, rasid, startDaemon } from "../support/run-rasid.ts";

const QUIET = aSite({ "rasid.yaml": "web:\n  port: 0\n" });
const NO_POLL = ["--roles", "match,deliver,web"];

it("the demo shows three alerts and no more, without a network", { timeout: 60_000 }, async () => {
  const daemon = startDaemon(["--demo"]);
  const headlines = () =>
    daemon
      .output()
      .split("\n")
      .filter((line) => line.includes("▌")).length;
  await eventually(headlines, (count) => count >= 3, 45_000);
  // Long enough for the articles after the third alert, of which none may alert.
  await new Promise((resolve) => setTimeout(resolve, 6000));
  expect(await daemon.stop()).toBe(0);
  expect(headlines(), daemon.output()).toBe(3);
});

it("SIGTERM ends it with 0 within ten seconds, and leaves no Redis behind", { timeout: 60_000 }, async () => {
  const data = aDataDir();
  const daemon = startDaemon(["--config", QUIET, "--data", data, ...NO_POLL]);
  await daemon.waitFor("start", (entry) => entry.msg === "rasid runs");
  const started = Date.now();
  expect(await daemon.stop()).toBe(0);
  expect(Date.now() - started).toBeLessThan(10_000);
  expect(rasid(["status", "--data", data]).stderr).toMatch(/no Rasid runs/);
});

it("a second start on the same data directory is refused with the process to stop", {
  timeout: 60_000,
}, async () => {
  const data = aDataDir();
  const daemon = startDaemon(["--config", QUIET, "--data", data, ...NO_POLL]);
  await daemon.waitFor("start", (entry) => entry.msg === "rasid runs");
  const second = rasid(["start", "--config", QUIET, "--data", data]);
  expect(second.status).toBe(1);
  expect(second.stderr).toMatch(/another Rasid \(process \d+\) runs on/);
  const status = rasid(["status", "--data", data]);
  expect(status.stdout).toContain("dead letters");
  expect(await daemon.stop()).toBe(0);
});

it("a Redis that does not answer is told in one line", { timeout: 60_000 }, () => {
  const { status, stderr } = rasid(["start", "--config", QUIET, "--data", aDataDir()], "", {
    REDIS_URL: "redis://127.0.0.1:1",
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/the Redis of REDIS_URL does not answer/);
});

it("a port that is taken is told with the key to change", { timeout: 60_000 }, async () => {
  const first = startDaemon(["--config", QUIET, "--data", aDataDir(), ...NO_POLL]);
  const { status } = await first.waitFor("start", (entry) => entry.msg === "rasid runs");
  const port = new URL(String(status)).port;
  const second = rasid([
    "start",
    "--config",
    aSite({ "rasid.yaml": `web:\n  port: ${port}\n` }),
    "--data",
    aDataDir(),
    ...NO_POLL,
  ]);
  await first.stop();
  expect(second.status).toBe(1);
  expect(second.stderr).toContain("set web.port in rasid.yaml");
});

it("every line of its log is one JSON object", { timeout: 60_000 }, async () => {
  const daemon = startDaemon(["--config", QUIET, "--data", aDataDir(), ...NO_POLL]);
  await daemon.waitFor("start", (entry) => entry.msg === "rasid runs");
  await daemon.stop();
  const lines = daemon.output().split("\n").filter(Boolean);
  for (const line of lines) expect(() => JSON.parse(line), line).not.toThrow();
});

it("runs under the service unit and in the image as its documentation says", () => {
  const unit = readFileSync(join("deploy", "rasid.service"), "utf8");
  const image = readFileSync("Dockerfile", "utf8");
  expect(unit).toContain("bin/rasid.js start");
  expect(image).toContain('"bin/rasid.js"');
});
