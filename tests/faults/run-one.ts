import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomOf } from "./random.ts";
import { type Context, type Scale, Skipped } from "./scenario.ts";
import { SCENARIOS } from "./scenarios.ts";

/** What the process of one scenario tells the run. */
export interface Verdict {
  readonly kind: "pass" | "FAIL" | "skip";
  readonly text: string;
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
process.on("SIGTERM", () => void close().then(() => process.exit(1)));

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
process.send?.(verdict, () => process.exit(0));
