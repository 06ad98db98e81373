import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Context } from "./scenario.ts";

export interface SiteParts {
  /** Feed ids with their addresses. */
  readonly feeds: Readonly<Record<string, string>>;
  /** Entries of channels.yaml by id, in YAML, indented by four. */
  readonly channels: Readonly<Record<string, string>>;
  /** Which of them the watchlist tells; all by default. */
  readonly tells?: readonly string[];
  /** Further parts of rasid.yaml. */
  readonly rasid?: string;
  /** Alerts a minute that are told one by one; all of them by default. */
  readonly perMinute?: number;
  /** Further keys of every feed, indented by four. */
  readonly feed?: string;
  /** Towns that the site adds to the gazetteer and its watchlist asks for, in place of the one that is there. */
  readonly towns?: readonly Town[];
  /** Whether articles of one event are told as one story; each by itself by default. */
  readonly together?: boolean;
  /** Laid over all that is shipped, and not over the small configuration, which has no feeds. */
  readonly isOverShipped?: boolean;
}

/** A webhook that posts to the address in an environment variable. */
export const HOOK = "    kind: webhook\n    urlEnv: HOOK_URL\n    signingKeyEnv: HOOK_KEY\n";

const SELDOM = "    every: 1h\n    fullText: never\n";

/** A town of Syria. */
export interface Town {
  readonly id: string;
  readonly name: string;
  readonly lat: number;
  readonly lon: number;
}
const ABU_KAMAL: Town = { id: "sy-iq/abu-kamal", name: "البوكمال", lat: 34.45, lon: 40.9186 };

function gazetteerOf(towns: readonly Town[]): string {
  const entries = towns.map(
    ({ id, name, lat, lon }) =>
      `  - id: ${id}\n    name: ${name}\n    latin: ${id.split("/")[1]}\n    kind: town\n    country: SY\n    lat: ${lat}\n    lon: ${lon}\n    source: GeoNames 174448\n    confidence: high\n`,
  );
  return `border: SY-IQ\nplaces:\n${entries.join("")}`;
}

/** A site that asks these feeds and no others and tells what the planted articles say. */
export function writeSite(context: Context, site: SiteParts): string {
  const { feeds, channels, tells, rasid = "", perMinute = 10_000, feed = SELDOM, towns = [], together = false } = site;
  const shipped = site.isOverShipped ? readFileSync("config/feeds.yaml", "utf8") : "";
  const off = [...shipped.matchAll(/^ {2}- id: (\S+)/gm)].map(([, id]) => `  - id: ${id}\n    remove: true\n`);
  const own = Object.entries(feeds).map(
    ([id, url]) => `  - id: ${id}\n    title: t\n    urls:\n      - ${url}\n    source:\n      outlet: ${id}\n${feed}`,
  );
  const told = tells ?? Object.keys(channels);
  const list = (names: readonly string[]) => names.map((name) => `  - ${name}\n`).join("");
  const files = {
    "feeds.yaml": `feeds:\n${off.join("")}${own.join("")}`,
    "channels.yaml": `channels:\n${Object.entries(channels)
      .map(([id, entry]) => `  - id: ${id}\n${entry}`)
      .join("")}`,
    "watchlists/syria-iraq.yaml": "id: syria-iraq\nremove: true\n",
    "watchlists/planted.yaml": `id: planted\ntitle: t\nchannels:\n${list(told)}places:\n${list((towns.length > 0 ? towns : [ABU_KAMAL]).map(({ name }) => name))}terms:\n  - قصف\n`,
    ...(towns.length > 0 && { "gazetteer/towns.yaml": gazetteerOf(towns) }),
    "rasid.yaml": `stories:\n  together: ${together}\nfetch:\n  allowAddresses:\n    - 127.0.0.0/8\nweb:\n  port: 0\ndelivery:\n  perMinute: ${perMinute}\n${rasid}`,
  };
  const folder = context.folder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** The shipped configuration with one place and no feeds, which is read in a moment: for processes that are killed often. */
export function writeSmallConfig(context: Context): string {
  const folder = context.folder();
  cpSync("config", folder, { recursive: true });
  const gazetteer = join(folder, "gazetteer");
  for (const name of readdirSync(gazetteer)) rmSync(join(gazetteer, name));
  writeFileSync(join(gazetteer, "sy-iq.yaml"), gazetteerOf([ABU_KAMAL]));
  writeFileSync(join(folder, "feeds.yaml"), "feeds: []\n");
  return folder;
}

let small: string | undefined;

/** The program as it is installed, with the small configuration in place of the shipped one; one for a scenario. */
export function smallInstallation(context: Context): string {
  if (small) return small;
  small = context.folder();
  for (const name of ["bin", "dist/src", "dist/workers", "package.json"])
    cpSync(name, join(small, name), { recursive: true });
  symlinkSync(join(process.cwd(), "node_modules"), join(small, "node_modules"));
  cpSync(writeSmallConfig(context), join(small, "config"), { recursive: true });
  return small;
}
