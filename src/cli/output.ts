import { styleText } from "node:util";

/** Writes to standard output, which is for answers. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Writes to standard error, which is for everything else. */
export function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Colours a text where a person reads along and NO_COLOR is not set (https://no-color.org). */
export function paint(style: Parameters<typeof styleText>[0], text: string, isTTY = process.stdout.isTTY): string {
  return isTTY && !process.env.NO_COLOR ? styleText(style, text) : text;
}

/** What the process answers its caller; docs/command-line.md lists them. */
export const EXIT = { ok: 0, problem: 1, usage: 2 } as const;

/** A failure told in one line, without a stack: the person can mend it. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.problem) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What was written, if it is one of `names`; else a CommandError that begins with `what` and lists them. */
export function oneOf<Name extends string>(names: readonly Name[], written: string, what: string): Name {
  const found = names.find((name) => name === written);
  if (found !== undefined) return found;
  throw new CommandError(`${what} ${written}: use one of ${names.join(", ")}`, EXIT.usage);
}
