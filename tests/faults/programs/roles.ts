// The real roles over a real Redis, in a process that ends or misbehaves at a chosen step: what a scenario needs and
// the product must not hold. Told by environment variables, all of them JSON in FAULT.
import { once } from "node:events";
import { loadSettings } from "../../../src/app/load-settings.ts";
import { openRuntime, type Runtime } from "../../../src/app/runtime.ts";
import { createLogger } from "../../../src/process/logger.ts";
import { type Closable, runUntilStopped } from "../../../src/process/run-until-stopped.ts";
import { rulebookOf } from "../../../src/settings/rulebook-of.ts";

export interface Fault {
  readonly roles: readonly ("poll" | "match" | "deliver")[];
  readonly redisUrl: string;
  readonly dataDir: string;
  readonly shipped: string;
  readonly site: string;
  /** Where the process ends itself by SIGKILL. */
  readonly dieAt?: Step | undefined;
  /** At which pass by that step; the first by default. */
  readonly pass?: number | undefined;
  /** Articles whose title holds POISON-THROW, POISON-EXIT or POISON-SPIN do so to the matcher. */
  readonly poison?: boolean | undefined;
  /** Waits for a byte on its standard input before it opens anything. */
  readonly isHeld?: boolean | undefined;
}

export type Step =
  | "after parse"
  | "before enqueue"
  | "between enqueues"
  | "before remembering"
  | "before saving state"
  | "inside the story lock"
  | "before queueing an alert"
  | "before intent"
  | "after intent"
  | "after post"
  | "after proof";

const fault = JSON.parse(process.env.FAULT ?? "{}") as Fault;
let passes = 0;

function step(name: Step): void {
  if (fault.dieAt !== name || ++passes < (fault.pass ?? 1)) return;
  process.kill(process.pid, "SIGKILL");
  // The signal may take a moment; nothing else may happen in it.
  for (;;);
}

/** Puts a step before and after a method of an object that the roles were given. */
function around<Part extends object, Name extends keyof Part>(
  part: Part,
  name: Name,
  before: (args: readonly unknown[]) => void,
  after: (args: readonly unknown[]) => void = () => undefined,
): void {
  const original = part[name] as (...args: unknown[]) => unknown;
  Object.assign(part, {
    [name]: (...args: unknown[]) => {
      before(args);
      const result = original.apply(part, args);
      if (!(result instanceof Promise)) return result;
      return result.then((value) => {
        after(args);
        return value;
      });
    },
  });
}

function addSteps({ redis, feedStates, articles, alerts }: Runtime): void {
  let added = 0;
  around(redis, "zmscore", () => step("after parse"));
  around(articles, "enqueue", () => step("before enqueue"));
  around(articles.queue, "add", () => {
    if (added++ > 0) step("between enqueues");
  });
  around(redis, "multi", () => {
    // The first transaction of a poll is the one that remembers.
    if (added > 0) step("before remembering");
  });
  around(feedStates, "save", () => step("before saving state"));
  around(redis, "zrevrangebyscore", () => step("inside the story lock"));
  around(alerts, "enqueue", () => step("before queueing an alert"));
  const at = ([key]: readonly unknown[], kind: string) => String(key).startsWith(`rasid:${kind}:`);
  around(
    redis,
    "set",
    (args) => {
      if (at(args, "intent")) step("before intent");
      if (at(args, "sent")) step("after post");
    },
    (args) => {
      if (at(args, "intent")) step("after intent");
      if (at(args, "sent")) step("after proof");
    },
  );
  if (!fault.poison) return;
  around(alerts, "enqueue", ([alert]) => {
    const { title } = (alert as { article: { title: string } }).article;
    if (title.includes("POISON-THROW")) throw new Error("this article cannot be read");
    if (title.includes("POISON-EXIT")) process.exit(1);
    if (title.includes("POISON-SPIN")) for (;;);
  });
}

const settings = loadSettings({ shipped: fault.shipped, site: fault.site, environment: process.env });
const log = createLogger({ level: "info", isInteractive: false, secrets: [] });
const has = (role: (typeof fault.roles)[number]) => fault.roles.includes(role);
const deliver = has("deliver") ? await import("../../../workers/deliver.ts") : undefined;
const match = has("match") ? await import("../../../workers/match.ts") : undefined;
const poll = has("poll") ? await import("../../../workers/poll.ts") : undefined;
const rulebook = rulebookOf(settings);
// Warmed up beforehand, since starting takes longer than most scenarios let it live.
log.info("warm");
if (fault.isHeld) await once(process.stdin, "data");
process.stdin.destroy();
const runtime = await openRuntime({
  first: { settings, rulebook },
  log,
  address: { url: fault.redisUrl },
  dataDir: fault.dataDir,
});
addSteps(runtime);
const terminal = { isInteractive: false, isColoured: false, write: () => undefined, record: () => undefined };
const opened: Closable[] = [{ name: "runtime", close: () => runtime.close() }];
if (deliver) opened.push(await deliver.startDelivering(runtime, terminal));
if (match) opened.push(await match.startMatching(runtime, 3000));
if (poll) opened.push(await poll.startPolling(runtime));
log.info("roles run");
await runUntilStopped(opened, 9000, new Promise(() => undefined), (name, error) => log.error({ name, error }, "close"));
