import { describe, expect, it } from "vitest";
import { loadSettings } from "../../src/app/load-settings.ts";
import { aDataDir, aSite, rasid } from "../support/run-rasid.ts";

const article = (id: string, title: string, body = "") => JSON.stringify({ id, title, body });
const match = (lines: string[], ...args: string[]) => {
  const { stdout, stderr, status } = rasid(["match", ...args, "-"], `${lines.join("\n")}\n`);
  return {
    status,
    stderr,
    rows: stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
};

describe("rasid --help", () => {
  it("groups the commands and teaches the exit codes", () => {
    const { stdout, status } = rasid(["--help"]);
    expect(status).toBe(0);
    for (const word of ["Every day:", "Tuning:", "Trouble:", "start", "explain", "Exit codes"])
      expect(stdout).toContain(word);
  });

  it.each(["start", "check", "match", "try", "explain", "feeds check", "channels check", "status", "dead", "init"])(
    "%s --help says what it does",
    (command) => {
      const { stdout, status } = rasid([...command.split(" "), "--help"]);
      expect([status, stdout.includes("Usage: rasid")]).toEqual([0, true]);
    },
  );

  it.each([
    ["nonsense"],
    ["match"],
    ["start", "--roles", "cook"],
    ["match", "--border", "XX-YY", "-"],
    ["try", "x", "--kind", "verb", "--term", "y"],
  ])("answers %s %s with 2 and a remedy", (...args) => {
    const { stderr, status } = rasid(args);
    expect(status).toBe(2);
    expect(stderr.length).toBeGreaterThan(20);
    expect(stderr).not.toContain("    at ");
  });
});

describe("rasid check", () => {
  it("is content with the shipped configuration", () => {
    expect(rasid(["check"])).toMatchObject({ status: 0 });
  });

  it("tells problems with their line, and fails", () => {
    const { status, stdout } = rasid(["check", "--config", aSite({ "rasid.yaml": "polling:\n  evry: 5m\n" })]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/rasid\.yaml:2:3: unknown key `evry`: did you mean `every`\?/);
  });

  it("fails an example that is not kept, at its line", () => {
    const site = aSite({
      "watchlists/x.yaml":
        "id: x\ntitle: x\nchannels:\n  - terminal\nplaces:\n  - border: SY-IQ\n    within: 50km\nexamples:\n  mustNot:\n    - قصف مدفعي على أطراف البوكمال\n",
    });
    const { status, stdout } = rasid(["check", "--config", site]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/watchlists\/x\.yaml:10:7: an example that must not alert does: /);
  });

  it("shows what a site changes", () => {
    const { stdout } = rasid([
      "check",
      "--config",
      aSite({ "feeds.yaml": "feeds:\n  - id: bbc-arabic\n    enabled: false\n" }),
    ]);
    expect(stdout).toContain("bbc-arabic: changed: enabled");
  });

  it("answers in JSON", () => {
    expect(JSON.parse(rasid(["check", "--json"]).stdout)).toMatchObject({ ok: true, problems: [] });
  });
});

describe("rasid match", () => {
  it("keeps the order, one line a line, and quotes exactly", () => {
    const body = "دارت اشتباكات في منطقة الوَعْر على الحدود السورية العراقية، وقُصفت &quot;البوكمال&quot;.";
    const { rows, status } = match([article("b", "عنوان", body), article("a", "عنوان آخر")]);
    expect([status, rows.map((row) => row.id)]).toEqual([0, ["b", "a"]]);
    for (const mention of rows[0].mentions) expect(body.slice(mention.start, mention.end)).toBe(mention.surface);
    expect(rows[0].mentions.map((mention: { surface: string }) => mention.surface)).toContain("الوَعْر");
  });

  it("adds a watchlist for each --border, and lists the silent ones with --all", () => {
    const lines = [article("1", "قصف مدفعي على البوكمال")];
    const { rows } = match(lines, "--all", "--border", "SY-IQ", "--border", "SY-TR", "--within", "50km");
    expect(
      rows[0].matches.map((one: { watchlist: string; decision: string }) => [one.watchlist, one.decision]),
    ).toEqual(
      expect.arrayContaining([
        ["syria-iraq", "alert"],
        ["SY-IQ@50km", "alert"],
        ["SY-TR@50km", "none"],
      ]),
    );
  });

  it("is the same to the byte on every run over a thousand articles", () => {
    const lines = Array.from({ length: 1000 }, (_, i) =>
      article(String(i), `خبر ${i}: قصف على البوكمال وحي الوعر في حمص`, "سلكوا الطريق الوعر إلى القائم."),
    );
    const once = rasid(["match", "--all", "-"], `${lines.join("\n")}\n`).stdout;
    expect(rasid(["match", "--all", "-"], `${lines.join("\n")}\n`).stdout).toBe(once);
  });

  it("is not held up by a text made of names and events", { timeout: 30_000 }, () => {
    const { rows } = match([article("1", "البوكمال", "قصف في البوكمال. اشتباكات في القائم والوعر. ".repeat(4500))]);
    expect(rows[0].matches[0].decision).toBe("alert");
  });

  it.each([
    ["not JSON", "{", /-:1: not JSON/],
    ["no id", '{"title":"x"}', /-:1: `id` is missing/],
    ["neither title nor body", '{"id":"1"}', /neither `title` nor `body`/],
    ["a title that is no text", '{"id":"1","title":7}', /`title` is not a text/],
  ])("says where a line is %s", (_, line, message) => {
    const { status, stderr } = match([line]);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("    at ");
  });

  it("says when a file does not exist", () => {
    expect(rasid(["match", "nowhere.jsonl"])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("nowhere.jsonl: no such file"),
    });
  });
});

