/** What the process answers its caller; docs/command-line.md lists them. */
export const EXIT = { ok: 0, problem: 1, usage: 2 } as const;

/** A failure told in one line, without a stack: the person can mend it. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.problem) {
    super(message);
    this.name = "CommandError";
    this.exitCode = exitCode;
  }
}
