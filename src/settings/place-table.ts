import type { Problem } from "./problem.ts";
import type { Path, SourceFile } from "./source-file.ts";

/** Columns of a table of places (`gazetteer/*.tsv`), as keys of a place in a gazetteer file. */
const COLUMNS =
  "id name latin kind country lat lon source confidence district province population aliases neighbours".split(" ");
const NUMBERS = new Set(["lat", "lon", "population"]);
/** Several names in one cell, parted by |. */
const LISTS = new Set(["aliases", "neighbours"]);

/**
 * Reads a table of places as if each row were an entry of a gazetteer file's `places`: tab-separated, its first line
 * naming the columns, an empty cell for what is not said. A thousand rows take as long as ten entries of YAML. Problems
 * of shape are added; `name` is the file as people see it.
 */
export function readPlaceTable(text: string, name: string, problems: Problem[]): SourceFile[] {
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  const at = (line: number, column: number, what: string, remedy: string): Problem => ({
    file: name,
    line: line + 1,
    column,
    what,
    remedy,
    excerpt: lines[line],
  });
  if (lines[0] !== COLUMNS.join("\t")) {
    const remedy = `write as its first line, parted by tabs: ${COLUMNS.join(" ")}`;
    problems.push(at(0, 1, "not a table of places", remedy));
    return [];
  }
  const rows = lines.flatMap((line, i) => (i === 0 || line === "" ? [] : [{ line: i, cells: line.split("\t") }]));
  const ragged = rows.filter(({ cells }) => cells.length !== COLUMNS.length);
  for (const { line, cells } of ragged) {
    const remedy = "part the cells by tabs, with nothing between two tabs for what is not said";
    problems.push(at(line, 1, `${cells.length} cells where there are ${COLUMNS.length} columns`, remedy));
  }
  const whole = rows.filter((row) => !ragged.includes(row));
  const places = whole.map(({ cells }) => placeOf(cells));
  return [
    {
      value: { border: name, places },
      has: ([, row, column]) => {
        const place = places[Number(row ?? 0)];
        return place !== undefined && (column === undefined || String(column) in place);
      },
      problemAt([, row, column]: Path, what, remedy) {
        const { line, cells } = whole[Number(row ?? 0)] ?? { line: 0, cells: [] };
        const cell = Math.max(0, COLUMNS.indexOf(String(column)));
        const start = cells.slice(0, cell).reduce((sum, { length }) => sum + length + 1, 1);
        return at(line, start, what, remedy);
      },
    },
  ];
}

function placeOf(cells: readonly string[]): Record<string, unknown> {
  const told = COLUMNS.map((column, i) => [column, cells[i] ?? ""] as const).filter(([, cell]) => cell !== "");
  return Object.fromEntries(
    told.map(([column, cell]) => {
      if (LISTS.has(column)) return [column, cell.split("|")];
      return [column, NUMBERS.has(column) && Number.isFinite(Number(cell)) ? Number(cell) : cell];
    }),
  );
}