describe("rasid try", () => {
  it("answers one term and one text", () => {
    const { stdout } = rasid(["try", "--term", "الوعر", "--kind", "place", "تقدم بالوعر"]);
    expect(JSON.parse(stdout)).toMatchObject({ hit: true, start: 5, end: 11 });
  });

  it("answers JSON Lines in order", () => {
    const rows = [
      { id: "f1", term: "عانة", kind: "place", text: "صرف إعانة شهرية" },
      { id: "f2", term: "سيطر", kind: "keyword", text: "سيطرت الفصائل", forms: true },
    ];
    const { stdout } = rasid(["try", "-"], rows.map((row) => JSON.stringify(row)).join("\n"));
    const hits = stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    expect(hits.map(({ id, hit }) => [id, hit])).toEqual([
      ["f1", false],
      ["f2", true],
    ]);
  });
});

describe("rasid explain", () => {
  it("tells a person which place is meant, why, and what else it could be", () => {
    const { stdout } = rasid(["explain", "-"], "مهجرو حي الوعر في حمص");
    expect(stdout).toMatch(/sy-homs\/al-waar/);
    expect(stdout).toContain("حي");
    expect(stdout).toMatch(/else /);
    expect(stdout).toMatch(/none {2}syria-iraq/);
  });
});

describe("rasid init", () => {
  it.each(["terminal", "slack-webhook", "slack-bot", "email", "webhook"])(
    "writes a first site for %s that is valid once its secrets are set",
    (channel) => {
      const site = `${aDataDir()}/site`;
      const { status, stdout } = rasid([
        "init",
        site,
        "--channel",
        channel,
        "--border",
        "SY-IQ",
        "--border",
        "SY-TR",
        "--language",
        "en",
      ]);
      expect([status, stdout.includes("rasid channels check --send")]).toEqual([0, true]);
      const secrets = {
        RASID_SLACK_WEBHOOK: "x",
        RASID_SLACK_TOKEN: "x",
        RASID_SMTP_PASSWORD: "x",
        RASID_HOOK_URL: "x",
        RASID_HOOK_KEY: "x",
      };
      const settings = loadSettings({ shipped: "config", site, environment: secrets });
      expect(settings.watchlists.map(({ id, channels }) => [id, channels])).toEqual(
        expect.arrayContaining([
          ["syria-iraq", [{ channel: "desk" }]],
          ["sy-tr", [{ channel: "desk" }]],
        ]),
      );
    },
  );

  it("does not write over a site without being told to", () => {
    const site = aSite({ "channels.yaml": "channels: []\n" });
    expect(rasid(["init", site, "--channel", "terminal"])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("--force"),
    });
  });
});

describe("commands about a running Rasid", () => {
  it.each([["status"], ["dead", "list"]])("%s %s say that none runs", (...args) => {
    const { status, stderr } = rasid([...args.filter(Boolean), "--data", aDataDir()]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/no Rasid runs/);
  });
});
