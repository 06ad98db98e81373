import type { Problem } from "./problem.ts";

/** Keys and positions that lead to a value inside a file. */
export type Path = readonly (string | number)[];

/** A configuration file that was read, able to say where anything in it stands. */
export interface SourceFile {
  readonly value: unknown;
  has(path: Path): boolean;
  /** The key at `path` when `atKey`, else its value; the nearest enclosing node when there is none. */
  problemAt(path: Path, what: string, remedy: string, atKey?: boolean): Problem;
}
