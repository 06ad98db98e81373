import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { emailMessage } from "../../../src/channels/email/email-message.ts";
import type { Language } from "../../../src/domain/language/language.ts";
import { CASES } from "./cases.ts";

const hasChromium = spawnSync("chromium", ["--version"]).status === 0;
if (!hasChromium) console.warn("SKIPPED: pictures of emails, since chromium is not installed");
/** PICTURES=folder keeps them there, to be looked at. */
const folder = process.env.PICTURES ?? mkdtempSync(join(tmpdir(), "rasid-pictures-"));
afterAll(() => {
  if (!process.env.PICTURES) rmSync(folder, { recursive: true, force: true });
});

function chromium(...args: string[]): string {
  const flags = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    `--user-data-dir=${folder}/profile`,
  ];
  return execFileSync("chromium", [...flags, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

/** The bytes of a PNG's rows, each row begun by its filter. */
function pixelsOf(png: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return inflateSync(Buffer.concat(parts));
}

const LANGUAGES: readonly Language[] = ["ar", "en"];
const emails = Object.entries(CASES).flatMap(([name, message]) =>
  LANGUAGES.map((language) => ({ name: `${name}.${language}`, html: emailMessage(message, language).html })),
);
const SLOW_MACHINE_MS = 180_000;

// A browser takes seconds to start, so one picture holds every email.
describe.skipIf(!hasChromium)("emails in a browser", { timeout: SLOW_MACHINE_MS }, () => {
  it("show something", () => {
    const page = join(folder, "emails.html");
    const picture = join(folder, "emails.png");
    writeFileSync(page, pageOf(680));
    chromium(`--screenshot=${picture}`, `--window-size=1440,${900 * (emails.length / 2)}`, `file://${page}`);
    const pixels = pixelsOf(readFileSync(picture));
    // Rows are filtered, so what differs from its neighbour is not zero.
    expect(pixels.filter((byte) => byte !== 0).length / pixels.length).toBeGreaterThan(0.01);
  });

  it.each([680, 360])("nothing runs out of their sides at a width of %i", (width) => {
    const page = join(folder, `emails-${width}.html`);
    writeFileSync(page, pageOf(width));
    const measured = /<title>([^<]*)<\/title>/.exec(chromium("--dump-dom", `file://${page}`))?.[1];
    expect(measured?.split(" ")).toEqual(emails.map(({ name }) => `${name}:0:shown`));
  });
});

/** All emails in frames of a width; the title tells of each by how much it is too wide, and whether it shows much. */
function pageOf(width: number): string {
  const frames = emails.map(({ name, html }) => {
    const quoted = html.replace(/&/g, "&amp;").replace(/"/g, "&quot;");
    return `<iframe name="${name}" width="${width}" height="880" srcdoc="${quoted}"></iframe>`;
  });
  const measure = `document.title = [...document.querySelectorAll("iframe")].map((one) => {
    const { scrollWidth, clientWidth } = one.contentDocument.documentElement;
    const { height } = one.contentDocument.querySelector("table").getBoundingClientRect();
    return [one.name, scrollWidth - clientWidth, height > 100 ? "shown" : "empty"].join(":");
  }).join(" ")`;
  return `<!doctype html><title></title><body onload='${measure}'>${frames.join("")}`;
}
