import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { stringify } from "yaml";
import { CHANNEL_KINDS, kindOf } from "../channels/channel-registry.ts";
import type { Settings } from "../settings/settings.ts";
import { CommandError, EXIT, oneOf, print } from "./output.ts";
import { borderOption, shippedSettings } from "./settings-option.ts";

type InitOptions = { channel?: string; border: readonly string[]; language?: string; force?: boolean };

const CHANNELS = CHANNEL_KINDS.map(({ kind }) => kind);

/** Writes a first site folder and an env file, from a few questions or from options where nobody can be asked. */
export async function initCommand(folder: string, options: InitOptions): Promise<void> {
  if (existsSync(join(folder, "channels.yaml")) && !options.force)
    throw new CommandError(`${folder} is a site folder already: edit it, or write it anew with --force`);
  const { kind, borders, language } = await ask(options, shippedSettings());
  const { firstEntry, hasAddresses } = kindOf({ kind });
  const entry = Object.entries(firstEntry);
  const secrets = entry.flatMap(([key, name]) => (key.endsWith("Env") ? [String(name)] : []));
  mkdirSync(join(folder, "watchlists"), { recursive: true });
  const write = (name: string, comment: string, content: object) =>
    writeFileSync(join(folder, name), `# ${comment}\n${stringify(content)}`);
  const channels = [{ id: "desk", kind, language, ...firstEntry }];
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
  if (hasAddresses) print(`  2. correct the addresses in ${join(folder, "channels.yaml")}`);
  print(`  then: rasid check --config ${folder}\n        rasid channels check --send --config ${folder}`);
}

async function ask(options: InitOptions, settings: Settings) {
  const isAsked = process.stdin.isTTY && options.channel === undefined;
  const reader = isAsked ? createInterface({ input: process.stdin, output: process.stdout }) : undefined;
  const question = async (text: string, fallback: string) =>
    (reader && (await reader.question(`${text} [${fallback}] `)).trim()) || fallback;
  try {
    const channel = options.channel ?? (await question(`Where should alerts go? (${CHANNELS.join(", ")})`, "terminal"));
    const asked = async () =>
      (await question(`Which borders? (${Object.keys(settings.borders).join(" ")})`, "SY-IQ")).split(/[\s,]+/);
    const borders = options.border.length > 0 ? options.border : await asked();
    const language = options.language ?? (await question("Labels in Arabic or English? (ar, en)", "ar"));
    const kind = oneOf(CHANNELS, channel, "no kind of channel");
    for (const border of borders) borderOption(border, settings);
    if (language !== "ar" && language !== "en")
      throw new CommandError(`language ${language}: use ar or en`, EXIT.usage);
    return { kind, borders, language };
  } finally {
    reader?.close();
  }
}
