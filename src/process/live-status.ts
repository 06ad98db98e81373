import { styleText } from "node:util";

export type LiveStatus = ReturnType<typeof createLiveStatus>;

const CLEAR_LINE = "\r\u001b[2K";

/** One line at the bottom of a terminal that tells how things stand; `write` puts other output above it. */
export function createLiveStatus(out: NodeJS.WriteStream) {
  let current = "";
  const draw = () => out.write(`${CLEAR_LINE}${styleText("dim", current.slice(0, Math.max(20, out.columns - 1)))}`);
  return {
    write(text: string): void {
      out.write(`${CLEAR_LINE}${text}`);
      draw();
    },
    show(line: string): void {
      if (line === current) return;
      current = line;
      draw();
    },
    stop(): void {
      out.write(CLEAR_LINE);
      current = "";
    },
  };
}
