import { styleText } from "node:util";
import { digestWording } from "../../domain/alerts/digest.ts";
import { quotePieces } from "../../domain/alerts/quote.ts";
import { alertWording } from "../../domain/alerts/wording.ts";
import type { Language } from "../../domain/language/language.ts";
import { isolate } from "../../domain/safe-text.ts";
import type { Outgoing } from "../../pipeline/deliver-ports.ts";

/** The text of a message with colours; each line of Arabic is an isolate of its own, so that no other text reorders it. */
export function terminalText(message: Outgoing, language: Language, isColoured: boolean): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) => (isColoured ? styleText(style, text) : text);
  if (message.kind === "notice") {
    return [
      paint("yellow", `! ${message.notice.title}`),
      ...message.notice.lines.map((line) => `  ${isolate(line)}`),
    ].join("\n");
  }
  if (message.kind === "digest") {
    const { title, sections } = digestWording(message.digest, language);
    const parts = sections.flatMap(({ heading, lines }) => [
      ...(heading === "" ? [] : [paint("bold", `  ${isolate(heading)}`)]),
      ...lines.flatMap(({ text, url }) => [`  · ${isolate(text)}`, ...(url ? [paint("dim", `    ${url}`)] : [])]),
    ]);
    return ["", paint(["cyan", "bold"], `▌ ${isolate(title)}`), ...parts].join("\n");
  }
  const wording = alertWording(message.alert, language, message.possibleRepeat);
  const quote = quotePieces(wording.quote)
    .map((piece) => (piece.marked ? paint("bold", piece.text) : piece.text))
    .join("")
    .replace(/\n/g, " ");
  return [
    "",
    paint(["red", "bold"], `▌ ${isolate(wording.headline)}`),
    `  ${paint("bold", isolate(wording.title))}`,
    ...(wording.updateNote ? [`  ${paint("cyan", isolate(wording.updateNote))}`] : []),
    ...(wording.repeatNote ? [`  ${paint("yellow", isolate(wording.repeatNote))}`] : []),
    ...wording.facts.map(({ label, value }) => `  ${paint("dim", isolate(label))}  ${isolate(value)}`),
    ...(quote === "" ? [] : [`  ${isolate(`«${quote}»`)}`]),
    ...wording.because.map((reason) => paint("dim", `  · ${reason}`)),
    ...(wording.article ? [paint("dim", `  ${wording.article.url}`)] : []),
  ].join("\n");
}
