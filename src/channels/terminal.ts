import { styleText } from "node:util";
import { digestWording } from "../domain/event/digest.ts";
import { isolate } from "../domain/event/safe-text.ts";
import { alertWording, type Language, quotePieces } from "../domain/event/wording.ts";
import type { Channel, Outgoing } from "../pipeline/ports.ts";

/** How the terminal channel reaches the person or the log of this process. */
export interface TerminalPorts {
  /** Whether a person reads along; otherwise `record` gets one structured entry a message. */
  readonly isInteractive: boolean;
  readonly isColoured: boolean;
  write(text: string): void;
  record(fields: object, message: string): void;
}

/** Shows messages where Rasid runs: as text at a terminal, as a log entry elsewhere. */
export function terminal(options: TerminalPorts & { id: string; language: Language }): Channel {
  return {
    id: options.id,
    async send(message) {
      if (options.isInteractive) options.write(`${terminalText(message, options.language, options.isColoured)}\n`);
      else if (message.kind === "alert")
        options.record({ alert: message.alert, possibleRepeat: message.possibleRepeat }, "alert");
      else if (message.kind === "digest") options.record({ digest: message.digest }, message.digest.kind);
      else options.record({ notice: message.notice }, "notice");
      return { outcome: "done" };
    },
    check: async () => ({ outcome: "done" }),
  };
}

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
