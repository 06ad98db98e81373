import { setTimeout as wait } from "node:timers/promises";
import { SocketModeClient } from "@slack/socket-mode";
import { VERDICTS, type VerdictKind } from "../domain/event/verdict.ts";
import { deliveryOfSlackError, SILENT } from "./slack-bot.ts";

/** A verdict as Slack hands it over. */
export interface SlackVerdict {
  readonly kind: VerdictKind;
  /** The person's id. */
  readonly by: string;
  readonly conversation: string;
  /** Of the message. */
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

/** What https://docs.slack.dev/reference/interaction-payloads/block_actions-payload and events/reaction_added hold. */
interface Payload {
  readonly actions?: readonly { readonly action_id?: string; readonly value?: string }[];
  readonly user?: { readonly id: string };
  readonly container?: { readonly channel_id: string; readonly message_ts: string };
  readonly authorizations?: readonly { readonly user_id: string; readonly is_bot: boolean }[];
  readonly event?: {
    readonly type: string;
    readonly user: string;
    readonly reaction: string;
    readonly item: { readonly channel: string; readonly ts: string };
  };
}

const EMOJI: ReadonlyMap<string, VerdictKind> = new Map([
  ["white_check_mark", "acknowledge"],
  ["x", "reject"],
  ["round_pushpin", "wrong-place"],
  ["world_map", "wrong-place"],
  ["mute", "mute"],
  ["no_bell", "mute"],
]);
const REFRESH_MS = 1000;
/** apps.connections.open may be called a few times a minute. */
const RECONNECT_MS = 30_000;
const CLOSE_WITHIN_MS = 2000;

/**
 * Takes verdicts over a connection that goes out to Slack (Socket Mode), and opens it again whenever it ends. Not by the
 * client's own reconnection, of which a refused token would end the process.
 */
export function openVerdictSocket({ appToken, apiUrl, onVerdict, onTrouble }: VerdictSocketOptions) {
  const stop = new AbortController();
  const client = new SocketModeClient({
    appToken,
    logger: SILENT,
    autoReconnectEnabled: false,
    clientOptions: {
      ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
      retryConfig: { retries: 0 },
      timeout: 30_000,
    },
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
      const isRefused = await client.start().then(
        () => false,
        (error: unknown) => {
          const delivery = deliveryOfSlackError(error ?? {});
          if (delivery.outcome !== "done") onTrouble(delivery.why);
          return true;
        },
      );
      if (!isRefused && stop.signal.aborted) void client.disconnect();
      if (!isRefused) await ended;
      await wait(isRefused ? RECONNECT_MS : REFRESH_MS, undefined, stop).catch(() => undefined);
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
export type VerdictSocket = ReturnType<typeof openVerdictSocket>;

function verdictIn({ actions = [], user, container, authorizations = [], event }: Payload): SlackVerdict | undefined {
  const pressed = VERDICTS.find((kind) => actions[0]?.action_id === `verdict:${kind}`);
  if (pressed && user && container) {
    const { channel_id: conversation, message_ts: ts } = container;
    return { kind: pressed, by: user.id, conversation, ts, alertId: actions[0]?.value };
  }
  const kind = event?.type === "reaction_added" ? EMOJI.get(event.reaction) : undefined;
  const isOwn = authorizations.some((one) => one.is_bot && one.user_id === event?.user);
  return kind && event && !isOwn
    ? { kind, by: event.user, conversation: event.item.channel, ts: event.item.ts }
    : undefined;
}
