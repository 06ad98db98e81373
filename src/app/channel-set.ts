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
export function followChannels(configuration: LiveConfiguration, host: ChannelHost): ChannelSet {
  const opened = ({ channels }: Settings): ReadonlyMap<string, PacedChannel> =>
    new Map(channels.map((one) => [one.entry.id, { channel: openChannel(one, host), pace: one.entry.pace }]));
  let channels = opened(configuration.current().settings);
  configuration.onChange(async ({ settings }) => {
    channels = opened(settings);
  });
  return {
    channelOf: (id) => channels.get(id),
    opsChannels: () =>
      configuration.current().settings.rasid.ops.channels.flatMap((id) => channels.get(id)?.channel ?? []),
  };
}
