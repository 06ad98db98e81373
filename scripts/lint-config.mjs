// Arabic in YAML has to survive a plain editor: one Arabic text a line, the last thing on its line, never inside
// [ ] or { }; and nothing invisible anywhere. Checks the shipped files and the YAML shown in the documentation.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ARABIC = /[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]/;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u0640]/;
/** Names and words of the lexicon are written without vowel signs; examples are prose. */
const VOWELS = /[\u064b-\u0652]/;
const FLOW = /[[{][^\]}]*[\u0600-\u06ff]/;
const problems = [];

for (const file of filesIn("config", /\.ya?ml$/).concat(filesIn("demo", /\.ya?ml$/)))
  check(file, readFileSync(file, "utf8").split("\n"), 1);
for (const file of [...filesIn("docs", /\.md$/), "README.md"]) {
  const lines = readFileSync(file, "utf8").split("\n");
  let from = -1;
  lines.forEach((line, i) => {
    if (/^```ya?ml/.test(line)) from = i + 1;
    else if (line.startsWith("```") && from >= 0) {
      check(file, lines.slice(from, i), from + 1);
      from = -1;
    }
  });
}

for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exit(problems.length > 0 ? 1 : 0);

function check(file, lines, firstLine) {
  lines.forEach((line, i) => {
    const at = `${file}:${firstLine + i}`;
    const code = line.replace(/(^|\s)#.*$/, "");
    if (!ARABIC.test(code)) return;
    if (INVISIBLE.test(code) || (VOWELS.test(code) && /gazetteer|lexicon/.test(file)))
      problems.push(`${at}: a vowel sign or an invisible character: remove it`);
    if (FLOW.test(code)) problems.push(`${at}: Arabic inside [ ] or { }: write one text a line`);
    if (ARABIC.test(code) && /\s#\s/.test(line) && !line.trimStart().startsWith("#"))
      problems.push(`${at}: a comment after Arabic: move it to a line of its own`);
  });
}

function filesIn(folder, ending) {
  try {
    return readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => ending.test(name))
      .map((name) => join(folder, name))
      .toSorted();
  } catch {
    return [];
  }
}
