import { createWriteStream } from "node:fs";
import { Writable } from "node:stream";
import { type Logger, multistream, pino, type StreamEntry, stdSerializers } from "pino";
import pretty from "pino-pretty";

export type { Logger } from "pino";

export interface LoggerOptions {
  readonly level: string;
  /** At a terminal, entries below `warn` go to the file only, and the rest is readable. */
  readonly isInteractive: boolean;
  /** Where every entry goes when a person watches the terminal. */
  readonly file?: string | undefined;
  /** Texts that must never be written, whatever field they hide in. */
  readonly secrets: readonly string[];
}

/** Direction controls and invisible characters, which JSON leaves raw and terminals obey. */
const ACTING = /[\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2060-\u206f\ufeff]/g;
const SHORTEST_SECRET = 4;

/** One JSON object a line; at a terminal, readable warnings. Messages are static, facts are fields. */
export function createLogger(options: LoggerOptions): Logger {
  const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const clean = (line: string) => withoutSecrets(line, options.secrets).replace(ACTING, escaped);
  const guarded = (out: NodeJS.WritableStream) => ({ write: (line: string) => void out.write(clean(line)) });
  const streams: StreamEntry[] = [];
  if (options.isInteractive) {
    if (options.file)
      streams.push({ level: "trace", stream: guarded(createWriteStream(options.file, { flags: "a", mode: 0o600 })) });
    // Cleaned once more behind the printer, which decodes what JSON escaped.
    const destination = cleanOutput(process.stderr);
    const readable = pretty({ colorize: true, ignore: "pid,hostname", sync: true, destination });
    streams.push({ level: "warn", stream: guarded(readable) });
  } else streams.push({ level: "trace", stream: guarded(process.stdout) });
  const settings = {
    level: options.level,
    base: null,
    serializers: { error: stdSerializers.err },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(settings, multistream(streams));
}

function cleanOutput(out: NodeJS.WritableStream): Writable {
  return new Writable({
    write(chunk, _, done) {
      out.write(String(chunk).replace(ACTING, "\uFFFD"));
      done();
    },
  });
}

function withoutSecrets(line: string, secrets: readonly string[]): string {
  let clean = line;
  for (const secret of secrets) {
    if (secret.length < SHORTEST_SECRET) continue;
    clean = clean.replaceAll(secret, "<secret>").replaceAll(JSON.stringify(secret).slice(1, -1), "<secret>");
  }
  return clean;
}
