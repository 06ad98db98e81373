import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { alertWording } from "../../src/domain/alerts/wording.ts";
import { createFeedParser } from "../../src/sources/feed/feed-parser.ts";
import { anAlert } from "../support/builders.ts";
import { eventually } from "../support/eventually.ts";
import { startTestServer } from "../support/test-server.ts";
import { feedOf, hasShared, itemXml, news, rss, SHARED, type Story } from "./news.ts";
import { aPoller, aSettledPoller } from "./poller.ts";
import { startProgram, startRasid } from "./processes.ts";
import { asker, KEY, privateRedis } from "./rig.ts";
import { type Context, figure, PATIENCE_MS, type Scenario, Skipped } from "./scenario.ts";
import { startSink } from "./sink.ts";
import { HOOK, writeSite } from "./site.ts";

function needsShared(): void {
  if (!hasShared) throw new Skipped(`SKIPPED: ${SHARED} is not at hand`);
}

const sequence: Scenario = {
  number: 15,
  name: "51 successive versions of a real feed",
  bar: "exactly 401 articles, 0 seen twice; edits are not told again",
  short: true,
  withinSeconds: 90,
  async run(context) {
    needsShared();
    const folder = join(SHARED, "feeds", "arabic", "abdallamaklad+doyouknow.app@seq");
    const versions = readdirSync(folder)
      .toSorted()
      .map((name) => readFileSync(join(folder, name)));
    const ids = new Set(
      versions.flatMap((bytes) => [...bytes.toString("utf8").matchAll(/<guid[^>]*>([^<]*)/g)].map(([, guid]) => guid)),
    );
    const poller = await aSettledPoller(context, "feed");
    for (const version of versions) {
      poller.serve("feed", version);
      await poller.poll("feed");
    }
    const twice = poller.told.length - new Set(poller.told.map(({ id }) => id)).size;
    return figure(
      { versions: versions.length, ids: ids.size, articles: poller.told.length, twice },
      versions.length === 51 ? ids.size === 401 : true,
      poller.told.length === ids.size && twice === 0,
    );
  },
};

/** A daemon on feeds whose answers the scenario chooses, polled when it asks. */
async function aDaemonOn(context: Context, ids: readonly string[], answer: (id: string) => string) {
  const server = await startTestServer((request, response) => response.end(answer(request.url!.slice(1))));
  context.closing(() => server.close());
  const sink = await startSink(context);
  const feeds = Object.fromEntries(ids.map((id) => [id, `${server.url}/${id}`]));
  const site = writeSite(context, { feeds, channels: { sink: HOOK } });
  const data = context.folder();
  const daemon = startRasid(context, site, data, { HOOK_URL: sink.server.url, HOOK_KEY: KEY });
  await daemon.said('"rasid runs"');
  const ask = asker(context, privateRedis(context, data));
  let polls = 0;
  const asked = () =>
    daemon.output().split('"msg":"feed asked"').length + daemon.output().split('"msg":"feed failed"').length - 2;
  const finished = () => eventually(asked, (count) => count >= (polls + 1) * ids.length, PATIENCE_MS);
  await finished();
  return {
    sink,
    daemon,
    lines: (text: string) =>
      daemon
        .output()
        .split("\n")
        .filter((line) => line.includes(text)),
    async poll() {
      polls++;
      await ask(ids);
      await finished();
    },
  };
}

const renumbered: Scenario = {
  number: 16,
  name: "fresh guids at every poll",
  bar: "20 polls x 20 items: 20 alerts at most, 1 notice",
  withinSeconds: 90,
  async run(context) {
    const stories = news(20, 20, context.random, "same");
    let version = 0;
    const daemon = await aDaemonOn(context, ["feed"], () =>
      version === 0 ? rss("") : feedOf(stories.map((story) => ({ ...story, guid: `${story.guid}-${version}` }))),
    );
    for (version = 1; version <= 20; version++) await daemon.poll();
    await sleep(2000);
    const notices = daemon.lines("known articles new ids").length;
    return figure(
      { polls: 20, alerts: daemon.sink.received.length, notices },
      daemon.sink.received.length === 20 && notices === 1,
    );
  },
};

