import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { emailMessage } from "../../../src/channels/email/email-message.ts";
import { slackMessage } from "../../../src/channels/slack-message.ts";
import type { Language } from "../../../src/domain/language/language.ts";
import { CASES } from "./cases.ts";

const FOLDER = join(import.meta.dirname, "fixtures");
/** UPDATE_GOLDEN=1 writes the files anew; read the difference before it is committed. */
const isUpdate = process.env.UPDATE_GOLDEN === "1";
const written = new Set<string>();

function expectGolden(file: string, content: string): void {
  written.add(file);
  if (isUpdate) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(join(FOLDER, file), content);
  }
  expect(content, file).toBe(readFileSync(join(FOLDER, file), "utf8"));
}

const everyCase = Object.keys(CASES).flatMap((name) =>
  (["ar", "en"] as Language[]).map((language) => [name, language]),
);

it.each(everyCase as [string, Language][])("%s reads as agreed, with labels in %s", (name, language) => {
  const { subject, text, html } = emailMessage(CASES[name]!, language);
  expectGolden(`${name}.${language}.slack.json`, `${JSON.stringify(slackMessage(CASES[name]!, language), null, 2)}\n`);
  expectGolden(`${name}.${language}.email.txt`, `${subject}\n\n${text}\n`);
  expectGolden(`${name}.${language}.email.html`, html);
});

it("no golden file is left of a case that is gone", () => {
  expect(readdirSync(FOLDER).filter((file) => !written.has(file))).toEqual([]);
});
