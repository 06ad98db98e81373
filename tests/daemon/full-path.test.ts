import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../support/eventually.ts";
import { aSite, startDaemon } from "../support/run-rasid.ts";
import { hasSharedData, sharedLines } from "../support/shared-data.ts";
import { type SmtpSink, startSmtpSink } from "../support/smtp-sink.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

interface Story {
  readonly title: string;
  readonly body: string;
  readonly at?: Date;
}

const OURS: Story = {
  title: "مسلحون يسيطرون على الوعر قرب الحدود السورية العراقية",
  body: "قال ناشطون إن قوات النظام انسحبت فجر اليوم من منطقة الوعر بالبادية السورية باتجاه المحطة الثانية بعد هجوم عنيف.\n\nويقع الوعر قرب معسكر الزكف.",
};
const HOMS: Story = {
  title: "قصف يطال حي الوعر في حمص",
  body: "أفاد ناشطون بأن قصفاً مدفعياً استهدف حي الوعر المحاصر في مدينة حمص.",
};
const RUGGED: Story = {
  title: "مقتل متسلق على الطريق الوعر",
  body: "لقي متسلق مصرعه بعد أن سلك مع رفاقه الطريق الوعر المؤدي إلى القمة إثر هجوم عاصفة.",
};

let published: Story[] = [];
let feed: TestServer;
let slack: TestServer;
let smtp: SmtpSink;
let config: string;

function feedXml(): string {
  const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const items = published.map(
    ({ title, body, at = new Date() }, i) =>
      `<item><guid isPermaLink="false">n-${title.length}-${i}</guid><title>${escaped(title)}</title><description>${escaped(body)}</description><link>https://example.org/n/${title.length}</link><pubDate>${at.toUTCString()}</pubDate></item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>t</title>${items.join("")}</channel></rss>`;
}

beforeAll(async () => {
  feed = await startTestServer((_, response) =>
    response.writeHead(200, { "content-type": "application/rss+xml; charset=utf-8" }).end(feedXml()),
  );
  slack = await startTestServer((_, response) => response.end("ok"));
  smtp = await startSmtpSink();
  const shippedFeeds = (await import("node:fs")).readFileSync("config/feeds.yaml", "utf8");
  const off = [...shippedFeeds.matchAll(/^ {2}- id: (\S+)/gm)]
    .map(([, id]) => `  - id: ${id}\n    remove: true\n`)
    .join("");
  config = aSite({
    "feeds.yaml": `feeds:\n${off}  - id: loop\n    title: t\n    every: 15s\n    urls:\n      - ${feed.url}/feed\n    source:\n      outlet: Loopback\n`,
    "channels.yaml": `channels:\n  - id: slack\n    kind: slack-webhook\n    webhookUrlEnv: HOOK\n  - id: mail\n    kind: email\n    host: 127.0.0.1\n    port: ${smtp.port}\n    security: none\n    from: rasid@example.org\n    to:\n      - desk@example.org\n`,
    "watchlists/syria-iraq.yaml": "id: syria-iraq\nchannels:\n  - slack\n  - mail\n",
    "rasid.yaml": "polling:\n  fullText: never\nfetch:\n  allowAddresses:\n    - 127.0.0.1\nweb:\n  port: 0\n",
  });
});
afterAll(async () => {
  await Promise.all([feed.close(), slack.close(), smtp.close()]);
});

/** Runs the daemon over a baseline and one more poll that finds these stories. */
async function tell(
  stories: Story[],
): Promise<{ slack: string[]; mails: SmtpSink["mails"]; output: string; exitCode: number | null }> {
  published = [{ title: "خبر قديم", body: "لا شيء", at: new Date("2020-01-01") }];
  const slackBefore = slack.requests.length;
  const mailsBefore = smtp.mails.length;
  const data = mkdtempSync(join(tmpdir(), "rasid-full-"));
  const daemon = startDaemon(["--config", config, "--data", data], {
    HOOK: `${slack.url}/services/SECRET-HOOK`,
  });
  await daemon.waitFor("baseline", (entry) => entry.msg === "feed asked");
  published = [...stories, ...published];
  await daemon.waitFor("decision", (entry) => entry.msg === "articles decided", 40_000);
  await eventually(
    () => daemon.entries().filter((entry) => entry.msg === "alert delivered").length,
    (count) => count >= expectedAlerts(daemon.entries()),
  );
  const exitCode = await daemon.stop();
  return {
    slack: slack.requests.slice(slackBefore).map(({ body }) => body),
    mails: smtp.mails.slice(mailsBefore),
    output: daemon.output(),
    exitCode,
  };
}

function expectedAlerts(entries: readonly Record<string, unknown>[]): number {
  return entries
    .filter((entry) => entry.msg === "articles decided")
    .reduce((sum, entry) => sum + Number(entry.alerts), 0);
}

describe("from a feed on loopback to the analysts", () => {
  it("one report of the border reaches Slack and email once each; its namesakes in Homs and on a road reach nobody", {
    timeout: 90_000,
  }, async () => {
    const told = await tell([OURS, HOMS, RUGGED]);
    expect(told.slack.length).toBe(1);
    expect(told.mails.length).toBe(1);
    expect(told.exitCode).toBe(0);

    const slackText = told.slack[0]!;
    expect(slackText).toContain("الوعر");
    expect(slackText).toContain("33.88");
    const mail = told.mails[0]!.parsed;
    expect(mail.subject).toContain("الوعر");
    expect(mail.text).toContain("33.88");
    expect(mail.html as string).toMatch(/<td dir="rtl" align="right" style="direction:rtl;text-align:right/);
    expect(told.output).not.toContain("SECRET-HOOK");
  });

  it("one event is told once: copies are counted, and a new toll replies to the first email", {
    timeout: 90_000,
  }, async () => {
    const raid = (title: string, killed: string): Story => ({
      title,
      body: `قصفت طائرات مسيرة مجهولة مساء الأحد رتلا عسكريا عند أطراف البوكمال، ما أدى إلى مقتل ${killed} واحتراق عربات.`,
    });
    const told = await tell([
      raid("ارتفاع حصيلة قصف رتل قرب البوكمال إلى 11 قتيلا", "11 عنصرا"),
      raid("مسيرات تقصف رتلا عسكريا قرب البوكمال", "خمسة عناصر"),
      raid("طائرات مسيرة تقصف رتلا قرب البوكمال", "خمسة عناصر"),
    ]);
    expect([told.slack.length, told.mails.length]).toEqual([2, 2]);
    const [first, update] = told.mails.map(({ parsed }) => parsed);
    expect(update!.inReplyTo).toBe(first!.messageId);
    expect(update!.subject).toContain("تحديث");
    expect(update!.text).toContain("\u206811\u2069 قتيلاً");
    expect(told.output).toContain("told already; counted with its story");
  });

  it.runIf(hasSharedData)(
    "the founding report, dated today, gives one alert with الوعر at its border place, and says why",
    { timeout: 90_000 },
    async () => {
      const [seed] = sharedLines<Story>("seed-article.jsonl");
      const told = await tell([{ title: seed!.title, body: seed!.body }]);
      expect([told.slack.length, told.mails.length]).toEqual([1, 1]);
      expect(told.mails[0]!.parsed.text).toMatch(/33\.88\D+39\.52/);
      expect(told.mails[0]!.parsed.text).toContain("على بعد \u206813\u2069 كم من الحدود بين سوريا والعراق");
    },
  );
});
