import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { emailMessage, MAP_CID } from "../channels/email-message.ts";
import { slackMessage } from "../channels/slack-message.ts";
import { terminalText } from "../channels/terminal.ts";
import type { Alert } from "../domain/event/alert.ts";
import { matchArticle } from "../domain/matcher/match-article.ts";
import { mapPicture } from "../map/map-picture.ts";
import { matchBatch } from "../pipeline/match-batch.ts";
import type { Outgoing } from "../pipeline/ports.ts";
import { shortHash } from "../process/short-hash.ts";
import { rulebookOf } from "../settings/rulebook-of.ts";
import { explanation } from "./explanation.ts";
import { CommandError, complain, oneOf, print } from "./output.ts";
import { readArticles } from "./read-lines.ts";
import { settingsOrFail } from "./settings-option.ts";

/** Shows the alert that an article would raise for a channel, as the channel would show it. Sends nothing. */
export async function previewCommand(
  file: string,
  options: { readonly config?: string; readonly channel: string; readonly out?: string },
): Promise<void> {
  const { channel: id, out } = options;
  const format = out && oneOf([".html", ".png", ".json"], extname(out), `--out ${out} ends in`);
  const settings = settingsOrFail(options.config);
  const { channels } = settings;
  const found = channels.find(({ entry }) => entry.id === id)?.entry;
  if (!found)
    throw new CommandError(`no channel ${id}: use one of ${channels.map(({ entry }) => entry.id).join(", ")}`);
  const { kind, language } = found;
  const { value: given } = await readArticles(file).next();
  if (!given) throw new CommandError(`${file}: no article: give one as JSON on a line`);

  const rulebook = rulebookOf(settings);
  const article = { ...given, feedId: "preview", source: { outlet: given.source ?? "preview" } };
  const alerts: Alert[] = [];
  const enqueue = async (alert: Alert) => void alerts.push(alert);
  const readPage = () => Promise.reject(new Error("a preview fetches nothing"));
  const ports = { alerts: { enqueue }, fullText: "never", readPage, hash: shortHash } as const;
  await matchBatch({ feedId: "preview", articles: [article] }, rulebook, ports, new Date());
  const alert = alerts.find(({ channelId }) => channelId === id);
  if (!alert) {
    print(explanation(article, matchArticle(article, rulebook, { publishedAt: article.publishedAt })));
    throw new CommandError(`article ${article.id} raises no alert for channel ${id}`);
  }

  const isMapped = !("map" in found) || found.map;
  const data = { ...settings, places: rulebook.gazetteer.places };
  const map = alert.place && isMapped && format ? await mapPicture(alert.place, data, language) : undefined;
  if (map && "why" in map) complain(`without a map: ${map.why}`);
  const picture = map && "png" in map ? map.png : undefined;
  const message: Outgoing = { kind: "alert", alert, possibleRepeat: false, picture };
  const email = emailMessage(message, language);
  if (!out)
    return print(kind === "email" ? `${email.subject}\n\n${email.text}` : terminalText(message, language, false));
  const source = `data:image/png;base64,${Buffer.from(picture ?? []).toString("base64")}`;
  const html = email.html.replace(`cid:${MAP_CID}`, source);
  if (format === ".png") return screenshot(html, out);
  const slack = kind === "slack-bot" || kind === "slack-webhook" ? slackMessage(message, language) : undefined;
  const body = slack ?? (kind === "email" ? email : { version: 1, kind: "alert", alert, possibleRepeat: false });
  writeFileSync(out, format === ".html" ? html : `${JSON.stringify(body, null, 2)}\n`);
}

/** Two pixels for one, as wide as an email with its margins and as high as it needs. */
function screenshot(html: string, out: string): void {
  const folder = mkdtempSync(join(tmpdir(), "rasid-preview-"));
  const page = join(folder, "email.html");
  const browse = (...flags: string[]) => {
    const usual = [
      "--headless=new",
      "--disable-gpu",
      "--hide-scrollbars",
      `--user-data-dir=${join(folder, "browser")}`,
    ];
    const own = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    return inBrowser([...usual, ...own, "--force-device-scale-factor=2", ...flags, `file://${page}`]);
  };
  try {
    writeFileSync(page, `${html}<script>document.title = document.documentElement.scrollHeight</script>`);
    const height = /<title>(\d+)/.exec(browse("--window-size=640,200", "--dump-dom"))?.[1] ?? "1200";
    browse(`--window-size=640,${height}`, `--screenshot=${resolve(out)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function inBrowser(flags: readonly string[]): string {
  for (const browser of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync(browser, flags, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], timeout: 60_000 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT")
        throw new CommandError(`${browser} draws no picture: ${(error as Error).message.split("\n", 1)[0]}`);
    }
  }
  throw new CommandError("no chromium on the PATH draws a .png: install one, or write to a file that ends in .html");
}
