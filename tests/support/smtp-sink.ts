import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { email } from "../../src/channels/email/email.ts";
import type { Language } from "../../src/domain/language/language.ts";

export interface SmtpSink {
  readonly port: number;
  readonly mails: { readonly to: readonly string[]; readonly raw: string; readonly parsed: ParsedMail }[];
  /** Answers the next steps with this code; undefined accepts. */
  refuse(step: "mail" | "rcpt" | "data", code: number | undefined, onlyFor?: string): void;
  close(): Promise<void>;
}

/** A real SMTP server on loopback that parses what it receives. */
export async function startSmtpSink(): Promise<SmtpSink> {
  const mails: SmtpSink["mails"] = [];
  const refusals = new Map<string, { code: number; onlyFor?: string | undefined }>();
  const refusal = (step: string, address = "") => {
    const found = refusals.get(step);
    return found && (found.onlyFor === undefined || found.onlyFor === address)
      ? Object.assign(new Error("refused by the test"), { responseCode: found.code })
      : null;
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onMailFrom: (_, __, done) => done(refusal("mail")),
    onRcptTo: ({ address }, __, done) => done(refusal("rcpt", address)),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", async () => {
        const refused = refusal("data");
        if (refused) return done(refused);
        const raw = Buffer.concat(chunks);
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw: raw.toString("utf8"),
          parsed: await simpleParser(raw),
        });
        done();
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    refuse(step, code, onlyFor) {
      if (code === undefined) refusals.delete(step);
      else refusals.set(step, { code, onlyFor });
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A channel that mails to a sink. */
export function mailTo(sink: SmtpSink, to: string[], language: Language) {
  const server = { host: "127.0.0.1", port: sink.port, security: "none" } as const;
  return email({ ...server, id: "desk", from: "rasid@example.org", to, language });
}