const identities: Scenario = {
  number: 17,
  name: "flapping versions, and guids that are missing, empty, shared, doubled or in two feeds",
  bar: "0 repeats over 50 polls; each distinct article once (5/5)",
  short: true,
  withinSeconds: 60,
  async run(context) {
    const poller = await aSettledPoller(context, "flapping", "odd", "other");
    const all = news(22, 0, context.random, "flap");
    const versions = [feedOf(all.slice(0, 20)), feedOf(all.slice(2).toReversed())];
    for (let poll = 0; poll < 50; poll++) {
      poller.serve("flapping", versions[poll % 2]!);
      await poller.poll("flapping");
    }
    const flapped = poller.told.length;
    const item = (title: string, guid: string, link: string) =>
      `<item><title>${title}</title>${guid}<link>https://example.org/${link}</link></item>`;
    const empty = '<guid isPermaLink="false"></guid>';
    const cases: Readonly<Record<string, string>> = {
      "missing guid": item("بلا معرف أول", "", "a1") + item("بلا معرف ثان", "", "a2"),
      "empty guid": item("معرف فارغ أول", empty, "b1") + item("معرف فارغ ثان", empty, "b2"),
      "shared link": item("رابط مشترك أول", "", "") + item("رابط مشترك ثان", "", ""),
      "doubled guid": item("معرف مكرر أول", "<guid>x</guid>", "d1") + item("معرف مكرر ثان", "<guid>x</guid>", "d2"),
      "guid in two feeds": item("معرف في مصدرين أول", "<guid>y</guid>", "e1"),
    };
    for (let poll = 0; poll < 3; poll++) {
      poller.serve("odd", rss(Object.values(cases).join("")));
      await poller.poll("odd");
      poller.serve("other", rss(item("معرف في مصدرين ثان", "<guid>y</guid>", "e2")));
      await poller.poll("other");
    }
    const titles = poller.told.slice(flapped).map(({ title }) => title);
    const once = Object.keys(cases).filter((_, i) => {
      const names = ["بلا معرف", "معرف فارغ", "رابط مشترك", "معرف مكرر", "معرف في مصدرين"];
      return ["أول", "ثان"].every((which) => titles.filter((title) => title === `${names[i]} ${which}`).length === 1);
    });
    return figure(
      { "flapping polls": 50, repeats: flapped - 22, "told once": `${once.length}/5` },
      flapped === 22,
      once.length === 5,
    );
  },
};

const UNKNOWN = "غير معروف";
/** What a feed says, and what has to be shown. */
const DATES: readonly (readonly [string, string])[] = [
  ["", UNKNOWN],
  ["Thu, 01 Jan 1970 00:00:00 GMT", UNKNOWN],
  ["Fri, 01 Jan 2099 00:00:00 GMT", UNKNOWN],
  ["0001-01-01T00:00:00Z", UNKNOWN],
  ["Mon, 24 Nov 2025 10:00:00 EET", "2025-11-24 08:00 UTC"],
  ["٢٤ تشرين الثاني ٢٠٢٥ ١٠:٠٠", "2025-11-24 10:00 UTC"],
  ["24 نوفمبر 2025 10:00", "2025-11-24 10:00 UTC"],
  ["2025-11-24 10:00:00", "2025-11-24 10:00 UTC"],
  ["24/11/2025 10:00", "2025-11-24 10:00 UTC"],
  ["أمس", UNKNOWN],
];

const dates: Scenario = {
  number: 18,
  name: "dates of every kind, in two time zones, and a clock that is stepped",
  bar: "none dropped, none held back, shown right or unknown; clock +-1 h: 0 repeats",
  short: true,
  withinSeconds: 60,
  async run(context) {
    const written = DATES.map(([date]) => date);
    const read: string[] = [];
    for (const TZ of ["UTC", "Asia/Damascus"]) {
      const program = startProgram(context, "dates", { TZ, DATES: JSON.stringify(written) });
      await program.ended;
      read.push(program.output());
    }
    const poller = await aSettledPoller(context, "feed");
    const items = DATES.map(([date], i) => itemXml({ guid: `d${i}`, title: `خبر ${i}`, date, isExpected: false }));
    poller.serve("feed", rss(items.join("")));
    for (const skewMs of [0, 3_600_000, 0, -3_600_000, 0]) {
      poller.skewMs = skewMs;
      await poller.poll("feed");
    }
    const wrong = DATES.filter(([, shown], i) => {
      const article = poller.told.find(({ title }) => title === `خبر ${i}`);
      if (!article) return true;
      const { facts } = alertWording(anAlert({ article }), "ar", false);
      return facts.find(({ label }) => label === "وقت النشر")?.value !== shown;
    });
    return figure(
      {
        dates: DATES.length,
        told: poller.told.length,
        "wrongly shown": wrong.length === 0 ? 0 : wrong.map(([date]) => date).join(" / "),
        "zones agree": read[0] === read[1] && read[0] !== "",
      },
      poller.told.length === DATES.length && wrong.length === 0,
      read[0] === read[1] && read[0] !== "",
    );
  },
};

