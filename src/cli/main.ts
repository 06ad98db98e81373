import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { packageVersion } from "../process/package-root.ts";
import { CommandError, complain, EXIT, paint } from "./output.ts";

const DATA = new Option("--data <dir>", "where state is kept (RASID_DATA, /var/lib/rasid, ./data)");
const GAZETTEER = [
  "--gazetteer <file>",
  "a large gazetteer to load beside the curated places; may be given again",
] as const;

/** What the help of a command ends with. */
const AFTER_HELP: Readonly<Record<string, string>> = {
  rasid:
    "\nExit codes: 0 all well, 1 something is wrong and was told, 2 the command line is wrong.\nStart with `rasid start --demo`; it needs no network and no configuration.",
  start:
    "\nWithout REDIS_URL, a private Redis is started in the data directory.\nExamples:\n  rasid start --demo\n  rasid start --config /etc/rasid --data /var/lib/rasid\n  REDIS_URL=redis://cache:6379 rasid start --roles match,deliver",
  match: '\nEach line: {"id":"a1","title":"…","body":"…"}; summary, url, source and publishedAt are read too.',
  stories:
    '\nOut: {"id":"…","story":"…","relation":"original|syndicated|rewrite|update","material":true,"because":["…"]}; the story bears the id of its first article.',
  import:
    "\nExamples:\n  rasid gazetteer import SY.txt IQ.txt alternateNamesV2.txt --out /etc/rasid/places.tsv.gz\n  rasid gazetteer import whosonfirst-data-admin-sy/data --within 50km\nThen name the table under `gazetteer: tables:` in rasid.yaml, or give it to `rasid match --gazetteer`.",
  silence: '\nExample:\n  rasid silence add --place sy-iq/al-qaim --for 8h --reason "exercise announced"',
};

/** Each command is loaded when it is asked for: half of them need neither Redis nor a network. */
function program(): Command {
  const rasid = new Command("rasid")
    .description("Reads Arabic news feeds day and night and tells analysts when something happens along a border.")
    .version(packageVersion())
    .configureHelp({ sortSubcommands: false, showGlobalOptions: false })
    .showHelpAfterError("(--help tells more)")
    .exitOverride()
    .addHelpText("after", AFTER_HELP.rasid!);

  addEveryDay(rasid);
  addTuning(rasid);
  addData(rasid);
  addTrouble(rasid);
  return rasid;
}

function addEveryDay(rasid: Command): void {
  rasid.commandsGroup("Every day:");
  configured(rasid, "start", "run the daemon")
    .addOption(DATA)
    .option("--roles <list>", "run only some of poll,match,deliver,web in this process")
    .option("--once", "ask every feed once, finish what comes of it, and end")
    .option("--demo", "serve a few articles of our own from loopback and show their alerts; no network")
    .action(async (options) => (await import("./start-command.ts")).startCommand(options));
  configured(rasid, "status", "how a running Rasid stands: feeds, queues, dead letters")
    .addOption(DATA)
    .option("--json", "as JSON")
    .action(async (options) => (await import("./status-command.ts")).statusCommand(options));
  configured(rasid, "check", "read all configuration, run every example, tell every problem at once")
    .option("--json", "as JSON")
    .action(async (options) => (await import("./check-command.ts")).checkCommand(options));
  configured(rasid, "explain", "show what is read in an article and why it would or would not alert")
    .argument("<source>", "an address, a file of text or JSON, or - for standard input")
    .option("--weights", "also print what each reading of each name was weighed by")
    .action(async (source, options) => (await import("./explain-command.ts")).explainCommand(source, options));
  const channels = rasid.command("channels").description("where alerts go");
  configured(channels, "check", "does each channel answer?")
    .argument("[ids...]", "only these channels")
    .option("--send", "send each a test message")
    .action(async (ids, options) => (await import("./channels-command.ts")).channelsCheckCommand(ids, options));
  const feeds = rasid.command("feeds").description("where articles come from");
  configured(feeds, "check", "ask feeds once and tell what they give")
    .argument("[ids...]", "only these feeds")
    .option("--propose", "also try those that are off, and say which could be switched on")
    .option("--json", "as JSON Lines")
    .action(async (ids, options) => (await import("./feeds-command.ts")).feedsCheckCommand(ids, options));
  rasid
    .command("init")
    .argument("[folder]", "where to write it", "/etc/rasid")
    .description("write a first site folder by a few questions")
    .option("--channel <kind>", "the kind of your first channel; asks nothing")
    .option("--border <pair>", "a border to watch, such as SY-IQ; may be given again", collect, [])
    .option("--language <ar|en>", "language of labels")
    .option("--force", "write over a site folder that is there")
    .action(async (folder, options) => (await import("./init-command.ts")).initCommand(folder, options));
}

