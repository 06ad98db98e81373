// Breaks one guard at a time in a copy of the project and shows which scenario turns red. A guard whose removal nothing
// notices is a missing test, and fails this run.
//   node dist/faults/tests/faults/guards.js [--only NAME or number of a scenario, several by commas]
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

interface Guard {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The scenario that has to turn red. */
  readonly scenario: number;
}

const GUARDS: readonly Guard[] = [
  {
    name: "renumbered articles are known",
    file: "src/pipeline/poll-feed.ts",
    from: "knownOf(i).twin || (allRenumbered && knownOf(i).title);",
    to: "i < 0;",
    scenario: 16,
  },
  {
    name: "shared guids identify nothing",
    file: "src/domain/article-identity.ts",
    from: "!sharedGuids.has(guid)",
    to: "sharedGuids.size >= 0",
    scenario: 17,
  },
  {
    name: "dates of the future are none",
    file: "src/pipeline/poll-feed.ts",
    from: "AHEAD_MS = 2 * 86_400_000",
    to: "AHEAD_MS = 1e13",
    scenario: 18,
  },
  {
    name: "unreadable text is an error",
    file: "src/sources/feed/parser-thread.ts",
    from: "UNREADABLE_SHARE = 0.05",
    to: "UNREADABLE_SHARE = 2",
    scenario: 20,
  },
  {
    name: "an emptied feed is a failure",
    file: "src/pipeline/poll-feed.ts",
    from: "EMPTIED_ITEMS = 5",
    to: "EMPTIED_ITEMS = 5000",
    scenario: 22,
  },
  {
    name: "an error of a bridge is no article",
    file: "src/pipeline/poll-feed.ts",
    from: "/^Bridge returned error \\d+/",
    to: "/^never$/",
    scenario: 22,
  },
  {
    name: "literal addresses are checked",
    file: "src/sources/address-guard.ts",
    from: "if (isIP(host) !== 0) {",
    to: "if (isIP(host) === 99) {",
    scenario: 23,
  },
  {
    name: "resolved addresses are checked",
    file: "src/sources/address-guard.ts",
    from: "addresses.find(({ address }) => !isAllowed(address))",
    to: "addresses.find(({ address }) => address === undefined)",
    scenario: 23,
  },
  {
    name: "limit on decoded size",
    file: "src/sources/guarded-fetch.ts",
    from: "if (bytes > maxBytes)",
    to: "if (bytes < 0)",
    scenario: 24,
  },
  {
    name: "limit on how much an answer unpacks to",
    file: "src/sources/guarded-fetch.ts",
    from: "MAX_RATIO = 200",
    to: "MAX_RATIO = 1e9",
    scenario: 25,
  },
  {
    name: "a try to send has a time",
    file: "src/pipeline/time-limit.ts",
    from: "AbortSignal.any([stop, limit.signal])",
    to: "stop",
    scenario: 10,
  },
  {
    name: "limit on redirects",
    file: "src/sources/guarded-fetch.ts",
    from: "hop <= limits.maxRedirects",
    to: "hop <= limits.maxRedirects + 3",
    scenario: 26,
  },
  {
    name: "credentials stay with their origin",
    file: "src/sources/guarded-fetch.ts",
    from: "const sameOrigin = url.origin === new URL(asked.url).origin;",
    to: "const sameOrigin = true;",
    scenario: 26,
  },
  {
    name: "limit on terms found",
    file: "src/domain/reading/term-index.ts",
    from: "MOST_HITS = 1000",
    to: "MOST_HITS = 1e9",
    scenario: 28,
  },
  {
    name: "Slack text is escaped",
    file: "src/channels/slack-message.ts",
    from: '.replace(/</g, "&lt;")',
    to: "",
    scenario: 29,
  },
  {
    name: "HTML is escaped",
    file: "src/domain/safe-text.ts",
    from: "return text.replace(/[&<>\"']/g, (char) => HTML_ESCAPES[char]!);",
    to: "return text.replace(/[\\u0001]/g, (char) => HTML_ESCAPES[char]!);",
    scenario: 30,
  },
  {
    name: "texts are cleaned",
    file: "src/domain/safe-text.ts",
    from: 'return text.replace(ACTING, "");',
    to: 'return text.replace(ACTING, "$&");',
    scenario: 31,
  },
  {
    name: "the log escapes what acts",
    file: "src/process/logger.ts",
    from: "const ACTING = /[",
    to: "const ACTING = /(?!)[",
    scenario: 31,
  },
  {
    name: "the log takes secrets out",
    file: "src/process/logger.ts",
    from: "if (secret.length < SHORTEST_SECRET) continue;",
    to: "if (secret.length < 1000) continue;",
    scenario: 32,
  },
  {
    name: "strict content security policy",
    file: "src/web/status-server.ts",
    from: "default-src 'none'; frame-ancestors 'none'",
    to: "default-src *",
    scenario: 37,
  },
  {
    name: "limit on connections",
    file: "src/web/status-server.ts",
    from: "server.maxConnections = 64;",
    to: "",
    scenario: 37,
  },
  {
    name: "a request has a whole time",
    file: "src/sources/guarded-fetch.ts",
    from: "within(limits.wholeTimeoutMs, signal)",
    to: "within(limits.wholeTimeoutMs * 3, signal)",
    scenario: 24,
  },
  {
    name: "deadline of the parser",
    file: "src/sources/deadline-thread.ts",
    from: "nextMessage<Answer>(worker, timeoutMs)",
    to: "nextMessage<Answer>(worker, timeoutMs * 30)",
    scenario: 27,
  },
  {
    name: "schedule returns with Redis",
    file: "workers/poll.ts",
    from: "if (!once) await scheduleFeeds(parts, configuration.current().settings);",
    to: "",
    scenario: 9,
  },
  {
    name: "intent before sending",
    file: "src/redis/sent-ledger.ts",
    from: 'return first === "OK" ? "first" : "again";',
    to: 'return first === "OK" ? "first" : "first";',
    scenario: 5,
  },
  {
    name: "proof of sending",
    file: "src/redis/sent-ledger.ts",
    from: "(await redis.exists(sent(alertId))) === 1",
    to: "(await redis.exists(sent(alertId))) === 2",
    scenario: 5,
  },
  {
    name: "stalls are no failures",
    file: "src/queues/job-options.ts",
    from: "MAX_STALLED = 1000",
    to: "MAX_STALLED = 0",
    scenario: 5,
  },
  {
    name: "ops told when Redis takes no writes",
    file: "src/app/redis-watch.ts",
    from: "failedLooks !== LOOKS_BEFORE_NOTICE",
    to: "failedLooks < 1e9",
    scenario: 7,
  },
  {
    name: "lists beyond the rate",
    file: "src/queues/alert-queue.ts",
    from: "return sentAloneAt.length >= options.perMinute;",
    to: "return false;",
    scenario: 14,
  },
  {
    name: "enqueue before remembering",
    file: "src/pipeline/poll-feed.ts",
    from: "  if (told.length > 0) {\n",
    to: "  await ports.seen.remember(feed.id, sorted.keys, now);\n  if (told.length > 0) {\n",
    scenario: 3,
  },
  {
    name: "watchdog of the matcher",
    file: "src/app/watchdog.ts",
    from: 'process.kill(process.pid, "SIGKILL");',
    to: "",
    scenario: 11,
  },
  {
    name: "one batch at a time",
    file: "workers/match.ts",
    from: "BATCHES_AT_ONCE = 1",
    to: "BATCHES_AT_ONCE = 8",
    scenario: 11,
  },
  {
    name: "an article asks the same again",
    file: "src/redis/story-book.ts",
    from: "if (before) return",
    to: "if (before && sketch.at < 0) return",
    scenario: 38,
  },
  {
    name: "one writer of stories at a time",
    file: "src/redis/story-book.ts",
    from: '"NX")) !== "OK")',
    to: '"NX")) === undefined)',
    scenario: 38,
  },
  {
    name: "robots.txt is obeyed",
    file: "src/sources/page/http-page-source.ts",
    from: 'if (!permission.ok) return noPage("ROBOTS", permission.why);',
    to: "",
    scenario: 39,
  },
  {
    name: "a robots.txt that fails forbids",
    file: "src/sources/page/http-page-source.ts",
    from: "if (status >= 500 || status === 429)",
    to: "if (status >= 1000)",
    scenario: 39,
  },
  {
    name: "time for the pages of a batch",
    file: "src/app/batch-pages.ts",
    from: "PAGES_WITHIN_MS = 20_000",
    to: "PAGES_WITHIN_MS = 600_000",
    scenario: 39,
  },
];

