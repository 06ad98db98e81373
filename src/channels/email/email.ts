import { createTransport } from "nodemailer";
import type { Language } from "../../domain/language/language.ts";
import type { Channel, Delivery, Outgoing } from "../../pipeline/deliver-ports.ts";
import { untilAborted } from "../outcome.ts";
import { emailMessage } from "./email-message.ts";

const SOCKET_TIMEOUT_MS = 20_000;
const INLINE_MAP = { filename: "map.png", cid: "map", contentDisposition: "inline" } as const;

/** Email over SMTP. The Message-ID follows from the alert, so a repeat is one message to every reader that joins them. */
export function email(options: {
  id: string;
  host: string;
  port: number;
  security: "starttls" | "tls" | "none";
  user?: string | undefined;
  password?: string | undefined;
  from: string;
  to: readonly string[];
  language: Language;
  map?: boolean;
}): Channel {
  const { id, from, to, language, host, port, security, user, password = "", map = true } = options;
  const transport = createTransport({
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(user !== undefined && { auth: { user, pass: password } }),
    connectionTimeout: SOCKET_TIMEOUT_MS,
    greetingTimeout: SOCKET_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.slice(from.lastIndexOf("@") + 1);

  return {
    id,
    takesPictures: map,
    send(message, signal) {
      const picture = message.kind === "alert" && message.picture && Buffer.from(message.picture);
      const thread = (message.kind === "alert" && message.threadRef) || undefined;
      const mail = {
        from: { name: "Rasid", address: from },
        to: [...to],
        ...emailMessage(message, language),
        ...(picture && { attachments: [{ content: picture, ...INLINE_MAP }] }),
        messageId: `<${messageKey(message)}@${domain}>`,
        ...(thread !== undefined && { inReplyTo: thread, references: thread }),
        list: { id: { url: `${id}.${domain}`, comment: "Rasid alerts" } },
        headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
      };
      return untilAborted(
        signal,
        () => transport.sendMail(mail),
        deliveryOfSmtpError,
        ({ rejected: { length }, messageId }) => ({
          ref: messageId,
          note: length > 0 ? `${length} of ${to.length} recipients were refused` : undefined,
        }),
      );
    },
    check: (signal) => untilAborted(signal, () => transport.verify(), deliveryOfSmtpError),
  };
}

function messageKey(message: Outgoing): string {
  if (message.kind === "alert") return `alert-${message.alert.id}`;
  if (message.kind === "digest") return `digest-${message.digest.id}`;
  const key = Buffer.from(message.notice.key + message.notice.at).toString("hex");
  return `notice-${key.slice(0, 60)}`;
}

/**
 * SMTP replies of 4yz pass by themselves, those of 5yz do not (RFC 5321, 4.2.1). A refused login is ops' to mend, so
 * alerts wait for it. Server texts may quote addresses, so only codes are told.
 */
function deliveryOfSmtpError(error: { code?: string; responseCode?: number; command?: string }): Delivery {
  const { responseCode, command } = error;
  const code = /^[A-Z0-9_]{2,30}$/.test(error.code ?? "") ? error.code : "FAILED";
  if (code === "EAUTH")
    return { outcome: "later", why: `the login was refused (${responseCode ?? code})`, afterMs: 5 * 60_000 };
  if (responseCode !== undefined && responseCode >= 400)
    return { outcome: responseCode >= 500 ? "never" : "later", why: `SMTP ${responseCode}` };
  const mayHaveArrived = command === "DATA" || command === undefined;
  return { outcome: "later", why: `no SMTP conversation (${code})`, mayHaveArrived };
}
