import { styleText } from "node:util";

/** One line at the bottom of a terminal that tells how things stand; other output goes above it. */
export interface LiveStatus {
  /** Writes a text above the line. */
  write(text: string): void;
  show(line: string): void;
  stop(): void;
}

const CLEAR_LINE = "\r\u001b[2K";

export function createLiveStatus(out: NodeJS.WriteStream): LiveStatus {
  let current = "";
  const draw = () => out.write(`${CLEAR_LINE}${styleText("dim", current.slice(0, Math.max(20, out.columns - 1)))}`);
  return {
    write(text) {
      out.write(`${CLEAR_LINE}${text}`);
      draw();
    },
    show(line) {
      if (line === current) return;
      current = line;
      draw();
    },
    stop() {
      out.write(CLEAR_LINE);
      current = "";
    },
  };
}
