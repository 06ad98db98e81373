import { styleText } from "node:util";

/** Writes to standard output, which is for answers. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Writes to standard error, which is for everything else. */
export function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}

type Style = Parameters<typeof styleText>[0];

/** Colours a text where a person reads along and NO_COLOR is not set (https://no-color.org). */
export function paint(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return stream.isTTY && !process.env.NO_COLOR ? styleText(style, text) : text;
}
