import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { emailMessage } from "../../../src/channels/email-message.ts";
import type { Language } from "../../../src/domain/event/wording.ts";
import { CASES } from "./cases.ts";

const hasChromium = spawnSync("chromium", ["--version"]).status === 0;
if (!hasChromium) console.warn("SKIPPED: pictures of emails, since chromium is not installed");
/** PICTURES=folder keeps them there, to be looked at. */
const folder = process.env.PICTURES ?? mkdtempSync(join(tmpdir(), "rasid-pictures-"));
afterAll(() => {
  if (!process.env.PICTURES) rmSync(folder, { recursive: true, force: true });
});

function chromium(...args: string[]): string {
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", `--user-data-dir=${folder}/profile`];
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

const SEEN = Object.keys(CASES).flatMap((name) => (["ar", "en"] as Language[]).map((language) => [name, language]));

describe.skipIf(!hasChromium)("an email in a browser", () => {
  it.each(SEEN as [string, Language][])("%s (%s) shows something, and nothing runs out of its side", (name, language) => {
    const { html } = emailMessage(CASES[name]!, language);
    const page = join(folder, `${name}.${language}.html`);
    const picture = join(folder, `${name}.${language}.png`);
    writeFileSync(page, html);
    chromium(`--screenshot=${picture}`, "--window-size=680,820", `file://${page}`);
    const pixels = pixelsOf(readFileSync(picture));
    // Rows are filtered, so what differs from its neighbour is not zero.
    expect(pixels.filter((byte) => byte !== 0).length / pixels.length).toBeGreaterThan(0.005);

    const quoted = html.replace(/&/g, "&amp;").replace(/"/g, "&quot;");
    const frames = [680, 360].map((width) => `<iframe width="${width}" height="900" srcdoc="${quoted}"></iframe>`);
    const measure = `document.title = [...document.querySelectorAll("iframe")].map((one) => {
      const root = one.contentDocument.documentElement;
      return root.scrollWidth - root.clientWidth;
    }).join(",")`;
    writeFileSync(page, `<!doctype html><title></title><body onload='${measure}'>${frames.join("")}`);
    expect(/<title>([^<]*)<\/title>/.exec(chromium("--dump-dom", `file://${page}`))?.[1]).toBe("0,0");
  });
});
