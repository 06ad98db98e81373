import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { aSite, rasid } from "../support/run-rasid.ts";

const SITE = aSite({
  "channels.yaml": `channels:
  - id: mail
    kind: email
    host: smtp.example.org
    from: rasid@example.org
    to:
      - desk@example.org
  - id: plain-mail
    kind: email
    map: false
    host: smtp.example.org
    from: rasid@example.org
    to:
      - desk@example.org
  - id: bot
    kind: slack-bot
    tokenEnv: TOKEN
    channel: C0123456789
  - id: hook
    kind: webhook
    urlEnv: HOOK
    signingKeyEnv: KEY
  - id: idle
    kind: terminal
`,
  "watchlists/syria-iraq.yaml": `id: syria-iraq
channels:
  - terminal
  - mail
  - plain-mail
  - bot
  - hook
`,
});
const SECRETS = { TOKEN: "xoxb-1", HOOK: "https://hook.example.org/", KEY: "0123456789abcdef0123456789abcdef" };
const ARTICLE = JSON.stringify({
  id: "a1",
  title: "انسحاب القوات من الوعر على الحدود السورية العراقية",
  body: "انسحبت القوات المتمركزة في منطقة الوعر بالبادية السورية فجر اليوم باتجاه المحطة الثانية بعد هجوم.",
  source: "مرصد البادية",
});
const folder = mkdtempSync(join(tmpdir(), "rasid-preview-test-"));
const preview = (channel: string, out?: string, article = ARTICLE, environment = {}) =>
  rasid(
    [
      "preview",
      "--config",
      SITE,
      "--channel",
      channel,
      ...(out === undefined ? [] : ["--out", join(folder, out)]),
      "-",
    ],
    `${article}\n`,
    { ...SECRETS, ...environment },
  );
const written = (name: string) => readFileSync(join(folder, name), "utf8");

describe("rasid preview", { timeout: 120_000 }, () => {
  it.each([
    ["mail", "سبب التنبيه:"],
    ["terminal", "▌"],
  ])("shows at the terminal what %s would be told", (channel, words) => {
    const { status, stdout } = preview(channel);
    expect(status).toBe(0);
    expect(stdout).toContain(words);
    expect(stdout).toContain("الوعر");
  });

  it("writes the email with its map inside", () => {
    expect(preview("mail", "mail.html")).toMatchObject({ status: 0, stderr: "" });
    const [, map = ""] = /src="data:image\/png;base64,([^"]+)"/.exec(written("mail.html"))!;
    expect(Buffer.from(map, "base64").subarray(1, 4).toString("latin1")).toBe("PNG");
    expect(Buffer.from(map, "base64").length).toBeGreaterThan(30_000);
  });

  it("writes it without one where the channel has `map: false`", () => {
    expect(preview("plain-mail", "plain.html").status).toBe(0);
    expect(written("plain.html")).not.toContain("<img");
  });

  it("writes what is sent, as JSON", () => {
    for (const id of ["mail", "bot", "hook"]) expect(preview(id, `${id}.json`)).toMatchObject({ status: 0 });
    expect(Object.keys(JSON.parse(written("mail.json")))).toEqual(["subject", "text", "html"]);
    expect(JSON.parse(written("bot.json")).blocks[0].type).toBe("header");
    expect(JSON.parse(written("hook.json"))).toMatchObject({ version: 1, kind: "alert", alert: { channelId: "hook" } });
  });

  const hasChromium = spawnSync("chromium", ["--version"]).status === 0;
  it.runIf(hasChromium)("draws the email as a picture, as high as it is", () => {
    expect(preview("mail", "mail.png")).toMatchObject({ status: 0, stderr: "" });
    const png = readFileSync(join(folder, "mail.png"));
    expect(png.readUInt32BE(16)).toBe(1280);
    expect(png.readUInt32BE(20)).toBeGreaterThan(1400);
  });

  it("says what is missing where no browser can draw it", () => {
    const bin = join(folder, "bin");
    mkdirSync(bin);
    symlinkSync(process.execPath, join(bin, "node"));
    const { status, stderr } = preview("mail", "mail.png", ARTICLE, { PATH: bin });
    expect(status).toBe(1);
    expect(stderr).toMatch(/no chromium, .* on the PATH/);
  });

  it.each([
    ["idle", ARTICLE],
    ["mail", JSON.stringify({ id: "a2", title: "افتتاح حديقة في حي الوعر بحمص" })],
  ])("tells why there is no alert for %s, and fails", (channel, article) => {
    const { status, stdout, stderr } = preview(channel, undefined, article);
    expect(status).toBe(1);
    expect(stdout).toMatch(/Watchlists\n.*syria-iraq/s);
    expect(stderr).toContain(`raises no alert for channel ${channel}`);
  });

  it("names the channels there are", () => {
    const { status, stderr } = preview("nobody");
    expect(status).toBe(1);
    expect(stderr).toContain("no channel nobody: use one of terminal, mail, plain-mail, bot, hook, idle");
  });

  it("takes no other kind of file", () => {
    expect(preview("mail", "mail.pdf")).toMatchObject({ status: 2 });
  });
});
