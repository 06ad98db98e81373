import { openVerdictSocket, type SlackVerdict } from "../src/channels/slack-verdicts.ts";
import type { Alert } from "../src/domain/event/alert.ts";
import type { VerdictLinks } from "../src/domain/event/verdict.ts";
import { giveVerdict, type VerdictPorts } from "../src/pipeline/give-verdict.ts";
import type { Closable } from "../src/process/run-until-stopped.ts";
import type { Settings } from "../src/settings/settings.ts";
import type { Runtime } from "./runtime.ts";

/** What verdicts go through, whichever way they come. */
export function verdictPorts({ told, verdicts, alerts, now, metrics, log }: Runtime): VerdictPorts {
  return {
    ...{ told, verdicts, alerts, now },
    onGiven({ channelId: channel, kind, alertId: alert, storyId: story, by }) {
      metrics.verdicts.inc({ channel, kind });
      log.info({ alert, channel, story, kind, by }, "verdict given");
    },
  };
}

/** Links for the alerts of a channel that can show them and has no buttons of its own. */
export function linksOf({ configuration, verdictLinks, now }: Runtime) {
  return ({ id, channelId }: Alert): VerdictLinks | undefined => {
    const channel = configuration.current().settings.channels.find(({ entry }) => entry.id === channelId);
    const kind = channel?.secrets.appToken === undefined ? channel?.entry.kind : undefined;
    const showsLinks = kind === "email" || kind === "slack-webhook" || kind === "slack-bot";
    return showsLinks ? verdictLinks?.linksFor(id, now()) : undefined;
  };
}

/** Takes verdicts from Slack, over one connection for each app token of the configuration in force. */
export function startVerdicts(runtime: Runtime, apiUrl?: string): Closable {
  const { configuration, log, notices, told } = runtime;
  const ports = verdictPorts(runtime);
  const sockets = new Map<string, ReturnType<typeof openVerdictSocket>>();

  const bots = ({ channels }: Settings, appToken?: string) =>
    channels.flatMap(({ entry, secrets }) =>
      entry.kind === "slack-bot" && secrets.appToken && (appToken === undefined || secrets.appToken === appToken)
        ? [{ id: entry.id, conversation: entry.channel, appToken: secrets.appToken }]
        : [],
    );

  async function take(appToken: string, { kind, by, conversation, ts, alertId }: SlackVerdict): Promise<void> {
    for (const bot of bots(configuration.current().settings, appToken)) {
      if (bot.conversation !== conversation) continue;
      const alert = alertId === undefined ? await told.findByRef(bot.id, ts) : await told.find(alertId);
      if (alert?.channelId !== bot.id) continue;
      const answer = await giveVerdict({ alertId: alert.id, kind, by }, ports);
      if (answer !== "noted") log.info({ alert: alert.id, channel: bot.id, kind, by, answer }, "verdict not counted");
    }
  }

  let isClosed = false;
  async function follow(settings: Settings): Promise<void> {
    if (isClosed) return;
    const wanted = new Set(bots(settings).map(({ appToken }) => appToken));
    for (const [appToken, socket] of sockets) {
      if (wanted.has(appToken)) continue;
      sockets.delete(appToken);
      await socket.close();
    }
    for (const appToken of wanted) {
      if (sockets.has(appToken)) continue;
      const channels = bots(settings, appToken).map(({ id }) => id);
      const onTrouble = (problem: string) => {
        log.warn({ channels, problem }, "trouble with Slack's Socket Mode");
        const title = `Slack's buttons of ${channels.join(", ")} do not work: ${problem}`;
        void notices.tell({ key: `socket-${channels.join("-")}`, title, lines: [] });
      };
      const onVerdict = (verdict: SlackVerdict) => take(appToken, verdict);
      sockets.set(appToken, openVerdictSocket({ appToken, apiUrl, onVerdict, onTrouble }));
    }
  }
  void follow(configuration.current().settings);
  configuration.onChange(({ settings }) => follow(settings));
  return {
    name: "verdicts",
    close() {
      isClosed = true;
      return Promise.all([...sockets.values()].map((socket) => socket.close()));
    },
  };
}
