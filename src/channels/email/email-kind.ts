import { z } from "zod";
import { channelEntry } from "../../settings/channel-entry.ts";
import { secretKeys } from "../../settings/secrets.ts";
import { whole } from "../../settings/units.ts";
import { defineChannel } from "../channel-kind.ts";
import { emailMessage } from "./email-message.ts";

const address = z.string().regex(/^[^\s@<>"]+@[^\s@<>"]+$/, "not an email address: write it like desk@example.org");

export const emailKind = defineChannel({
  kind: "email",
  schema: channelEntry("email", {
    map: z.boolean().default(true).describe("Show a map picture where the place is known"),
    host: z.string().min(1).max(255).describe("The SMTP server"),
    port: whole(1, 65535).default(587),
    security: z.enum(["starttls", "tls", "none"]).default("starttls"),
    user: z.string().min(1).max(255).optional(),
    ...secretKeys("password", "the SMTP password").shape,
    from: address,
    to: z.array(address).min(1).max(50),
  }),
  secrets: { password: "optional" },
  firstEntry: {
    host: "smtp.example.org",
    user: "rasid",
    passwordEnv: "RASID_SMTP_PASSWORD",
    from: "rasid@example.org",
    to: ["desk@example.org"],
  },
  hasAddresses: true,
  isMapOff: ({ map }) => !map,
  verdictsOf: () => "links",
  open: async (entry, { password }) => (await import("./email.ts")).email({ ...entry, password }),
  previewText(message, language) {
    const { subject, text } = emailMessage(message, language);
    return `${subject}\n\n${text}`;
  },
  previewSent: emailMessage,
});
