import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomOf } from "./random.ts";
import { type Context, type Scale, Skipped } from "./scenario.ts";
import { SCENARIOS } from "./scenarios.ts";

/** What the process of one scenario tells the run. */
export interface Verdict {
  readonly kind: "pass" | "FAIL" | "skip";
  readonly text: string;
  /** Processor time of the scenario and of the processes that it started, as far as they have ended, seconds. */
  readonly cpuSeconds?: number;
}

const scenario = SCENARIOS.find(({ number }) => number === Number(process.argv[2]))!;
const seed = Number(process.env.FAULT_SEED ?? 1);
const closers: (() => unknown)[] = [];
const context: Context = {
  seed,
  scale: (process.env.FAULT_SCALE ?? "full") as Scale,
  random: randomOf(seed * 1000 + scenario.number),
  closing: (close) => void closers.push(close),
  folder() {
    const folder = mkdtempSync(join(tmpdir(), "rasid-fault-"));
    closers.push(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  },
  alone: new Promise((resolve) => {
    if (scenario.stage === "last") process.once("message", () => resolve());
    else resolve();
  }),
};

async function close(): Promise<void> {
  for (const one of closers.splice(0).toReversed()) {
    try {
      await one();
    } catch (error) {
      console.error("closing:", error);
    }
  }
}
const stop = () => void close().then(() => process.exit(1));
process.on("SIGTERM", stop);
process.on("disconnect", stop);

/** proc(5): utime, stime, cutime and cstime, in ticks of which Linux has a hundred a second. */
function cpuSeconds(): number {
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ")[1]!.split(" ");
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
}

async function verdictOf(): Promise<Verdict> {
  try {
    const { pass, text } = await scenario.run(context);
    return { kind: pass ? "pass" : "FAIL", text };
  } catch (error) {
    if (error instanceof Skipped) return { kind: "skip", text: error.message };
    console.error(error);
    return { kind: "FAIL", text: String((error as Error).message).split("\n")[0]! };
  }
}

// Some parts, such as the parsing thread, do not keep a process alive by themselves.
setInterval(() => undefined, 1000);
const verdict = await verdictOf();
await close();
process.send?.({ ...verdict, cpuSeconds: cpuSeconds() }, () => process.exit(0));