interface ManifestRow {
  readonly path: string;
  readonly content_type: string | null;
  readonly oracle_items: number;
}

export function manifest(): ManifestRow[] {
  return gunzipSync(readFileSync(join(SHARED, "feeds", "manifest.jsonl.gz")))
    .toString("utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as ManifestRow);
}

const corpus: Scenario = {
  number: 19,
  name: "the shipped set of real feeds",
  bar: ">= 1,713 files and >= 5,187 items; 0 hangs, 0 uncaught, no field that is not a text",
  withinSeconds: 150,
  async run(context) {
    needsShared();
    const parser = createFeedParser(5000);
    context.closing(() => parser.close());
    let files = 0;
    let items = 0;
    let hangs = 0;
    let notText = 0;
    let uncaught = 0;
    process.on("uncaughtException", () => uncaught++);
    for (const { path, content_type, oracle_items } of manifest()) {
      const answer = await parser.parse({
        bytes: readFileSync(join(SHARED, "feeds", path)),
        httpCharset: /charset=([\w-]+)/i.exec(content_type ?? "")?.[1],
        base: "https://example.org/",
        maxItems: 5000,
      });
      if (!answer.ok) {
        if (/took longer|stopped with code/.test(answer.why)) hangs++;
        continue;
      }
      notText += answer.feed.items
        .flatMap((item) => Object.values(item))
        .filter((one) => typeof one !== "string").length;
      if (oracle_items > 0 && answer.feed.items.length > 0) files++;
      items += Math.min(answer.feed.items.length, oracle_items);
    }
    return figure(
      { files, items, hangs, uncaught, "not text": notText },
      files >= 1713 && items >= 5187,
      hangs + uncaught + notText === 0,
    );
  },
};

const encodings: Scenario = {
  number: 20,
  name: "45 encodings and lies about them",
  bar: "45/45 equal to the UTF-8 original; more than 5 % unreadable is a feed error",
  short: true,
  withinSeconds: 60,
  async run(context) {
    const poller = await aPoller(context);
    const broken = news(20, 0, context.random, "bad").map((story) => ({
      ...story,
      title: story.title.replace(/[ا-ي]/g, "\uFFFD"),
    }));
    poller.serve("feed", feedOf(broken));
    const report = await poller.poll("feed");
    const isError = report.outcome === "failed" && (report.why ?? "").includes("unreadable");
    needsShared();
    const parser = createFeedParser(5000);
    context.closing(() => parser.close());
    const folder = join(SHARED, "feeds", "derived-encodings");
    const itemsOf = async (path: string) => {
      const answer = await parser.parse({
        bytes: readFileSync(path),
        httpCharset: undefined,
        base: "https://example.org/",
        maxItems: 500,
      });
      return answer.ok ? JSON.stringify(answer.feed.items) : answer.why;
    };
    const originals = new Map<string, string>();
    for (const name of readdirSync(join(folder, "originals")))
      originals.set(name.split(".")[0]!, await itemsOf(join(folder, "originals", name)));
    const traps = readdirSync(folder).filter((name) => name.endsWith(".xml"));
    let equal = 0;
    for (const name of traps) if ((await itemsOf(join(folder, name))) === originals.get(name.split(".")[0]!)) equal++;
    return figure(
      { equal: `${equal}/${traps.length}`, "unreadable is an error": isError },
      equal === 45 && traps.length === 45 && isError,
    );
  },
};

/** What can befall one item of a document. */
const DAMAGES: readonly ((item: string, at: number) => string | Buffer)[] = [
  (item) => item.replace("</title>", " & co</title>"),
  (item) => item.replace("</title>", " a < b</title>"),
  (item) => item.replace("</title>", " &nosuch; &#xFFFF;</title>"),
  (item) => item.replace("</title>", " \u0001\u0000</title>"),
  (item) => item.replace("</title>", "</b></title>"),
  (item) => item.replace("</title>", "<b>x</i></title>"),
  (item) => item.replace("<link>", "<link rel=none>"),
  (item) => item.replace("</title>", ""),
  (item) => item.replace("</item>", "<description><![CDATA[x</description></item>"),
  (item, at) =>
    Buffer.concat([
      Buffer.from(item).subarray(0, 60 + (at % 40)),
      Buffer.of(0xff, 0xc3),
      Buffer.from(item).subarray(60 + (at % 40)),
    ]),
];

const oneBadByte: Scenario = {
  number: 21,
  name: "one bad byte: feeds cut off or damaged at a random item",
  bar: ">= 90 % of the well-formed items before and after are kept",
  short: true,
  withinSeconds: 60,
  async run(context) {
    const { random } = context;
    const parser = createFeedParser(5000);
    context.closing(() => parser.close());
    let whole = 0;
    let kept = 0;
    const worst: string[] = [];
    for (let feed = 0; feed < 20; feed++) {
      const stories = news(20, 4, random, `damaged-${feed}`);
      const at = random.int(1, 18);
      const items = stories.map((story) => Buffer.from(itemXml(story)));
      const isCut = feed % 4 === 3;
      const damage = DAMAGES[Math.floor(feed / 2) % DAMAGES.length]!;
      const damaged = isCut
        ? items[at]!.subarray(0, random.int(10, items[at]!.length - 10))
        : Buffer.from(damage(items[at]!.toString("utf8"), random.int(0, 40)));
      const [head, tail] = rss("ITEMS").split("ITEMS") as [string, string];
      const bytes = Buffer.concat([
        Buffer.from(head),
        ...items.slice(0, at),
        damaged,
        ...(isCut ? [] : [...items.slice(at + 1), Buffer.from(tail)]),
      ]);
      const answer = await parser.parse({ bytes, httpCharset: undefined, base: "https://example.org/", maxItems: 500 });
      const titles = new Set(answer.ok ? answer.feed.items.map(({ title }) => title) : []);
      const sound = stories.filter((_, i) => i < at || (i > at && !isCut));
      const here = sound.filter(({ title }) => titles.has(title)).length;
      whole += sound.length;
      kept += here;
      if (here < sound.length * 0.9)
        worst.push(`${isCut ? "cut" : `damage ${Math.floor(feed / 2) % DAMAGES.length}`} ${here}/${sound.length}`);
    }
    const share = (100 * kept) / whole;
    return figure(
      { feeds: 20, items: whole, "kept %": share, ...(worst.length > 0 && { lossy: worst.join("; ") }) },
      share >= 90,
    );
  },
};

const NOT_FEEDS: Readonly<Record<string, (n: number) => string>> = {
  page: () => "<!DOCTYPE html><html><body><p>مرحبا</p></body></html>",
  challenge: () => "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>",
  nothing: () => "",
  emptied: () => rss(""),
  bridge: (n) =>
    rss(
      itemXml({
        guid: `error-${n}`,
        title: `Bridge returned error 500! (${n})`,
        body: "قصف على البوكمال",
        isExpected: false,
      }),
    ),
};

const notFeeds: Scenario = {
  number: 22,
  name: "not a feed: page, challenge, nothing, 0 items where there were 20, a bridge's error item",
  bar: "feed error within 1 poll, notice after 3, recovery told once, no alert",
  short: true,
  withinSeconds: 90,
  async run(context) {
    const ids = Object.keys(NOT_FEEDS);
    const stories = new Map<string, Story[]>(ids.map((id) => [id, news(20, 0, context.random, id)]));
    let poll = 0;
    const daemon = await aDaemonOn(context, ids, (id) =>
      poll >= 1 && poll <= 4 ? NOT_FEEDS[id]!(poll) : feedOf(stories.get(id)!),
    );
    const failed = () => new Set(daemon.lines('"msg":"feed failed"').map((line) => JSON.parse(line).feed as string));
    const notices = (text: string) =>
      ids.map((id) => daemon.lines(text).filter((line) => line.includes(`Feed ${id} `)).length);
    poll = 1;
    await daemon.poll();
    const afterOne = failed().size;
    const next = async () => {
      poll++;
      await daemon.poll();
    };
    await next();
    const early = notices("failed 3 times in a row").reduce((sum, count) => sum + count, 0);
    await next();
    await next();
    await sleep(500);
    const afterThree = notices("failed 3 times in a row");
    for (poll = 5; poll <= 6; poll++) await daemon.poll();
    await sleep(500);
    const recovered = notices("answers again");
    return figure(
      {
        "failed after 1": `${afterOne}/${ids.length}`,
        "notices after 2": early,
        "after 4": afterThree.join("/"),
        recoveries: recovered.join("/"),
        alerts: daemon.sink.received.length,
      },
      afterOne === ids.length && early === 0 && daemon.sink.received.length === 0,
      afterThree.every((count) => count === 1) && recovered.every((count) => count === 1),
    );
  },
};

export const LYING_FEEDS: readonly Scenario[] = [
  sequence,
  renumbered,
  identities,
  dates,
  corpus,
  encodings,
  oneBadByte,
  notFeeds,
];