function addTuning(rasid: Command): void {
  rasid.commandsGroup("Tuning:");
  rasid
    .command("try")
    .argument("<input>", "a text with --term; else a file of JSON Lines {id,term,kind,text,forms}, or -")
    .description("does a term, as you would write it, hit a text?")
    .option("--term <term>", "the term")
    .addOption(new Option("--kind <kind>", "what the term is").choices(["place", "keyword"]).default("keyword"))
    .option("--forms", "inflected forms count too")
    .action(async (input, options) => (await import("./try-command.ts")).tryCommand(input, options));
  configured(rasid, "match", "decide articles: JSON Lines in, JSON Lines out; no Redis, no network")
    .argument("<file>", "articles as JSON Lines, or -")
    .option("--border <pair>", "also ask for any event along a border, such as SY-IQ; may be given again", collect, [])
    .option("--within <distance>", "how far from it, such as 50km; one for all or one for each", collect, [])
    .option(...GAZETTEER, collect, [])
    .option("--all", "also tell watchlists that decide none")
    .action(async (file, options) => (await import("./article-lines-commands.ts")).matchCommand(file, options));
  const places = "what the gazetteer knows, and what a band along a border expands to, noisiest names first";
  configured(rasid, "places", places)
    .option("--border <pair>", "only places along this border, such as SY-IQ")
    .option("--within <distance>", "how far from it", "50km")
    .option("--name <name>", "only places that bear this name")
    .option(...GAZETTEER, collect, [])
    .addOption(
      new Option("--format <format>", "how to tell them").choices(["table", "json", "geojson"]).default("table"),
    )
    .action(async (options) => (await import("./places-command.ts")).placesCommand(options));
  configured(rasid, "preview", "show the alert that a channel would get for an article; sends nothing")
    .argument("<file>", "an article as a line of JSON, or -")
    .requiredOption("--channel <id>", "the channel")
    .option("--out <file>", "write it as .html or .png (the email with its map) or .json (what is sent)")
    .action(async (file, options) => (await import("./preview-command.ts")).previewCommand(file, options));
}

function addData(rasid: Command): void {
  rasid.commandsGroup("Data:");
  configured(rasid, "stories", "which articles tell one event: JSON Lines in, JSON Lines out; no Redis, no network")
    .argument("<file>", "articles as JSON Lines in the order of time, or -")
    .action(async (file, options) => (await import("./article-lines-commands.ts")).storiesCommand(file, options));
  const gazetteer = rasid.command("gazetteer").description("large gazetteers beside the curated places");
  configured(gazetteer, "import", "make a table of places along our borders out of public gazetteers")
    .argument("<files...>", "GeoNames dumps, their alternate names, Who's On First records or folders of them")
    .option("--out <file>", "the table; gzipped if it ends in .gz", "places.tsv.gz")
    .option("--within <distance>", "how far from a border places are kept", "100km")
    .action(async (files, options) => (await import("./gazetteer-command.ts")).gazetteerImportCommand(files, options));
}

function addTrouble(rasid: Command): void {
  rasid.commandsGroup("Trouble:");
  configured(rasid, "dead", "jobs that could not be done")
    .argument("[action]", "list, show, replay or drop", "list")
    .argument("[ids...]", "which letters")
    .addOption(DATA)
    .option("--all", "all of them")
    .option("--json", "list as JSON Lines")
    .action(async (action, ids, options) => (await import("./dead-command.ts")).deadCommand(action, ids, options));
  configured(rasid, "silence", "what is not to be told for a while; it is counted in the digest")
    .argument("[action]", "list, add or drop", "list")
    .argument("[ids...]", "which silences to drop")
    .addOption(DATA)
    .option("--watchlist <id>", "alerts that this watchlist alone asks for")
    .option("--place <id>", "alerts of this place")
    .option("--concept <id>", "alerts of this kind of event")
    .option("--channel <id>", "alerts to this channel")
    .option("--feed <id>", "alerts of articles of this feed")
    .option("--for <duration>", "how long, such as 4h", "4h")
    .option("--by <name>", "who asks for it")
    .option("--reason <text>", "why")
    .option("--json", "list as JSON Lines")
    .action(async (action, ids, options) =>
      (await import("./silence-command.ts")).silenceCommand(action, ids, options),
    );
}

/** A command that reads the configuration. */
function configured(parent: Command, name: string, description: string): Command {
  const config = "site folder laid over the shipped configuration (RASID_CONFIG, /etc/rasid)";
  const after = AFTER_HELP[name] ?? "";
  return parent.command(name).description(description).option("--config <dir>", config).addHelpText("after", after);
}

function collect(value: string, before: string[]): string[] {
  if (value.trim() === "") throw new InvalidArgumentError("it is empty");
  return [...before, value];
}

/** Runs the command line. Sets the exit code; throws only for faults of Rasid itself. */
export async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(EXIT.ok);
    throw error;
  });
  try {
    await program().parseAsync(argv as string[]);
  } catch (error) {
    if (error instanceof CommandError) {
      complain(`${paint("red", "rasid:", process.stderr.isTTY)} ${error.message}`);
      process.exitCode = error.exitCode;
    } else if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    else throw error;
  }
}
