import type { OpsNotices } from "../pipeline/ops-notice.ts";
import type { Logger } from "../process/logger.ts";
import type { Settings } from "../settings/settings.ts";
import { type ConfigurationSource, refusalLines } from "./live-configuration.ts";

const EDIT_REFUSED = "edit-refused";
/** What is wired once, when the roles start. */
const AT_START_ONLY = ["fetch", "delivery", "retention", "web", "log"] as const;

/** An edit that is refused changes nothing and is told; one that is right again ends the trouble. */
export function toldEdits(
  log: Logger,
  notices: OpsNotices,
  started: Settings,
): Pick<ConfigurationSource, "onRefused" | "onAccepted" | "onTrouble"> {
  return {
    async onRefused(problems) {
      const lines = refusalLines(problems);
      log.error({ problems: lines }, "edit refused; the configuration in force stays");
      await notices.tell({
        key: EDIT_REFUSED,
        title: "An edit of the configuration was refused; what ran before still runs",
        lines,
      });
    },
    async onAccepted({ settings }, wasRefused) {
      log.info({ settings: settings.version }, "edit accepted");
      const later = AT_START_ONLY.filter(
        (part) => JSON.stringify(settings.rasid[part]) !== JSON.stringify(started.rasid[part]),
      );
      if (later.length > 0) log.warn({ parts: later }, "these parts of rasid.yaml take effect at the next start");
      if (wasRefused) await notices.over(EDIT_REFUSED, "The configuration is right again and in force");
    },
    onTrouble: (error) => log.error({ problem: error.message }, "an edit could not be put in force; trying again"),
  };
}
