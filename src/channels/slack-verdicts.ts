import { setTimeout as wait } from "node:timers/promises";
import { SocketModeClient } from "@slack/socket-mode";
import { VERDICTS, type VerdictKind } from "../domain/event/verdict.ts";
import { deliveryOfSlackError, SILENT } from "./slack-bot.ts";

/** A verdict as Slack hands it over. */
export interface SlackVerdict {
  readonly kind: VerdictKind;
  /** The person's id. */
  readonly by: string;
  /** The message. */
  readonly conversation: string;
  readonly ts: string;
  /** Of the alert; a button says it, an emoji does not. */
  readonly alertId?: string | undefined;
}

export interface VerdictSocketOptions {
  readonly appToken: string;
  readonly apiUrl?: string | undefined;
  onVerdict(verdict: SlackVerdict): Promise<void>;
  /** Told without a secret in it. */
  onTrouble(why: string): void;
}

/** What is read of Slack's payloads `block_actions` and `reaction_added`: https://docs.slack.dev/reference */
interface Payload {
  readonly actions?: readonly { readonly action_id?: string; readonly value?: string }[];
  readonly user?: { id: string };
  readonly container?: { channel_id: string; message_ts: string };
  readonly authorizations?: readonly { user_id: string; is_bot: boolean }[];
  readonly event?: { type: string; user: string; reaction: string; item: { channel: string; ts: string } };
}

const EMOJI = new Map<string, VerdictKind>([
  ["white_check_mark", "acknowledge"],
  ["x", "reject"],
  ["round_pushpin", "wrong-place"],
  ["world_map", "wrong-place"],
  ["mute", "mute"],
  ["no_bell", "mute"],
]);
const RECONNECT_MS = 5000;
const CLOSE_WITHIN_MS = 2000;

/**
 * Takes verdicts over a connection that goes out to Slack (Socket Mode), opened again whenever it ends. Not by the
 * client itself: a refusal at its reconnection is caught by nobody, and would end the process.
 */
export function openVerdictSocket({ appToken, apiUrl, onVerdict, onTrouble }: VerdictSocketOptions) {
  const stop = new AbortController();
  const slackApi = {
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    timeout: 30_000,
  };
  const client = new SocketModeClient({
    appToken,
    logger: SILENT,
    autoReconnectEnabled: false,
    clientOptions: slackApi,
  });
  client.on("slack_event", async ({ ack, body }: { ack(): Promise<void>; body: Payload }) => {
    try {
      await ack();
      const verdict = verdictIn(body);
      if (verdict) await onVerdict(verdict);
    } catch (error) {
      onTrouble(`a verdict was not taken: ${(error as Error).message}`);
    }
  });
  async function stayConnected(): Promise<void> {
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
  }
  const over = stayConnected();
  return {
    async close() {
      stop.abort();
      void client.disconnect();
      await Promise.race([over, wait(CLOSE_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}

function verdictIn({ actions, user, container, authorizations = [], event }: Payload): SlackVerdict | undefined {
  const pressed = VERDICTS.find((kind) => actions?.[0]?.action_id === `verdict:${kind}`);
  if (pressed && user && container) {
    const { channel_id: conversation, message_ts: ts } = container;
    return { kind: pressed, by: user.id, conversation, ts, alertId: actions?.[0]?.value };
  }
  const kind = event?.type === "reaction_added" ? EMOJI.get(event.reaction) : undefined;
  if (!kind || !event || authorizations.some((one) => one.is_bot && one.user_id === event.user)) return undefined;
  return { kind, by: event.user, conversation: event.item.channel, ts: event.item.ts };
}
