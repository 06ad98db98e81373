import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { stringify } from "yaml";
import { BORDERS } from "../settings/watchlist-file.ts";
import { CommandError, EXIT, oneOf, print } from "./output.ts";
import { borderOption } from "./settings-option.ts";

type InitOptions = { channel?: string; border: readonly string[]; language?: string; force?: boolean };

/** What each kind of channel needs beside its kind, as a first site writes it; `...Env` names a secret to fill in. */
const FIRST_CHANNEL = {
  terminal: {},
  "slack-webhook": { webhookUrlEnv: "RASID_SLACK_WEBHOOK" },
  "slack-bot": { tokenEnv: "RASID_SLACK_TOKEN", channel: "C0000000000" },
  email: {
    host: "smtp.example.org",
    user: "rasid",
    passwordEnv: "RASID_SMTP_PASSWORD",
    from: "rasid@example.org",
    to: ["desk@example.org"],
  },
  webhook: { urlEnv: "RASID_HOOK_URL", signingKeyEnv: "RASID_HOOK_KEY" },
};
const CHANNELS = Object.keys(FIRST_CHANNEL) as (keyof typeof FIRST_CHANNEL)[];

/** Writes a first site folder and an env file, from a few questions or from options where nobody can be asked. */
export async function initCommand(folder: string, options: InitOptions): Promise<void> {
  if (existsSync(join(folder, "channels.yaml")) && !options.force)
    throw new CommandError(`${folder} is a site folder already: edit it, or write it anew with --force`);
  const { kind, borders, language } = await ask(options);
  const entry = Object.entries(FIRST_CHANNEL[kind]);
  const secrets = entry.flatMap(([key, name]) => (key.endsWith("Env") ? [String(name)] : []));
  mkdirSync(join(folder, "watchlists"), { recursive: true });
  const write = (name: string, comment: string, content: object) =>
    writeFileSync(join(folder, name), `# ${comment}\n${stringify(content)}`);
  const channels = [{ id: "desk", kind, language, ...FIRST_CHANNEL[kind] }];
  write("channels.yaml", "Where your alerts go. Check it with `rasid channels check --send`.", { channels });
  write("rasid.yaml", "What differs from the shipped rasid.yaml.", { ops: { channels: ["desk"] } });
  const change = borders.includes("SY-IQ") ? { channels: ["desk"] } : { remove: true };
  const shipped = { id: "syria-iraq", ...change };
  write("watchlists/syria-iraq.yaml", "The shipped watchlist, told to your channel.", shipped);
  for (const border of borders.filter((one) => one !== "SY-IQ")) {
    const id = border.toLowerCase();
    const watchlist = { id, title: border, severity: "high", channels: ["desk"], places: [{ border, within: "50km" }] };
    write(`watchlists/${id}.yaml`, `Any event within 50 km of the ${border} border.`, watchlist);
  }
  const env = join(folder, "rasid.env");
  const heading = "# Secrets, read by the service; keep this file private.\n";
  const written = existsSync(env) ? readFileSync(env, "utf8") : heading;
  const missing = secrets.filter((name) => !new RegExp(`^${name}=`, "m").test(written));
  writeFileSync(env, `${written}${missing.map((name) => `${name}=\n`).join("")}`, { mode: 0o600 });

  print(`\nWrote ${folder}. Next:`);
  if (secrets.length > 0) print(`  1. put your secret${secrets.length > 1 ? "s" : ""} into ${env}`);
  if (kind === "email" || kind === "slack-bot") print(`  2. correct the addresses in ${join(folder, "channels.yaml")}`);
  print(`  then: rasid check --config ${folder}\n        rasid channels check --send --config ${folder}`);
}

async function ask(options: InitOptions) {
  const isAsked = process.stdin.isTTY && options.channel === undefined;
  const reader = isAsked ? createInterface({ input: process.stdin, output: process.stdout }) : undefined;
  const question = async (text: string, fallback: string) =>
    (reader && (await reader.question(`${text} [${fallback}] `)).trim()) || fallback;
  try {
    const channel = options.channel ?? (await question(`Where should alerts go? (${CHANNELS.join(", ")})`, "terminal"));
    const asked = async () => (await question(`Which borders? (${BORDERS.join(" ")})`, "SY-IQ")).split(/[\s,]+/);
    const borders = options.border.length > 0 ? options.border : await asked();
    const language = options.language ?? (await question("Labels in Arabic or English? (ar, en)", "ar"));
    const kind = oneOf(CHANNELS, channel, "no kind of channel");
    borders.forEach(borderOption);
    if (language !== "ar" && language !== "en")
      throw new CommandError(`language ${language}: use ar or en`, EXIT.usage);
    return { kind, borders, language };
  } finally {
    reader?.close();
  }
}
