import { isolate } from "../domain/safe-text.ts";

/** One mistake in a configuration file, with where it is and what to do about it. */
export interface Problem {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  readonly what: string;
  readonly remedy: string;
  /** The line itself, for showing with a caret. */
  readonly excerpt?: string | undefined;
}

/** `file:line:col: what: remedy`, on one line. */
export function problemLine(problem: Problem): string {
  return `${problem.file}:${problem.line}:${problem.column}: ${problem.what}: ${problem.remedy}`;
}

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

/** The problem for a person at a terminal: the line, the text isolated so that Arabic does not reorder it, a caret. */
export function problemText(problem: Problem): string {
  const excerpt = problem.excerpt?.replace(CONTROL, "\uFFFD").slice(0, 160);
  if (!excerpt?.trim()) return problemLine(problem);
  const caret = `${" ".repeat(Math.min(problem.column - 1, excerpt.length))}^`;
  return `${problemLine(problem)}\n    ${isolate(excerpt)}\n    ${caret}`;
}

/** Thrown when settings cannot be used; carries every problem that was found. */
export class SettingsError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(problemLine).join("\n"));
    this.name = "SettingsError";
    this.problems = problems;
  }
}