const { values } = parseArgs({ options: { only: { type: "string" } } });
const root = mkdtempSync(join(tmpdir(), "rasid-guards-"));
const copy = join(root, "rasid");
mkdirSync(copy);
for (const name of ["bin", "config", "demo", "src", "tests", "workers", "package.json", "tsconfig.json"])
  cpSync(name, join(copy, name), { recursive: true });
symlinkSync(join(process.cwd(), "node_modules"), join(copy, "node_modules"));
const shared = join(process.cwd(), "..", "shared");
if (existsSync(shared)) symlinkSync(shared, join(root, "shared"));

function run(command: string, args: readonly string[]) {
  return spawnSync(command, args, { cwd: copy, encoding: "utf8", maxBuffer: 1 << 26 });
}

function build(): void {
  for (const args of [[], ["-p", "tests/faults"]]) {
    const { status, stdout } = run(join("node_modules", ".bin", "tsc"), args);
    if (status !== 0) throw new Error(`the copy does not compile:\n${stdout}`);
  }
}

/** Whether the scenario is green, with the line that it printed. */
function scenario(number: number) {
  const { status, stdout } = run(process.execPath, [
    "dist/faults/tests/faults/run.js",
    "--short",
    "--only",
    String(number),
  ]);
  const line = stdout.split("\n").find((one) => /^ *\d+ (?:pass|FAIL|skip) /.test(one)) ?? stdout.slice(-300);
  return { isGreen: status === 0, line };
}

let unnoticed = 0;
try {
  for (const { name, file, from, to, scenario: number } of GUARDS) {
    if (
      values.only !== undefined &&
      !values.only.split(",").includes(name) &&
      !values.only.split(",").includes(`${number}`)
    )
      continue;
    const path = join(copy, file);
    const text = readFileSync(path, "utf8");
    if (!text.includes(from)) throw new Error(`${file} no longer holds: ${from}`);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
    build();
    const { isGreen, line } = scenario(number);
    writeFileSync(path, text);
    if (isGreen) unnoticed++;
    console.log(
      `${isGreen ? "UNNOTICED" : "noticed  "} ${name} (${file}) -> scenario ${number}: ${line.trim().slice(0, 200)}`,
    );
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
console.log(`${unnoticed} guards can be broken without a scenario noticing`);
process.exitCode = unnoticed > 0 ? 1 : 0;
