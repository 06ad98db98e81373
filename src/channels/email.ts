import { createTransport } from "nodemailer";
import type { Language } from "../domain/event/wording.ts";
import type { Channel, Delivery, Outgoing } from "../pipeline/ports.ts";
import { emailMessage } from "./email-message.ts";
import { untilAborted } from "./until-aborted.ts";

export interface EmailOptions {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  readonly security: "starttls" | "tls" | "none";
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly from: string;
  readonly to: readonly string[];
  readonly language: Language;
  /** Extra certificate authority, PEM; for servers with one of their own. */
  readonly certificateAuthority?: string | undefined;
}

const SOCKET_TIMEOUT_MS = 20_000;

/** Email over SMTP. The Message-ID follows from the alert, so a repeat is one message to every reader that joins them. */
export function email(options: EmailOptions): Channel {
  const { id, from, to, language } = options;
  const transport = createTransport({
    host: options.host,
    port: options.port,
    secure: options.security === "tls",
    requireTLS: options.security === "starttls",
    ignoreTLS: options.security === "none",
    ...(options.user !== undefined && { auth: { user: options.user, pass: options.password ?? "" } }),
    ...(options.certificateAuthority !== undefined && { tls: { ca: options.certificateAuthority } }),
    connectionTimeout: SOCKET_TIMEOUT_MS,
    greetingTimeout: SOCKET_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.slice(from.lastIndexOf("@") + 1);

  return {
    id,
    async send(message, signal) {
      const mail = {
        from: { name: "Rasid", address: from },
        to: [...to],
        ...emailMessage(message, language),
        messageId: `<${messageKey(message)}@${domain}>`,
        ...(message.kind === "alert" &&
          message.threadRef && { inReplyTo: message.threadRef, references: message.threadRef }),
        list: { id: { url: `${id}.${domain}`, comment: "Rasid alerts" } },
        headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
      };
      return conversation(async () => {
        const info = await transport.sendMail(mail);
        const note =
          info.rejected.length > 0 ? `${info.rejected.length} of ${to.length} recipients were refused` : undefined;
        return { outcome: "done", ref: info.messageId, note };
      }, signal);
    },
    check: (signal) =>
      conversation(async () => {
        await transport.verify();
        return { outcome: "done" };
      }, signal),
  };
}

function messageKey(message: Outgoing): string {
  if (message.kind === "alert") return `alert-${message.alert.id}`;
  return `notice-${Buffer.from(message.notice.key + message.notice.at)
    .toString("hex")
    .slice(0, 60)}`;
}

async function conversation(run: () => Promise<Delivery>, signal: AbortSignal): Promise<Delivery> {
  const delivery = await untilAborted(() => run().catch(deliveryOfSmtpError), signal);
  return delivery ?? { outcome: "later", why: "stopped or timed out", mayHaveArrived: true };
}

interface SmtpError {
  readonly code?: string;
  readonly responseCode?: number;
  readonly command?: string;
}

/**
 * SMTP replies of 4yz pass by themselves, those of 5yz do not (RFC 5321, 4.2.1). A refused login is ops' to mend, so
 * alerts wait for it. Server texts may quote addresses, so only codes are told.
 */
function deliveryOfSmtpError(error: SmtpError): Delivery {
  const { responseCode, command } = error;
  const code = /^[A-Z0-9_]{2,30}$/.test(error.code ?? "") ? error.code : "FAILED";
  if (code === "EAUTH")
    return { outcome: "later", why: `the login was refused (${responseCode ?? code})`, afterMs: 5 * 60_000 };
  if (responseCode !== undefined && responseCode >= 500) return { outcome: "never", why: `SMTP ${responseCode}` };
  if (responseCode !== undefined && responseCode >= 400) return { outcome: "later", why: `SMTP ${responseCode}` };
  return {
    outcome: "later",
    why: `no SMTP conversation (${code})`,
    mayHaveArrived: command === "DATA" || command === undefined,
  };
}
