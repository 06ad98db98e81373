import { findTerm } from "../domain/reading/term-index.ts";
import { CommandError, EXIT, print } from "./output.ts";
import { parseObject, readLines } from "./read-lines.ts";

/** Does a term, as ops would write it, hit a text? One term and text, or JSON Lines of them. */
export async function tryCommand(
  input: string,
  { term: given, kind: givenKind, forms = false }: { term?: string; kind: string; forms?: boolean },
): Promise<void> {
  if (given !== undefined)
    return print(JSON.stringify(findTerm({ term: given, kind: kindOf(givenKind, "--kind"), forms }, input)));
  for await (const { line, number } of readLines(input)) {
    const where = `${input}:${number}`;
    const { id, term, kind, text, forms } = parseObject(line, where);
    if (typeof term !== "string" || typeof text !== "string")
      throw new CommandError(`${where}: \`term\` and \`text\` have to be texts`);
    const found = findTerm({ term, kind: kindOf(kind ?? "keyword", where), forms: forms === true }, text);
    print(JSON.stringify({ id, ...found }));
  }
}

function kindOf(kind: unknown, where: string): "place" | "keyword" {
  if (kind === "place" || kind === "keyword") return kind;
  throw new CommandError(`${where}: kind ${JSON.stringify(kind)} is unknown: use place or keyword`, EXIT.usage);
}
