import type { ChannelHost } from "../channels/channel-kind.ts";
import { openChannel } from "../channels/channel-registry.ts";
import type { Pace } from "../domain/alerts/pace.ts";
import type { Channel } from "../pipeline/deliver-ports.ts";
import type { Settings } from "../settings/settings.ts";
import type { LiveConfiguration } from "./live-configuration.ts";

/** A channel that is on, with when it is told. */
export interface PacedChannel {
  readonly channel: Channel;
  readonly pace: Pace;
}

/** The channels of the configuration in force. */
export interface ChannelSet {
  /** Undefined when there is none with this id that is on. */
  channelOf(id: string): PacedChannel | undefined;
  /** Those that ops are told by. */
  opsChannels(): Channel[];
}

/** Opens the channels and opens them anew whenever the configuration changes. */
export async function followChannels(configuration: LiveConfiguration, host: ChannelHost): Promise<ChannelSet> {
  let channels = await openAll(configuration.current().settings, host);
  configuration.onChange(async ({ settings }) => {
    channels = await openAll(settings, host);
  });
  return {
    channelOf: (id) => channels.get(id),
    opsChannels: () =>
      configuration.current().settings.rasid.ops.channels.flatMap((id) => channels.get(id)?.channel ?? []),
  };
}

async function openAll({ channels }: Settings, host: ChannelHost): Promise<ReadonlyMap<string, PacedChannel>> {
  const opened = channels.map(async (one) => {
    const { id, pace } = one.entry;
    return [id, { channel: await openChannel(one, host), pace }] as const;
  });
  return new Map(await Promise.all(opened));
}
