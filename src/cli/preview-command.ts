import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { kindOf } from "../channels/channel-registry.ts";
import { emailMessage } from "../channels/email/email-message.ts";
import type { Alert } from "../domain/alerts/alert.ts";
import { matchArticle } from "../domain/watchlists/match-article.ts";
import { mapPicture } from "../map/map-picture.ts";
import { matchBatch } from "../pipeline/match-batch.ts";
import { shortHash } from "../process/short-hash.ts";
import { rulebookOf } from "../settings/rulebook-of.ts";
import { explanation } from "./explanation.ts";
import { CommandError, complain, oneOf, print } from "./output.ts";
import { readArticles } from "./read-lines.ts";
import { settingsOrFail } from "./settings-option.ts";

/** Shows the alert that an article would raise for a channel, as the channel would show it. Sends nothing. */
export async function previewCommand(
  file: string,
  { config, channel: id, out }: { config?: string; channel: string; out?: string },
): Promise<void> {
  const format = out && oneOf([".html", ".png", ".json"], extname(out), `--out ${out} ends in`);
  const settings = settingsOrFail(config);
  const { channels } = settings;
  const found = channels.find(({ entry }) => entry.id === id)?.entry;
  const ids = channels.map(({ entry }) => entry.id).join(", ");
  if (!found) throw new CommandError(`no channel ${id}: use one of ${ids}`);
  const kind = kindOf(found);
  const { language } = found;
  const { value: given } = await readArticles(file).next();
  if (!given) throw new CommandError(`${file}: no article: give one as JSON on a line`);

  const rulebook = rulebookOf(settings);
  const article = { ...given, feedId: "preview", source: { outlet: given.source ?? "preview" } };
  const alerts: Alert[] = [];
  const ports = {
    alerts: { enqueue: async (alert: Alert) => void alerts.push(alert), amend: async () => undefined },
    gatherMs: () => 0,
    holdReview: async () => undefined,
    fullText: "never",
    readPage: () => Promise.reject(new Error("a preview fetches nothing")),
    hash: shortHash,
  } as const;
  await matchBatch({ feedId: "preview", articles: [article] }, rulebook, ports, new Date());
  const alert = alerts.find(({ channelId }) => channelId === id);
  if (!alert) {
    print(explanation(article, matchArticle(article, rulebook, { publishedAt: article.publishedAt })));
    throw new CommandError(`article ${article.id} raises no alert for channel ${id}`);
  }

  const data = { ...settings, places: rulebook.gazetteer.places };
  const isMapped = format && alert.place && !kind.isMapOff?.(found);
  const map = isMapped ? await mapPicture(alert.place, data, language) : undefined;
  if (map && "why" in map) complain(`without a map: ${map.why}`);
  const picture = map && "png" in map ? map.png : undefined;
  const message = { kind: "alert", alert, possibleRepeat: false, picture } as const;
  if (!out) return print(kind.previewText(message, language));
  const email = emailMessage(message, language);
  const mapUrl = `data:image/png;base64,${Buffer.from(picture ?? []).toString("base64")}`;
  const html = email.html.replace("cid:map", mapUrl);
  if (format === ".png") return screenshot(html, out);
  const sent = kind.previewSent(message, language);
  writeFileSync(out, format === ".html" ? html : `${JSON.stringify(sent, null, 2)}\n`);
}

/** Two pixels for one, as wide as an email with its margins and as high as it needs. */
function screenshot(html: string, out: string): void {
  const folder = mkdtempSync(join(tmpdir(), "rasid-preview-"));
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const found = names.find((name) => process.env.PATH?.split(":").some((bin) => existsSync(join(bin, name))));
  if (!found) throw new CommandError(`${out}: no ${names.join(", ")} on the PATH: install one, or write .html`);
  const page = join(folder, "email.html");
  const usual = ["--headless=new", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=2"];
  if (process.getuid?.() === 0) usual.push("--no-sandbox");
  const all = [...usual, `--user-data-dir=${folder}`];
  const browse = (...flags: string[]) =>
    execFileSync(found, [...all, ...flags, page], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 60_000,
    });
  try {
    writeFileSync(page, `${html}<script>document.title = document.body.scrollHeight</script>`);
    const height = /<title>(\d+)/.exec(browse("--window-size=640,200", "--dump-dom"))?.[1];
    browse(`--window-size=640,${height}`, `--screenshot=${resolve(out)}`);
  } catch (error) {
    throw new CommandError(`${found} draws no picture: ${(error as Error).message.split("\n", 1)[0]}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
