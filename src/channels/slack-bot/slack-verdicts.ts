import { setTimeout as wait } from "node:timers/promises";
import { SocketModeClient } from "@slack/socket-mode";
import { VERDICTS, type VerdictKind } from "../../domain/alerts/verdict.ts";
import type { HeardVerdict, VerdictHandlers } from "../channel-kind.ts";
import { deliveryOfSlackError, SILENT } from "./slack-errors.ts";

/** What is read of Slack's payloads `block_actions` and `reaction_added`: https://docs.slack.dev/reference */
interface Payload {
  readonly actions?: readonly { readonly action_id?: string; readonly value?: string }[];
  readonly user?: { id: string };
  readonly container?: { channel_id: string; message_ts: string };
  readonly authorizations?: readonly { user_id: string; is_bot: boolean }[];
  readonly event?: { type: string; user: string; reaction: string; item: { channel: string; ts: string } };
}

const EMOJI: Readonly<Record<VerdictKind, readonly string[]>> = {
  acknowledge: ["white_check_mark"],
  reject: ["x"],
  "wrong-place": ["round_pushpin", "world_map"],
  mute: ["mute", "no_bell"],
};
const RECONNECT_MS = 5000;
const CLOSE_WITHIN_MS = 2000;

/**
 * Takes verdicts over a connection that goes out to Slack (Socket Mode), opened again whenever it ends. Not by the
 * client itself: a refusal at its reconnection is caught by nobody, and would end the process. Trouble is told without
 * a secret in it.
 */
export function openVerdictSocket(options: {
  appToken: string;
  apiUrl?: string | undefined;
  onVerdict: VerdictHandlers["onVerdict"];
  onTrouble: VerdictHandlers["onTrouble"];
}): { close(): Promise<void> } {
  const { appToken, apiUrl, onVerdict, onTrouble } = options;
  const stop = new AbortController();
  const slackApi = apiUrl === undefined ? {} : { slackApiUrl: apiUrl };
  const clientOptions = { ...slackApi, retryConfig: { retries: 0 }, timeout: 30_000 };
  const client = new SocketModeClient({ appToken, logger: SILENT, autoReconnectEnabled: false, clientOptions });
  client.on("slack_event", async ({ ack, body }: { ack(): Promise<void>; body: Payload }) => {
    try {
      await ack();
      const verdict = verdictIn(body);
      if (verdict) await onVerdict(verdict);
    } catch (error) {
      onTrouble(`a verdict was not taken: ${(error as Error).message}`);
    }
  });
  const stayConnected = async () => {
    while (!stop.signal.aborted) {
      const ended = new Promise((resolve) => client.once("disconnected", resolve));
      try {
        await client.start();
        if (stop.signal.aborted) void client.disconnect();
        await ended;
      } catch (error) {
        const delivery = deliveryOfSlackError(error ?? {});
        if (delivery.outcome !== "done") onTrouble(delivery.why);
      }
      await wait(RECONNECT_MS, undefined, stop).catch(() => undefined);
    }
  };
  const over = stayConnected();
  return {
    async close() {
      stop.abort();
      void client.disconnect();
      await Promise.race([over, wait(CLOSE_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}

function verdictIn({ actions, user, container, authorizations = [], event }: Payload): HeardVerdict | undefined {
  const pressed = VERDICTS.find((kind) => actions?.[0]?.action_id === `verdict:${kind}`);
  if (pressed && user && container) {
    const { channel_id: conversation, message_ts: ts } = container;
    return { kind: pressed, by: user.id, conversation, ref: ts, alertId: actions?.[0]?.value };
  }
  if (event?.type !== "reaction_added") return undefined;
  const kind = VERDICTS.find((one) => EMOJI[one].includes(event.reaction));
  if (!kind || authorizations.some((one) => one.is_bot && one.user_id === event.user)) return undefined;
  return { kind, by: event.user, conversation: event.item.channel, ref: event.item.ts };
}
