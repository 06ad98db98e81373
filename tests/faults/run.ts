// Runs the scenarios, each in a process of its own, and prints a figure for each.
//   node dist/faults/tests/faults/run.js [--seed N] [--short | --long] [--only 1,2,3] [--lanes N]
import { type ChildProcess, fork } from "node:child_process";
import { getPriority, loadavg, setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bundleRoles } from "./bundle.ts";
import type { Verdict } from "./run-one.ts";
import type { Scenario, Stage } from "./scenario.ts";
import { SCENARIOS } from "./scenarios.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: process.env.SEED ?? "1" },
    short: { type: "boolean", default: false },
    long: { type: "boolean", default: false },
    only: { type: "string" },
    lanes: { type: "string", default: "4" },
  },
});
const scale = values.short ? "short" : values.long ? "long" : "full";
const only = values.only?.split(",").map(Number);
const chosen = SCENARIOS.filter(({ number, short }) => (only ? only.includes(number) : scale !== "short" || short));
const started = Date.now();
const say = (text: string) => void process.stdout.write(`${text}\n`);

type Outcome = Verdict & { readonly scenario: Scenario; readonly seconds: number };
const outcomes: Outcome[] = [];

/** Weighs a third of what runs at the usual priority. */
const PATIENT_NICENESS = 5;
/** What warms up begins when so few are still to come. */
const WARMING_BESIDE = 8;
const warming: ChildProcess[] = [];

const stageOf = ({ stage = "counts" }: Scenario) => stage;
/** The scenarios of a stage, the longest first. */
const inStage = (stage: Stage) =>
  chosen.filter((one) => stageOf(one) === stage).toSorted((a, b) => b.withinSeconds - a.withinSeconds);

function runOne(scenario: Scenario): Promise<void> {
  return new Promise((resolve) => {
    const begun = Date.now();
    let verdict: Verdict | undefined;
    let output = "";
    const child = fork(fileURLToPath(new URL("./run-one.js", import.meta.url)), [String(scenario.number)], {
      execArgv: ["--expose-gc", "--enable-source-maps"],
      env: { ...process.env, FAULT_SEED: values.seed, FAULT_SCALE: scale },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    if (stageOf(scenario) === "counts" && child.pid) setPriority(child.pid, getPriority() + PATIENT_NICENESS);
    if (stageOf(scenario) === "last") warming.push(child);
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => {
        output = (output + text).slice(-20_000);
      });
    child.on("message", (message) => {
      verdict = message as Verdict;
    });
    const limit = setTimeout(
      () => {
        verdict ??= { kind: "FAIL", text: `not finished after ${scenario.withinSeconds} s` };
        child.kill("SIGTERM");
        setTimeout(() => child.kill("SIGKILL"), 3000).unref();
      },
      scenario.withinSeconds * (scale === "long" ? 60_000 : 3000),
    );
    child.on("exit", (code, signal) => {
      clearTimeout(limit);
      verdict ??= { kind: "FAIL", text: `the run itself ended (${code ?? signal})` };
      const outcome = { ...verdict, scenario, seconds: (Date.now() - begun) / 1000 };
      outcomes.push(outcome);
      say(lineOf(outcome));
      if (verdict.kind === "FAIL" && output !== "") say(output.replace(/^/gm, "      | "));
      resolve();
    });
  });
}

function lineOf({ kind, text, scenario: { number, name, bar }, seconds, cpuSeconds }: Outcome): string {
  return `${String(number).padStart(2)} ${kind} ${name}: ${text} (bar: ${bar}) ${seconds.toFixed(0)} s, ${(cpuSeconds ?? 0).toFixed(0)} s of CPU`;
}

await bundleRoles();
for (const scenario of inStage("quiet")) await runOne(scenario);

/** A few at a time, since they mostly wait. */
const together = [...inStage("counts"), ...inStage("seconds")];
const last = inStage("last");
const lasting: Promise<void>[] = [];
const startLast = () => void lasting.push(...last.splice(0).map(runOne));
await Promise.all(
  Array.from({ length: Number(values.lanes) }, async () => {
    for (let next = together.shift(); next; next = together.shift()) {
      if (together.length < WARMING_BESIDE) startLast();
      await runOne(next);
    }
  }),
);
startLast();
for (const child of warming) child.send("alone");
await Promise.all(lasting);

say(`\n  # result  s cpu  scenario`);
for (const { scenario, kind, seconds, cpuSeconds, text } of outcomes.toSorted(
  (a, b) => a.scenario.number - b.scenario.number,
))
  say(
    `${String(scenario.number).padStart(3)} ${kind.padEnd(6)} ${seconds.toFixed(0).padStart(3)} ${(cpuSeconds ?? 0).toFixed(0).padStart(3)}  ${scenario.name}: ${text}`,
  );
const cpu = outcomes.reduce((sum, { cpuSeconds }) => sum + (cpuSeconds ?? 0), 0);
const count = (kind: Verdict["kind"]) => outcomes.filter((outcome) => outcome.kind === kind).length;
say(
  `\nseed ${values.seed}, ${scale}: ${count("pass")} pass, ${count("FAIL")} fail, ${count("skip")} skipped, ${((Date.now() - started) / 1000).toFixed(0)} s, ${cpu.toFixed(0)} s of CPU, load average at the end ${loadavg()[0]!.toFixed(1)}`,
);
process.exitCode = count("FAIL") > 0 ? 1 : 0;
