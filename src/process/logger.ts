import { createWriteStream } from "node:fs";
import { Writable } from "node:stream";
import { type Logger, multistream, pino, type StreamEntry, stdSerializers, stdTimeFunctions } from "pino";
import pretty from "pino-pretty";

export type { Logger } from "pino";

/** Direction controls and invisible characters, which JSON leaves raw and terminals obey. */
const ACTING = /[\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2060-\u206f\ufeff]/g;
const SHORTEST_SECRET = 4;

/**
 * One JSON object a line, on standard output. At a terminal (`isInteractive`) every entry goes to `file` instead, and
 * warnings and worse are readable. `secrets` are never written, whatever field they hide in. Messages are static, facts
 * are fields.
 */
export function createLogger(options: {
  readonly level: string;
  readonly isInteractive: boolean;
  readonly file?: string | undefined;
  readonly secrets: readonly string[];
}): Logger {
  const { level, isInteractive, file, secrets } = options;
  const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const clean = (line: string) => withoutSecrets(line, secrets).replace(ACTING, escaped);
  const guarded = (out: NodeJS.WritableStream) => ({ write: (line: string) => void out.write(clean(line)) });
  const streams: StreamEntry[] = [];
  if (isInteractive) {
    if (file) streams.push({ level: "trace", stream: guarded(createWriteStream(file, { flags: "a", mode: 0o600 })) });
    // Cleaned once more behind the printer, which decodes what JSON escaped.
    const destination = new Writable({
      write(chunk, _, done) {
        process.stderr.write(String(chunk).replace(ACTING, "\uFFFD"));
        done();
      },
    });
    const readable = pretty({ colorize: true, ignore: "pid,hostname", sync: true, destination });
    streams.push({ level: "warn", stream: guarded(readable) });
  } else streams.push({ level: "trace", stream: guarded(process.stdout) });
  const settings = {
    level,
    base: null,
    serializers: { error: stdSerializers.err },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(settings, multistream(streams));
}

function withoutSecrets(line: string, secrets: readonly string[]): string {
  let clean = line;
  for (const secret of secrets) {
    if (secret.length < SHORTEST_SECRET) continue;
    clean = clean.replaceAll(secret, "<secret>").replaceAll(JSON.stringify(secret).slice(1, -1), "<secret>");
  }
  return clean;
}
