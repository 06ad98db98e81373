import type { HeardVerdict, VerdictListener } from "../channels/channel-kind.ts";
import { kindOf } from "../channels/channel-registry.ts";
import type { Alert } from "../domain/alerts/alert.ts";
import type { VerdictLinks } from "../domain/alerts/verdict.ts";
import type { ToldAlerts } from "../pipeline/deliver-ports.ts";
import { giveVerdict, type VerdictPorts } from "../pipeline/give-verdict.ts";
import type { OpsNotices } from "../pipeline/ops-notice.ts";
import type { Logger } from "../process/logger.ts";
import type { Metrics } from "../process/metrics.ts";
import type { Closable } from "../process/run-until-stopped.ts";
import type { Settings } from "../settings/settings.ts";
import type { VerdictLinkMaker } from "../web/verdict-links.ts";
import type { LiveConfiguration } from "./live-configuration.ts";

/** What taking verdicts takes. */
export interface VerdictParts extends Omit<VerdictPorts, "onGiven"> {
  readonly configuration: LiveConfiguration;
  readonly told: ToldAlerts;
  readonly notices: OpsNotices;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** What verdicts go through, whichever way they come. */
export function verdictPorts({
  told,
  verdicts,
  alerts,
  now,
  metrics,
  log,
}: Omit<VerdictParts, "configuration" | "notices">): VerdictPorts {
  return {
    ...{ told, verdicts, alerts, now },
    onGiven({ channelId: channel, kind, alertId: alert, storyId: story, by }) {
      metrics.verdicts.inc({ channel, kind });
      log.info({ alert, channel, story, kind, by }, "verdict given");
    },
  };
}

/** Links for the alerts of a channel that can show them and has no buttons of its own. */
export function linksOf(
  configuration: LiveConfiguration,
  links: VerdictLinkMaker | undefined,
  now: () => Date,
): (alert: Alert) => VerdictLinks | undefined {
  return ({ id, channelId }) => {
    const channel = configuration.current().settings.channels.find(({ entry }) => entry.id === channelId);
    const showsLinks = channel && kindOf(channel.entry).verdictsOf(channel.entry) === "links";
    return showsLinks ? links?.linksFor(id, now()) : undefined;
  };
}

/** A channel whose service hands verdicts over, by the connection that it shares with others. */
interface HeardChannel {
  readonly id: string;
  readonly conversation: string;
  readonly connection: string;
  readonly listener: VerdictListener;
}

function heardChannels({ channels }: Settings): HeardChannel[] {
  return channels.flatMap(({ entry, secrets }) => {
    const { listener } = kindOf(entry);
    const connection = listener?.connectionOf(secrets);
    if (!listener || connection === undefined) return [];
    return [{ id: entry.id, conversation: listener.conversationOf(entry), connection, listener }];
  });
}

/** Takes verdicts from channels' own services, over one connection for each secret of the configuration in force. */
export function startVerdicts(parts: VerdictParts, apiUrl?: string): Closable {
  const { configuration, log, notices, told } = parts;
  const ports = verdictPorts(parts);
  const open = new Map<string, Promise<{ close(): Promise<void> }>>();
  const current = () => heardChannels(configuration.current().settings);

  async function take(connection: string, heard: HeardVerdict): Promise<void> {
    const { kind, by, conversation, ref, alertId } = heard;
    for (const channel of current()) {
      if (channel.connection !== connection || channel.conversation !== conversation) continue;
      const alert = alertId === undefined ? await told.findByRef(channel.id, ref) : await told.find(alertId);
      if (alert?.channelId !== channel.id) continue;
      const answer = await giveVerdict({ alertId: alert.id, kind, by }, ports);
      if (answer !== "noted")
        log.info({ alert: alert.id, channel: channel.id, kind, by, answer }, "verdict not counted");
    }
  }

  function listen(connection: string, channels: readonly HeardChannel[]): void {
    const ids = channels.map(({ id }) => id);
    const handlers = {
      onVerdict: (heard: HeardVerdict) => take(connection, heard),
      onTrouble(problem: string) {
        log.warn({ channels: ids, problem }, "trouble with the connection that verdicts come by");
        const title = `The buttons of ${ids.join(", ")} do not work: ${problem}`;
        void notices.tell({ key: `socket-${ids.join("-")}`, title, lines: [] });
      },
    };
    open.set(connection, channels[0]!.listener.listen(connection, handlers, apiUrl));
  }

  let isClosed = false;
  async function follow(settings: Settings): Promise<void> {
    if (isClosed) return;
    const wanted = new Map<string, HeardChannel[]>();
    for (const channel of heardChannels(settings))
      wanted.set(channel.connection, [...(wanted.get(channel.connection) ?? []), channel]);
    for (const [connection, socket] of open) {
      if (wanted.has(connection)) continue;
      open.delete(connection);
      await (await socket).close();
    }
    for (const [connection, channels] of wanted) if (!open.has(connection)) listen(connection, channels);
  }
  void follow(configuration.current().settings);
  configuration.onChange(({ settings }) => follow(settings));
  return {
    name: "verdicts",
    close() {
      isClosed = true;
      return Promise.all([...open.values()].map(async (socket) => (await socket).close()));
    },
  };
}
