import type { Random } from "./random.ts";

/** What a scenario measured, and whether that holds its bar. */
export interface Figure {
  readonly text: string;
  readonly pass: boolean;
}

/** Thrown by a scenario that cannot run here; the reason is printed and the run goes on. */
export class Skipped extends Error {}

export interface Context {
  readonly seed: number;
  /** `short` is part of `npm test`, `full` is `npm run test:faults`, `long` is for the night. */
  readonly scale: Scale;
  readonly random: Random;
  /** Ends something when the scenario ends, the last begun first. */
  closing(close: () => unknown): void;
  /** A folder of the scenario's own, removed at the end. */
  folder(): string;
  /** Resolves once nothing else runs: at once, but for a scenario of the last stage. */
  readonly alone: Promise<void>;
}
/** How long a scenario waits for what has to come, on a busy machine as well; what a bar asks for is measured instead. */
export const PATIENCE_MS = 90_000;

export type Scale = "short" | "full" | "long";

/**
 * `quiet`: it measures milliseconds or the last megabyte, so nothing else may run beside it. `counts`: it is judged by
 * counts alone, and gives way on the processor. `seconds`: it measures seconds. `last`: it warms up beside the last of
 * these, and measures nothing before `context.alone`.
 */
export type Stage = "quiet" | "counts" | "seconds" | "last";

export interface Scenario {
  readonly number: number;
  readonly name: string;
  readonly bar: string;
  /** When it runs; `counts` by default. */
  readonly stage?: Stage;
  /** Runs in `npm test`, too. */
  readonly short?: boolean;
  /** What it may take on two free cores; three times as much is a failure. */
  readonly withinSeconds: number;
  run(context: Context): Promise<Figure>;
}

/** Joins measured values with whether each holds, so that the figure shows all of them. */
export function figure(values: Readonly<Record<string, number | string | boolean>>, ...holds: boolean[]): Figure {
  return {
    text: Object.entries(values)
      .map(([name, value]) => `${name} ${typeof value === "number" ? Math.round(value * 10) / 10 : value}`)
      .join(", "),
    pass: holds.every(Boolean),
  };
}
